public import Machine
public import Plans

/// A line that cannot be an event.
public struct RefusedLine: Sendable, Hashable {
    /// The source it came from.
    public var source: String
    /// Where it starts.
    public var position: Int64
    /// How many bytes it has.
    public var length: Int64
    /// What is wrong with it.
    public var reason: RefusalReason
    /// Its bytes, or as many as are kept; nil when none are.
    public var bytes: [UInt8]?
    /// When it was refused.
    public var at: WallInstant

    /// Describes a line.
    public init(
        source: String,
        position: Int64,
        length: Int64,
        reason: RefusalReason,
        bytes: [UInt8]? = nil,
        at: WallInstant
    ) {
        self.source = source
        self.position = position
        self.length = length
        self.reason = reason
        self.bytes = bytes
        self.at = at
    }
}

/// How the replay of a dead letter ended.
public struct ReplayResult: Sendable, Hashable {
    /// The letter that was replayed.
    public var deadLetter: Int64
    /// What became of the event; the progress in the same commit counts it.
    public var fate: Fate

    /// Describes a result.
    public init(deadLetter: Int64, fate: Fate) {
        self.deadLetter = deadLetter
        self.fate = fate
    }
}

/// What becomes durable at once: all of it, or nothing.
public struct LedgerCommit: Sendable, Hashable {
    /// Sources that received something.
    public var sources: [SourceState]
    /// Currents that moved on.
    public var currents: [CurrentProgress]
    /// Events set aside; `currents` counts them too.
    public var deadLetters: [NewDeadLetter]
    /// Lines refused; `sources` counts them too.
    public var refused: [RefusedLine]
    /// Replays that ended; `currents` counts their fates too.
    public var finishedReplays: [ReplayResult]
    /// What must stand at partners and was looked at.
    public var resources: [PartnerResourceRecord]
    /// What users and devices sent, by current; the current must be in `currents`.
    public var identityHours: [String: [IdentityHour]]
    /// Until when partners want to be left alone, by current, in place of what was known; the current must be in
    /// `currents`.
    public var holds: [String: [PartnerHold]]
    /// The moment it is made, by which deliveries are counted to a day; nil counts them to none.
    public var at: WallInstant?

    /// Gathers a commit.
    public init(
        sources: [SourceState] = [],
        currents: [CurrentProgress] = [],
        deadLetters: [NewDeadLetter] = [],
        refused: [RefusedLine] = [],
        finishedReplays: [ReplayResult] = [],
        resources: [PartnerResourceRecord] = [],
        identityHours: [String: [IdentityHour]] = [:],
        holds: [String: [PartnerHold]] = [:],
        at: WallInstant? = nil
    ) {
        self.sources = sources
        self.currents = currents
        self.deadLetters = deadLetters
        self.refused = refused
        self.finishedReplays = finishedReplays
        self.resources = resources
        self.identityHours = identityHours
        self.holds = holds
        self.at = at
    }
}

/// What a commit found out.
public struct CommitReceipt: Sendable, Hashable {
    /// The serial of the applied plans; greater than before means that plans have changed.
    public var planSerial: Int64
    /// The book of each committed current, by the name the commit used; keep it for the next commit.
    public var books: [String: Int64]
    /// Currents, by the name the commit used, whose book an apply has closed meanwhile; nothing of theirs was written.
    public var closed: [String]
}
