public import Diagnostics
public import Plans

/// `spec.filter` as it was written: an event pattern whose every key and test remembers its place.
public struct FilterSpec: Sendable {
    /// What a stretch of the filter asks for.
    public indirect enum Condition: Sendable {
        /// Every one of these: the keys of one mapping, in reading order.
        case all([Condition])
        /// At least one of these; the range is that of the key `$or`.
        case any([Condition], at: SourceRange)
        /// A field, one key a level, and what its value may be.
        case field([Located<String>], [Located<EventPattern.ValueTest>])
    }

    /// The `filter` key.
    public var key: SourceRange
    /// What it asks for.
    public var condition: Condition

    /// Pairs a key with what stands below it.
    public init(key: SourceRange, condition: Condition) {
        self.key = key
        self.condition = condition
    }
}
