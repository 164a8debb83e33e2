public import Diagnostics

/// A `kind: Test` document as it was written: an event, and what a current must make of it.
public struct TestSpec: Sendable {
    /// What a current must make of an event.
    public struct Expectation: Sendable {
        /// The `expect` key.
        public var key: SourceRange
        /// `record`, `filtered` or `dead_lettered`; nil when only a record is given.
        public var outcome: Located<String>?
        /// The reason, for an outcome that has one.
        public var reason: Located<String>?
        /// The whole record, as JSON text; key order does not matter.
        public var record: Located<String>?

        /// Gathers an expectation.
        public init(
            key: SourceRange,
            outcome: Located<String>? = nil,
            reason: Located<String>? = nil,
            record: Located<String>? = nil
        ) {
            self.key = key
            self.outcome = outcome
            self.reason = reason
            self.record = record
        }
    }

    /// Name, owner and labels.
    public var metadata: Metadata
    /// The `spec:` key.
    public var specKey: SourceRange
    /// The current, by name.
    public var current: Located<String>
    /// The event, as JSON text.
    public var input: Located<String>
    /// The event's type, when the event was written as a mapping that has one.
    public var eventType: Located<String>?
    /// What must become of it.
    public var expectation: Expectation

    /// Gathers a test; nothing is checked.
    public init(
        metadata: Metadata,
        specKey: SourceRange,
        current: Located<String>,
        input: Located<String>,
        eventType: Located<String>? = nil,
        expectation: Expectation
    ) {
        self.metadata = metadata
        self.specKey = specKey
        self.current = current
        self.input = input
        self.eventType = eventType
        self.expectation = expectation
    }
}
