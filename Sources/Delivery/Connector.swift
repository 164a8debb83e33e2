public import Machine
public import Plans

// Delivery moves events to a partner exactly as the plan says, once for every partner. It cannot read YAML and knows
// no partner by name: a partner folder implements `Connector`, and the engine does the rest.

/// Our code for one partner: what the engine must know to serve it.
///
/// One value serves one current.
public protocol Connector: Sendable {
    /// What the partner requires of specs, and its limits.
    static var requirements: PartnerRequirements { get }

    /// Prepares to serve one current.
    ///
    /// - Throws: `ConnectorProblem` when the plan cannot be served by this version of the mapping.
    init(plan: Plan) throws

    /// How the plan's credentials become short-lived ones; nil when requests use them as they are.
    var exchange: (any CredentialExchange)? { get }

    /// What must stand at the partner before events may be sent; nil when nothing must.
    var resource: (any PartnerResource)? { get }

    /// A mapper of its own for each reader of events; called once per batch run, not per event.
    func makeMapper() -> any RecordMapper

    /// The request that carries a batch.
    ///
    /// - Parameters:
    ///   - batch: The records as the mapper wrote them.
    ///   - credentials: The secrets the plan names, or what they were exchanged for.
    ///   - moment: The partner's time, for signatures.
    /// - Returns: The whole request; equal arguments give equal bytes, so that a retry repeats it.
    func request(carrying batch: RecordBatch, credentials: Credentials, at moment: WallInstant) -> HTTPRequest

    /// A request without effect that shows whether address and credentials are right; nil when the partner has none.
    func probe(credentials: Credentials, at moment: WallInstant) -> HTTPRequest?

    /// What the partner's answer means for a batch; for the answer to a probe the batch is empty.
    func verdict(on answer: PartnerAnswer, to batch: RecordBatch) -> Verdict
}

extension Connector {
    /// Credentials are used as they are.
    public var exchange: (any CredentialExchange)? { nil }
    /// Nothing must stand at the partner.
    public var resource: (any PartnerResource)? { nil }
}

/// A plan that a connector cannot serve.
public struct ConnectorProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong: lower case, no full stop.
    public var description: String

    /// Describes a problem.
    public init(_ description: String) { self.description = description }
}
