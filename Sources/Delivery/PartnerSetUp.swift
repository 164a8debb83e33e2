public import Machine
public import Plans

/// Does at one partner what `apply` has to do there: creates what must stand, and asks whether the credentials are
/// right.
///
/// Idempotent: what stands already is left as it is, so a set-up that was interrupted is simply done again.
public struct PartnerSetUp: Sendable {
    /// How long a partner may take to answer each request.
    static let timeout: Duration = .seconds(10)
    /// Pages of one listing that are read at the most.
    static let maximumPages = 100
    /// The waits before further attempts, when the partner is busy; `apply` never waits for long.
    static let waits: [Duration] = [.milliseconds(250), .milliseconds(1000), .milliseconds(2000)]

    /// What a set-up ended with.
    public enum Outcome: Sendable, Hashable {
        /// Everything is in order, as far as the partner can be asked.
        case ready
        /// What must stand at the partner stands; with its state, and whether it was created just now.
        case resource(PartnerResourceState, wasCreated: Bool)
        /// Something is wrong, in words.
        case failed(String, SetUpFailure)
    }

    /// What kind of thing is wrong.
    public enum SetUpFailure: Sendable, Hashable {
        /// A credential cannot be loaded on this machine.
        case credentialsMissing
        /// The partner refuses the credentials.
        case credentialsInvalid
        /// The set-up itself is refused; no retry helps.
        case refused
        /// The partner could not be asked now.
        case unreachable
    }

    private let plan: Plan
    fileprivate let connector: any Connector
    fileprivate let transport: any HTTPTransport
    private let secrets: any SecretStore
    fileprivate let clock: any MachineClock
    private let sleep: @Sendable (Duration) async -> Void

    /// Prepares to set up one current.
    public init(
        plan: Plan,
        connector: any Connector,
        over transport: any HTTPTransport,
        secrets: any SecretStore = SystemSecretStore(),
        clock: any MachineClock = SystemClock(),
        sleep: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }
    ) {
        self.plan = plan
        self.connector = connector
        self.transport = transport
        self.secrets = secrets
        self.clock = clock
        self.sleep = sleep
    }

    /// Looks, creates what is missing, and looks again; for a partner where nothing must stand, probes.
    public func run() async -> Outcome {
        let loader = CredentialLoader(store: secrets, transport: transport, clock: clock, sleep: sleep)
        switch await loader.load(plan, type(of: connector).requirements) {
        case .failure(let missing):
            return .failed(missing.reason, .credentialsMissing)
        case .success(let credentials):
            return await attempt(credentials)
        }
    }

    /// By the partner's clock once it has shown that ours is wrong, and again when it is busy.
    private func attempt(_ credentials: Credentials) async -> Outcome {
        var clockOffset: Int64 = 0
        var waits = Self.waits[...]
        while true {
            do throws(SetUpProblem) {
                return try await Conversation(setUp: self, loaded: credentials, clockOffset: clockOffset)
                    .run()
            } catch {
                // Once: a clock that moves between two answers is nobody's.
                if clockOffset == 0, let offset = error.clockOffset {
                    clockOffset = offset
                } else if error.failure == .unreachable, connector.resource != nil,
                    let wait = waits.popFirst()
                {
                    await sleep(wait)
                } else {
                    return error.outcome
                }
            }
        }
    }

    /// One attempt at a set-up.
    fileprivate struct Conversation {
        let setUp: PartnerSetUp
        let loaded: Credentials
        let clockOffset: Int64
    }
}

extension PartnerSetUp.Conversation {
    private var moment: WallInstant {
        WallInstant(milliseconds: setUp.clock.wall().milliseconds &+ clockOffset)
    }

    func run() async throws(SetUpProblem) -> PartnerSetUp.Outcome {
        let credentials = try await exchange()
        guard let resource = setUp.connector.resource else { return try await probe(credentials) }
        return try await prepare(resource, credentials)
    }

    private func exchange() async throws(SetUpProblem) -> Credentials {
        guard let exchange = setUp.connector.exchange else { return loaded }
        let (answer, response) = try await send(exchange.request(credentials: loaded, at: moment), loaded)
        switch exchange.outcome(of: answer, for: loaded) {
        case .credentials(let exchanged, _): return exchanged
        case .failed(let verdict): throw problem(verdict, response, loaded)
        }
    }

    private func probe(_ credentials: Credentials) async throws(SetUpProblem) -> PartnerSetUp.Outcome {
        guard let request = setUp.connector.probe(credentials: credentials, at: moment) else { return .ready }
        let (answer, response) = try await send(request, credentials)
        let verdict = setUp.connector.verdict(on: answer, to: RecordBatch())
        guard verdict.isAnswerToAProbe else { throw problem(verdict, response, credentials) }
        return .ready
    }

