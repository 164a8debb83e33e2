public import Ledger
public import Logging
public import Machine
public import Plans

/// Everything the engine needs from outside, so that all of it can be simulated.
public struct EngineEnvironment: Sendable {
    /// The books.
    public var ledger: Ledger
    /// The state folder, in which standard input is spooled.
    public var state: String
    /// Both clocks.
    public var clock: any MachineClock
    /// Where source files are read.
    public var disk: any Disk
    /// Where credentials are fetched.
    public var secrets: any SecretStore
    /// What carries requests.
    public var transport: any HTTPTransport
    /// The connector that serves a plan.
    public var connector: @Sendable (Plan) throws -> any Connector
    /// The event types of the glossary; others are `unknown_event_type`.
    public var knownTypes: [String]
    /// Decides jitter.
    public var random: RandomSource
    /// Where people are told what happens.
    public var logger: Logger
    /// Told once a second how the run stands; called on the engine's thread, which must not be held up.
    public var onProgress: (@Sendable (RunReport) -> Void)?

    /// Gathers an environment.
    public init(
        ledger: Ledger,
        state: String,
        clock: any MachineClock = SystemClock(),
        disk: any Disk = SystemDisk(),
        secrets: any SecretStore = SystemSecretStore(),
        transport: any HTTPTransport,
        connector: @escaping @Sendable (Plan) throws -> any Connector,
        knownTypes: [String],
        random: RandomSource = .system(),
        logger: Logger
    ) {
        self.ledger = ledger
        self.state = state
        self.clock = clock
        self.disk = disk
        self.secrets = secrets
        self.transport = transport
        self.connector = connector
        self.knownTypes = knownTypes
        self.random = random
        self.logger = logger
    }
}

/// How long a run goes on.
public struct RunMode: Sendable, Hashable {
    /// Whether to end with what each source held at the start.
    public var isOnce: Bool
    /// With `isOnce`: how long a current may go without progress before what is left is left.
    public var wait: Duration
    /// After a stop: how long requests on their way are waited for.
    public var drain: Duration

    /// Describes a run.
    public init(isOnce: Bool, wait: Duration = .seconds(60), drain: Duration = .seconds(10)) {
        self.isOnce = isOnce
        self.wait = wait
        self.drain = drain
    }
}

/// What is applied, and the books of it, read at one moment.
public struct AppliedState: Sendable {
    /// Counts applies; the same number means that nothing changed.
    public var serial: Int64
    /// The applied plans.
    public var plans: [AppliedPlan]
    /// Progress by current; none for a current that never ran.
    public var progress: [String: CurrentProgress]
    /// Books by source; none for a source that was never read.
    public var sources: [String: SourceState]
    /// The folder that relative paths of the plans are counted from.
    public var folder = ""
    /// Dead letters waiting to be tried again, by current.
    public var waitingReplays: [String: Int64] = [:]
    /// What users and devices sent in the last day, of those who came near a limit, by current.
    public var identityHours: [String: [IdentityHour]] = [:]
    /// Until when partners want to be left alone, by current.
    public var holds: [String: [PartnerHold]] = [:]

    /// Reads all of it, or nil when the serial number is still `known`.
    static func read(_ ledger: Ledger, unless known: Int64) async throws -> AppliedState? {
        let serial = try await ledger.planSerial()
        guard serial != known else { return nil }
        var state = AppliedState(
            serial: serial,
            plans: try await ledger.appliedPlans() + (try await ledger.drainingPlans()),
            progress: [:],
            sources: [:]
        )
        for progress in try await ledger.allProgress() { state.progress[progress.current] = progress }
        state.folder = try await ledger.workspaceFolder()
        for name in state.progress.keys {
            state.waitingReplays[name] = try await ledger.countOfPendingReplays(current: name)
            state.identityHours[name] = try await ledger.identityHours(of: name)
            state.holds[name] = try await ledger.holds(of: name)
        }
        for progress in state.progress.values where state.sources[progress.source] == nil {
            state.sources[progress.source] = try await ledger.sourceState(named: progress.source)
        }
        return state
    }
}

/// Word that other threads leave for the engine.
public enum EngineMessage: Sendable {
    /// An attempt ended.
    case answered(lane: Int, BatchID, Result<HTTPResponse, TransportFailure>)
    /// Credentials that had to be waited for were loaded, or could not be.
    case loaded(lane: Int, Result<Credentials, CredentialFailure>)
    /// An exchange of credentials ended.
    case exchanged(lane: Int, Result<HTTPResponse, TransportFailure>)
    /// A look at what must stand at the partner ended, which was begun then.
    case looked(lane: Int, since: MonotonicInstant, Result<HTTPResponse, TransportFailure>)
    /// A probe ended.
    case probed(lane: Int, Result<HTTPResponse, TransportFailure>)
    /// The applied plans are new or were never read; with the books of their currents and sources.
    case applied(AppliedState)
    /// Dead letters that somebody wants tried again, oldest first.
    case replays([DeadLetter])
    /// The ledger could not be read.
    case readFailed(any Error)
    /// The last commit is on disk.
    case committed(CommitReceipt)
    /// The last commit failed.
    case commitFailed(any Error)
    /// Standard input has been spooled up to this many bytes.
    case arrived(source: String, Int64)
    /// Standard input has ended, or could not be kept.
    case inputEnded(source: String, DiskFailure?)
    /// Somebody wants the run to end.
    case stop
}
