/// The books of one current; `taken = delivered + filtered + deadLettered + pending` by construction.
public struct CurrentTotals: Sendable, Hashable {
    /// The current's name.
    public var name: String
    /// Events that were ever its own, replays included.
    public var taken: Int64
    /// Events the partner said it has.
    public var delivered: Int64
    /// Events left out on purpose.
    public var filtered: Int64
    /// Events set aside.
    public var deadLettered: Int64
    /// Events without a fate yet.
    public var pending: Int64
}

/// The books of one source; `received = accepted + duplicate + refused`.
public struct SourceTotals: Sendable, Hashable {
    /// The source's name.
    public var name: String
    /// Lines received.
    public var received: Int64
    /// Lines accepted as events.
    public var accepted: Int64
    /// Lines that repeat an accepted event.
    public var duplicate: Int64
    /// Lines that cannot be events.
    public var refused: Int64
}

/// All books at one moment.
public struct LedgerTotals: Sendable, Hashable {
    /// The currents, by name.
    public var currents: [CurrentTotals]
    /// The sources, by name.
    public var sources: [SourceTotals]
    /// Removed currents, oldest first; a name may come more than once.
    public var removed: [CurrentTotals]
}

extension CurrentTotals {
    /// The totals of a current that has not run yet.
    public static func none(of name: String) -> CurrentTotals {
        CurrentTotals(name: name, taken: 0, delivered: 0, filtered: 0, deadLettered: 0, pending: 0)
    }
}

extension SourceTotals {
    /// The totals of a source that was never read.
    public static func none(of name: String) -> SourceTotals {
        SourceTotals(name: name, received: 0, accepted: 0, duplicate: 0, refused: 0)
    }
}
