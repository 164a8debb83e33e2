public import Diagnostics

/// The `kind: Workspace` document as it was written: what holds for the runner as a whole.
///
/// Parts that were left out are nil; sizes are in bytes.
public struct WorkspaceSpec: Sendable {
    /// Who hears that something needs a person.
    public struct Alert: Sendable {
        /// The ways to tell somebody.
        public enum Target: Sendable, Hashable {
            /// A request to this URL, as written.
            case webhook(String)
            /// A program and its arguments.
            case command([String])
        }

        /// The way; the range is that of the URL or of the command.
        public var target: Located<Target>

        /// Describes an alert.
        public init(target: Located<Target>) {
            self.target = target
        }
    }

    /// Name, owner and labels.
    public var metadata: Metadata
    /// The `spec:` key.
    public var specKey: SourceRange
    /// `spec.retention.age`: how long delivered events are kept.
    public var retentionAge: Located<Duration>?
    /// `spec.retention.size`: how much of the disk they may take.
    public var retentionSize: Located<Int>?
    /// `spec.disk.budget`: how much of the disk everything together may take.
    public var diskBudget: Located<Int>?
    /// `spec.disk.reserve`: how much of the budget is kept for books and dead letters.
    public var diskReserve: Located<Int>?
    /// `spec.dedupe.window`: how long an event that comes again is recognised.
    public var dedupeWindow: Located<Duration>?
    /// `spec.dedupe.ids`: how many ids are remembered at the most.
    public var dedupeIDs: Located<Int>?
    /// `spec.alerts`, in reading order.
    public var alerts: [Alert]
    /// The settings that were written, by their paths, in reading order.
    public var settings: [Located<String>]

    /// Gathers settings; nothing is checked.
    public init(
        metadata: Metadata,
        specKey: SourceRange,
        retentionAge: Located<Duration>? = nil,
        retentionSize: Located<Int>? = nil,
        diskBudget: Located<Int>? = nil,
        diskReserve: Located<Int>? = nil,
        dedupeWindow: Located<Duration>? = nil,
        dedupeIDs: Located<Int>? = nil,
        alerts: [Alert] = [],
        settings: [Located<String>] = []
    ) {
        self.metadata = metadata
        self.specKey = specKey
        self.retentionAge = retentionAge
        self.retentionSize = retentionSize
        self.diskBudget = diskBudget
        self.diskReserve = diskReserve
        self.dedupeWindow = dedupeWindow
        self.dedupeIDs = dedupeIDs
        self.alerts = alerts
        self.settings = settings
    }
}
