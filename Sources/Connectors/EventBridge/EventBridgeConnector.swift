public import Delivery
public import Machine
public import Plans

/// Amazon EventBridge, tied together.
public struct EventBridgeConnector: Connector {
    /// What it requires of specs.
    public static let requirements = PartnerRequirements.eventBridge

    /// The `Source` of entries in bus mode when a spec gives none.
    public static let defaultSource = "braze.currents"

    /// How the keys of a role are borrowed, when the plan names one.
    public let exchange: (any CredentialExchange)?
    /// The partner event source, in partner mode.
    public let resource: (any PartnerResource)?
    private let transport: EventBridgeTransport
    private let frame: EventBridgeMapping.Frame

    /// Serves one current.
    ///
    /// - Throws: `ConnectorProblem` when the plan's URLs, settings or names cannot be used.
    public init(plan: Plan) throws {
        guard let region = plan.region else { throw ConnectorProblem("the plan names no region") }
        let target = try HTTPTarget(plan.endpoint)
        let busName = plan.settings["busName"]?.text
        transport = EventBridgeTransport(
            target: target,
            region: region,
            mode: busName == nil ? .partner : .bus
        )
        exchange = try AWSRoleExchange(plan)
        if let busName {
            let source = plan.settings["source"]?.text ?? Self.defaultSource
            frame = EventBridgeMapping.Frame(source: source, busName: busName)
            resource = nil
        } else {
            let source = try EventBridgeSource(plan, region: region, transport: transport)
            frame = EventBridgeMapping.Frame(source: source.name, busName: nil)
            resource = source
        }
    }

    /// Each event becomes one entry, its detail the event's own bytes.
    public func makeMapper() -> any RecordMapper { EventBridgeMapping(frame) }

    /// `{"Entries":[…]}`, signed.
    public func request(carrying batch: RecordBatch, credentials: Credentials, at moment: WallInstant)
        -> HTTPRequest
    {
        transport.request(carrying: batch.records, credentials: credentials, at: moment)
    }

    /// A list without entries, which the service refuses after it has checked the signature.
    public func probe(credentials: Credentials, at moment: WallInstant) -> HTTPRequest? {
        transport.request(carrying: RecordBatch().records, credentials: credentials, at: moment)
    }

    /// The result of each entry, or what the error means.
    public func verdict(on answer: PartnerAnswer, to batch: RecordBatch) -> Verdict {
        transport.verdict(on: answer, entries: batch.count)
    }
}
