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
    private let connector: any Connector
    private let transport: any HTTPTransport
    private let secrets: any SecretStore
    private let clock: any MachineClock

    /// Prepares to set up one current.
    public init(
        plan: Plan,
        connector: any Connector,
        over transport: any HTTPTransport,
        secrets: any SecretStore = SystemSecretStore(),
        clock: any MachineClock = SystemClock()
    ) {
        self.plan = plan
        self.connector = connector
        self.transport = transport
        self.secrets = secrets
        self.clock = clock
    }

    /// Looks, creates what is missing, and looks again; for a partner where nothing must stand, probes.
    public func run() async -> Outcome {
        switch CredentialLoader(store: secrets).load(plan, type(of: connector).requirements) {
        case .failure(let missing):
            return .failed(missing.reason, .credentialsMissing)
        case .success(let loaded):
            let credentials: Credentials
            switch await exchange(loaded) {
            case .success(let exchanged): credentials = exchanged
            case .failure(let problem): return problem.outcome(scrubbing: loaded)
            }
            do throws(SetUpProblem) {
                guard let resource = connector.resource else { return try await probe(credentials) }
                return try await prepare(resource, credentials)
            } catch {
                return error.outcome(scrubbing: credentials)
            }
        }
    }

    private func exchange(_ credentials: Credentials) async -> Result<Credentials, SetUpProblem> {
        guard let exchange = connector.exchange else { return .success(credentials) }
        do throws(SetUpProblem) {
            let answer = try await send(exchange.request(credentials: credentials, at: clock.wall()))
            switch exchange.outcome(of: answer, for: credentials) {
            case .credentials(let exchanged, _): return .success(exchanged)
            case .failed(let verdict): return .failure(SetUpProblem(verdict))
            }
        } catch {
            return .failure(error)
        }
    }

    private func probe(_ credentials: Credentials) async throws(SetUpProblem) -> Outcome {
        guard let request = connector.probe(credentials: credentials, at: clock.wall()) else { return .ready }
        let verdict = connector.verdict(on: try await send(request), to: RecordBatch())
        guard verdict.isAnswerToAProbe else { throw SetUpProblem(verdict) }
        return .ready
    }

    private func prepare(_ resource: any PartnerResource, _ credentials: Credentials)
        async throws(SetUpProblem) -> Outcome
    {
        let found = try await look(at: resource, credentials)
        guard found.mustBeCreated(at: clock.wall()) else { return .resource(found, wasCreated: false) }
        let answer = try await send(resource.creation(credentials: credentials, at: clock.wall()))
        if case .failed(let verdict) = resource.outcome(ofCreation: answer) { throw SetUpProblem(verdict) }
        let state = try await look(at: resource, credentials)
        guard state.status != .missing else {
            let words = "\(resource.kind) '\(resource.name)' stands, but not for this account"
            throw SetUpProblem(.misconfigured(.init(words)))
        }
        return .resource(state, wasCreated: true)
    }

    private func look(at resource: any PartnerResource, _ credentials: Credentials)
        async throws(SetUpProblem) -> PartnerResourceState
    {
        var page: String?
        for _ in 0..<Self.maximumPages {
            let request = resource.look(page: page, credentials: credentials, at: clock.wall())
            switch resource.sighting(in: try await send(request)) {
            case .state(let state): return state
            case .nextPage(let next): page = next
            case .failed(let verdict): throw SetUpProblem(verdict)
            }
        }
        throw SetUpProblem(.misconfigured(.init("the partner's list of \(resource.kind)s does not end")))
    }

    private func send(_ request: HTTPRequest) async throws(SetUpProblem) -> PartnerAnswer {
        let transport = transport
        let result = await withCheckedContinuation { continuation in
            transport.send(request, timeout: Self.timeout) { continuation.resume(returning: $0) }
        }
        switch result {
        case .success(let response): return PartnerAnswer(response, now: clock.wall())
        case .failure(let failure): throw SetUpProblem(failure.verdict)
        }
    }
}

/// Why a set-up cannot go on.
private struct SetUpProblem: Error {
    var words: String
    var failure: PartnerSetUp.SetUpFailure

    init(_ verdict: Verdict) {
        words = verdict.failure?.detail ?? "the answer makes no sense"
        failure =
            switch verdict {
            case .credentialsInvalid: .credentialsInvalid
            case .misconfigured, .refused: .refused
            default: .unreachable
            }
    }

    func outcome(scrubbing credentials: Credentials) -> PartnerSetUp.Outcome {
        .failed(credentials.scrub(words), failure)
    }
}

extension Verdict {
    /// Whether the answer to a request without events says that events could be sent.
    var isAnswerToAProbe: Bool {
        switch self {
        case .delivered, .perEvent, .refused, .tooLarge: true
        case .transient, .credentialsInvalid, .clockSkewed, .misconfigured: false
        }
    }

    /// What the partner said, when it was not a success.
    var failure: Failure? {
        switch self {
        case .delivered, .perEvent: nil
        case .transient(let failure, _), .refused(let failure), .tooLarge(let failure),
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
            isTruncated: response.isTruncated
        )
    }
}
