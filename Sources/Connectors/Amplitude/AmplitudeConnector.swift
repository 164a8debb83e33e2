public import Delivery
public import Machine
public import Plans

/// Amplitude's HTTP V2 and batch upload APIs, tied together.
public struct AmplitudeConnector: Connector {
    /// What it requires of specs.
    public static let requirements = PartnerRequirements.amplitude

    private let plan: Plan
    private let transport: AmplitudeTransport
    private let verdicts: AmplitudeVerdicts

    /// Serves one current.
    ///
    /// - Throws: `ConnectorProblem` when the plan's URL or API cannot be used.
    public init(plan: Plan) throws {
        let name = plan.settings["api"]?.text ?? AmplitudeAPI.httpV2.rawValue
        guard let api = AmplitudeAPI(rawValue: name) else {
            throw ConnectorProblem("Amplitude has no API '\(name)'")
        }
        self.plan = plan
        transport = AmplitudeTransport(
            target: try HTTPTarget(plan.endpoint),
            minimumIDLength: plan.settings["minIdLength"]?.integer
        )
        verdicts = AmplitudeVerdicts(api: api)
    }

    /// Events under the names and in the shape of Amplitude.
    public func makeMapper() -> any RecordMapper { AmplitudeMapping(plan: plan) }

    /// The events behind the project's key.
    public func request(carrying batch: RecordBatch, credentials: Credentials, at moment: WallInstant)
        -> HTTPRequest
    {
        transport.request(carrying: batch.records, credentials: credentials)
    }

    /// A request without events.
    ///
    /// Amplitude documents no request that only tests the key, and the identify API, which costs no quota, would
    /// write to a user. Without events nothing can be stored, whatever the answer: a key that is wrong is answered
    /// `Invalid API key`, which pauses; any other refusal speaks about the missing events, which is what we expect.
    /// That the key is looked at first is not documented. If it is not, a wrong key passes here and stops the next
    /// batch, which pauses the current again; nothing is lost by that.
    public func probe(credentials: Credentials, at moment: WallInstant) -> HTTPRequest? {
        request(carrying: RecordBatch(), credentials: credentials, at: moment)
    }

    /// The published error table.
    public func verdict(on answer: PartnerAnswer, to batch: RecordBatch) -> Verdict {
        verdicts.verdict(on: answer, to: batch)
    }
}
