import Plans

/// How a run ended: the books of every current, and what stays behind.
public struct RunReport: Sendable, Hashable {
    /// One current's books when the run ended.
    public struct Current: Sendable, Hashable {
        /// The current's name.
        public var name: String
        /// Its partner.
        public var partner: String
        /// Events of its source since it began.
        public var taken: Int64
        /// Events by terminal state.
        public var counts: FateCounts
        /// Events accepted and not terminal.
        public var pending: Int64
        /// Requests sent in this run.
        public var requests: Int
        /// Why events stay pending; nil when none do.
        public var remainder: Remainder?
    }

    /// Why events stay pending.
    public struct Remainder: Sendable, Hashable {
        /// What they wait for, in words.
        public var reason: String
        /// How long until the next attempt; nil when they wait for a person.
        public var due: Duration?
    }

    /// One source's books when the run ended.
    public struct Source: Sendable, Hashable {
        /// The source's name.
        public var name: String
        /// Lines read: accepted, duplicate and refused.
        public var received: Int64
        /// Lines that are events.
        public var accepted: Int64
        /// Events whose id was seen before.
        public var duplicate: Int64
        /// Lines that cannot be events.
        public var refused: Int64
        /// What was noticed about its file, in words.
        public var notices: [String]
        /// Whether there is no file to read.
        public var isMissing: Bool
    }

    /// By name.
    public var currents: [Current]
    /// By name.
    public var sources: [Source]

    /// Events that are accepted and not terminal.
    public var pending: Int64 { currents.reduce(0) { $0 + $1.pending } }
}

/// Why a run had to stop before its end.
public enum RunProblem: Error, Sendable {
    /// The ledger could not be written: what is on disk is true, and nothing more is claimed.
    case storage(any Error)
    /// The source's disk failed.
    case source(String, any Error)
}