    private func prepare(_ resource: any PartnerResource, _ credentials: Credentials)
        async throws(SetUpProblem) -> PartnerSetUp.Outcome
    {
        let found = try await look(at: resource, credentials)
        guard found.mustBeCreated(at: setUp.clock.wall()) else { return .resource(found, wasCreated: false) }
        let request = resource.creation(credentials: credentials, at: moment)
        let (answer, response) = try await send(request, credentials)
        let creation = resource.outcome(ofCreation: answer)
        if case .failed(let verdict) = creation { throw problem(verdict, response, credentials) }
        let state = try await look(at: resource, credentials)
        guard state.status != .missing else {
            let words = "\(resource.kind) '\(resource.name)' stands, but not for this account"
            throw SetUpProblem(.misconfigured(.init(words)))
        }
        return .resource(state, wasCreated: creation == .created)
    }

    private func look(at resource: any PartnerResource, _ credentials: Credentials)
        async throws(SetUpProblem) -> PartnerResourceState
    {
        var page: String?
        for _ in 0..<PartnerSetUp.maximumPages {
            let request = resource.look(page: page, credentials: credentials, at: moment)
            let (answer, response) = try await send(request, credentials)
            switch resource.sighting(in: answer) {
            case .state(let state): return state
            case .nextPage(let next): page = next
            case .failed(let verdict): throw problem(verdict, response, credentials)
            }
        }
        throw SetUpProblem(.misconfigured(.init("the partner's list of \(resource.kind)s does not end")))
    }

    private func send(_ request: HTTPRequest, _ credentials: Credentials)
        async throws(SetUpProblem) -> (PartnerAnswer, HTTPResponse)
    {
        let transport = setUp.transport
        let result = await withCheckedContinuation { continuation in
            transport.send(request, timeout: PartnerSetUp.timeout) { continuation.resume(returning: $0) }
        }
        switch result {
        case .success(let response): return (PartnerAnswer(response, now: setUp.clock.wall()), response)
        case .failure(let failure): throw SetUpProblem(failure.verdict)
        }
    }

    /// What is wrong, without secrets; when it is only the clock, by how much.
    private func problem(_ verdict: Verdict, _ response: HTTPResponse, _ credentials: Credentials)
        -> SetUpProblem
    {
        var problem = SetUpProblem(verdict)
        problem.words = credentials.scrub(loaded.scrub(problem.words))
        guard case .clockSkewed = verdict else { return problem }
        problem.clockOffset = response.clockOffset(at: setUp.clock.wall(), beyond: clockOffset)
        return problem
    }
}

/// Why a set-up cannot go on.
private struct SetUpProblem: Error {
    var words: String
    var failure: PartnerSetUp.SetUpFailure
    /// What the partner's clock shows beyond ours, when that is all that is wrong.
    var clockOffset: Int64?

    init(_ verdict: Verdict) {
        words = verdict.failure?.detail ?? "the answer makes no sense"
        failure =
            switch verdict {
            case .credentialsInvalid, .clockSkewed: .credentialsInvalid
            case .misconfigured, .refused, .forbidden: .refused
            default: .unreachable
            }
    }

    var outcome: PartnerSetUp.Outcome { .failed(words, failure) }
}

extension Verdict {
    /// Whether the answer to a request without events says that events could be sent.
    var isAnswerToAProbe: Bool {
        switch self {
        case .delivered, .perEvent, .refused, .tooLarge: true
        case .transient, .forbidden, .credentialsInvalid, .clockSkewed, .misconfigured: false
        }
    }

    /// What the partner said, when it was not a success.
    var failure: Failure? {
        switch self {
        case .delivered, .perEvent: nil
        case .transient(let failure, _), .refused(let failure), .forbidden(let failure),
            .tooLarge(let failure),
            .credentialsInvalid(let failure), .clockSkewed(let failure), .misconfigured(let failure):
            failure
        }
    }
}

extension PartnerResourceState {
    /// How long an unclaimed resource lives when the partner does not say: a week.
    ///
    /// Source: Braze, "EventBridge for Currents" (sources pending for more than a week must be created again), read
    /// 2026-11-20.
    public static let usualLifetime: Int64 = 7 * 86_400_000

    /// When it goes by itself if nobody makes it active; nil when it is active or nothing is known.
    public var deadline: WallInstant? {
        guard status == .pending else { return nil }
        return expires ?? created.map { WallInstant(milliseconds: $0.milliseconds &+ Self.usualLifetime) }
    }

    /// Whether it is not there, or not for long enough to be of use.
    public func mustBeCreated(at now: WallInstant) -> Bool {
        switch status {
        case .active: false
        case .deleted, .missing: true
        case .pending: deadline.map { now > $0 } ?? false
        }
    }
}

extension PartnerAnswer {
    /// The answer a connector judges.
    init(_ response: HTTPResponse, now: WallInstant) {
        self.init(
            status: response.status,
            body: response.body,
            retryAfter: response.header("retry-after").flatMap { RetryAfter.delay($0, now: now) },
            isTruncated: response.isTruncated,
            headers: response.headers
        )
    }
}
