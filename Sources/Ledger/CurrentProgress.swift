public import Machine
public import Plans

/// Whether a current delivers.
public enum CurrentCondition: Sendable, Hashable {
    /// It delivers whatever its source holds.
    case running
    /// It waits for a person: a stable cause such as `credentials_invalid`, when it began, and words for people.
    case paused(cause: String, since: WallInstant, detail: String)
}

/// How far one current has come, and what has happened to the events behind it.
///
/// `taken = delivered + filtered + dead-lettered + pending` at every commit, where `taken` counts the events that its
/// source accepted since the current started, and the dead letters marked for replay.
public struct CurrentProgress: Sendable, Hashable {
    /// Where a current that is being drained stops.
    public struct End: Sendable, Hashable {
        /// Events from here on are not the current's.
        public var position: Int64
        /// What the source had accepted before that position.
        public var accepted: Int64

        /// Describes an end.
        public init(position: Int64, accepted: Int64) {
            self.position = position
            self.accepted = accepted
        }
    }

    /// The book these numbers belong to, which outlives a rename; nil before the first commit.
    ///
    /// A commit that names its book reaches it under whatever name it has by then, and a closed book stays closed.
    /// Without it a commit goes by name and opens a book when there is none.
    public var book: Int64?
    /// The current's name.
    public var current: String
    /// The source it reads; fixed by the first commit.
    public var source: String
    /// The position it started from; fixed by the first commit.
    public var start: Int64
    /// What the source had accepted before that position; fixed by the first commit.
    public var acceptedBeforeStart: Int64
    /// Every event before this position is terminal.
    public var position: Int64
    /// Stretches above `position` whose events are terminal: sorted, disjoint, none empty.
    public var finished: [Range<Int64>]
    /// Events the partner said it has.
    public var delivered: Int64
    /// Events left out on purpose, by reason.
    public var filtered: [FilterReason: Int64]
    /// Events set aside, by reason.
    public var deadLettered: [DeadLetterReason: Int64]
    /// The digest of the plan that is in force.
    public var planDigest: String
    /// Whether it delivers.
    public var condition: CurrentCondition
    /// Dead letters marked for replay so far; the ledger keeps this number, and a commit does not change it.
    public var replayedIn: Int64
    /// Where it stops; a commit sets it only while its plan is being drained.
    public var end: End?
    /// How users and devices stand, for partners that limit them; nil for others.
    public var identities: IdentitySummary?
    /// When an operator last wanted a paused current to go on; the ledger's to set, commits never overwrite it.
    public var resumeAt: WallInstant?

    /// Describes progress; a new current has finished nothing.
    public init(
        book: Int64? = nil,
        current: String,
        source: String,
        start: Int64 = 0,
        acceptedBeforeStart: Int64 = 0,
        position: Int64? = nil,
        finished: [Range<Int64>] = [],
        delivered: Int64 = 0,
        filtered: [FilterReason: Int64] = [:],
        deadLettered: [DeadLetterReason: Int64] = [:],
        planDigest: String,
        condition: CurrentCondition = .running,
        replayedIn: Int64 = 0,
        end: End? = nil
    ) {
        self.book = book
        self.current = current
        self.source = source
        self.start = start
        self.acceptedBeforeStart = acceptedBeforeStart
        self.position = position ?? start
        self.finished = finished
        self.delivered = delivered
        self.filtered = filtered
        self.deadLettered = deadLettered
        self.planDigest = planDigest
        self.condition = condition
        self.replayedIn = replayedIn
        self.end = end
    }

    /// Events with a fate.
    public var terminal: Int64 {
        let filtered = filtered.values.reduce(0, &+)
        return deadLettered.values.reduce(delivered &+ filtered, &+)
    }

    /// Events that were ever the current's, given what its source has accepted.
    public func taken(of source: SourceState) -> Int64 {
        (end?.accepted ?? source.accepted) &- acceptedBeforeStart &+ replayedIn
    }

    /// Events without a fate yet, given what its source has accepted.
    public func pending(of source: SourceState) -> Int64 { taken(of: source) &- terminal }
}
