public import Delivery
public import Machine
public import Plans

/// The vendor's custom HTTP connector, tied together.
public struct HTTPConnector: Connector {
    /// What it requires of specs.
    public static let requirements = PartnerRequirements.http

    private let transport: HTTPPartnerTransport

    /// Serves one current.
    ///
    /// - Throws: `ConnectorProblem` when the plan's URL cannot be used.
    public init(plan: Plan) throws {
        transport = HTTPPartnerTransport(target: try HTTPTarget(plan.endpoint))
    }

    /// Events pass unchanged.
    public func makeMapper() -> any RecordMapper { HTTPMapping() }

    /// `{"events":[…]}` with the version header and, when there is one, the token.
    public func request(carrying batch: RecordBatch, credentials: Credentials, at moment: WallInstant)
        -> HTTPRequest
    {
        transport.request(carrying: batch.records, credentials: credentials)
    }

    /// An empty batch.
    public func probe(credentials: Credentials, at moment: WallInstant) -> HTTPRequest? {
        transport.probe(credentials: credentials)
    }

    /// The published status table.
    public func verdict(on answer: PartnerAnswer, to batch: RecordBatch) -> Verdict {
        transport.verdict(on: answer)
    }
}
