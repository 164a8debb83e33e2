/// What a partner calls the event types it takes, as data.
public struct EventNaming: Sendable, Hashable {
    /// One name.
    public struct Name: Sendable, Hashable {
        /// The name without the prefix.
        public var text: String
        /// The page it was read on, or how it was derived.
        public var source: String

        /// Pairs a name with its source.
        public init(_ text: String, source: String) {
            self.text = text
            self.source = source
        }
    }

    /// The setting that replaces single names.
    public static let setting = "eventNames"
    /// Custom events carry names of their own; in a plan this stands where the name goes.
    public static let ownName = "*"

    /// Stands before every name that does not come from a spec.
    public var prefix: String
    /// Stands before the own name of a custom event; nil when custom events are named like others.
    public var customEventPrefix: String?
    /// Names by canonical event type, without the prefix.
    public var names: [String: Name]
    /// How many names a project of the partner takes in; nil when the partner publishes no number.
    public var maximumNames: Sourced<Int>?
    /// Characters of one name at the most; nil when the partner publishes no number.
    public var maximumLength: Sourced<Int>?

    /// Declares names.
    public init(
        prefix: String = "",
        customEventPrefix: String? = nil,
        names: [String: Name],
        maximumNames: Sourced<Int>? = nil,
        maximumLength: Sourced<Int>? = nil
    ) {
        self.prefix = prefix
        self.customEventPrefix = customEventPrefix
        self.names = names
        self.maximumNames = maximumNames
        self.maximumLength = maximumLength
    }

    /// The name events of a type get, prefix included; for custom events with `ownName` where theirs goes.
    ///
    /// - Parameter type: A canonical event type.
    /// - Returns: The canonical type behind the prefix when the table has no name, as a receiver must expect new types.
    public func name(of type: String) -> String {
        if type == Self.customEvent, let customEventPrefix { return customEventPrefix + Self.ownName }
        return prefix + (names[type]?.text ?? type)
    }

    /// The event type whose events carry names of their own.
    public static let customEvent = "users.behaviors.CustomEvent"
}
