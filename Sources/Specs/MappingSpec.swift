public import Diagnostics
public import Plans

/// One entry of `spec.mappings` as it was written.
///
/// Whatever the order of the keys, its parts apply in this one: rename, remove, keep, hash, redact, set.
public struct MappingSpec: Sendable {
    /// A field and the name it gets.
    public struct Rename: Sendable {
        /// The path in the source event.
        public var from: Located<String>
        /// The path in the rewritten event.
        public var to: Located<String>

        /// Pairs two paths.
        public init(from: Located<String>, to: Located<String>) {
            self.from = from
            self.to = to
        }
    }

    /// Fields and how to hash them.
    public struct Hash: Sendable {
        /// The path or glob.
        public var field: Located<String>
        /// The algorithm.
        public var algorithm: MappingStep.HashAlgorithm

        /// Pairs a field with an algorithm.
        public init(field: Located<String>, algorithm: MappingStep.HashAlgorithm) {
            self.field = field
            self.algorithm = algorithm
        }
    }

    /// A field and its new value.
    public struct Assignment: Sendable {
        /// The path.
        public var field: Located<String>
        /// The value, as JSON text.
        public var json: Located<String>

        /// Pairs a field with a value.
        public init(field: Located<String>, json: Located<String>) {
            self.field = field
            self.json = json
        }
    }

    /// The entry, where findings about the whole of it point.
    public var range: SourceRange
    /// The events it applies to; nil for all that the current selects.
    public var events: [Located<EventsSpec.Selector>]?
    /// Fields that get another path.
    public var rename: [Rename]
    /// Paths and globs of fields to take away.
    public var remove: [Located<String>]
    /// Paths and globs of the only fields to keep; nil keeps all.
    public var keep: [Located<String>]?
    /// Fields to hash.
    public var hash: [Hash]
    /// Paths and globs of fields to blacken.
    public var redact: [Located<String>]
    /// Fields to set.
    public var set: [Assignment]

    /// Gathers an entry; nothing is checked.
    public init(
        range: SourceRange,
        events: [Located<EventsSpec.Selector>]? = nil,
        rename: [Rename] = [],
        remove: [Located<String>] = [],
        keep: [Located<String>]? = nil,
        hash: [Hash] = [],
        redact: [Located<String>] = [],
        set: [Assignment] = []
    ) {
        self.range = range
        self.events = events
        self.rename = rename
        self.remove = remove
        self.keep = keep
        self.hash = hash
        self.redact = redact
        self.set = set
    }
}
