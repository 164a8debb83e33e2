public import Glossary

/// A field as it leaves towards a partner, after a current's mappings.
public struct OutgoingField: Sendable, Hashable {
    /// What the partner gets of the value.
    public enum Form: String, Sendable, Hashable, Codable {
        /// The value itself.
        case clear
        /// A hash of it.
        case hashed
        /// A word in its place.
        case redacted
        /// A value that the spec gives.
        case set
    }

    /// Where it stands in the event that leaves.
    public var path: String
    /// Where it stood in the source event; nil for a field that only the spec gives.
    public var origin: String?
    /// The type of the value; nil when it is not known.
    public var type: EventField.ValueType?
    /// Whether the source's value says something about a person.
    public var isPersonal: Bool
    /// Whether every event of the type has it.
    public var isRequired: Bool
    /// What leaves of the value.
    public var form: Form

    /// Describes a field.
    public init(
        path: String,
        origin: String?,
        type: EventField.ValueType?,
        isPersonal: Bool,
        isRequired: Bool = false,
        form: Form = .clear
    ) {
        self.path = path
        self.origin = origin
        self.type = type
        self.isPersonal = isPersonal
        self.isRequired = isRequired
        self.form = form
    }

    /// Describes a field of the glossary before any mapping.
    public init(_ field: EventField) {
        self.init(
            path: field.httpPath,
            origin: field.httpPath,
            type: field.httpType ?? field.type,
            isPersonal: field.isPersonal,
            isRequired: field.isRequired
        )
    }
}

/// Says what mappings do to the fields that are known of an event type, without any event.
public enum FieldFlow {
    /// The paths that no mapping takes away, whatever it keeps.
    public static let envelope = ["event_type", "id", "time"]

    /// The fields of one event type that leave, in the order they came, those that are set last.
    ///
    /// - Parameters:
    ///   - fields: What the source's events of the type carry.
    ///   - type: The event type.
    ///   - mappings: The current's mappings, in order.
    /// - Returns: The fields as the partner's own mapping gets to see them.
    public static func outgoing(
        _ fields: [OutgoingField],
        of type: String,
        through mappings: [EventMapping]
    ) -> [OutgoingField] {
        mappings.filter { $0.applies(to: type) }.flatMap(\.steps).reduce(fields) { apply($1, to: $0) }
    }

    /// The fields after one step.
    public static func apply(_ step: MappingStep, to fields: [OutgoingField]) -> [OutgoingField] {
        switch step {
        case .rename(let from, let to): fields.map { renamed($0, from: from, to: to) }
        case .remove(let patterns): fields.filter { !fits($0, patterns) }
        case .keep(let patterns): fields.filter { envelope.contains($0.path) || fits($0, patterns) }
        case .hash(let patterns, _): fields.map { fits($0, patterns) ? replaced($0, by: .hashed) : $0 }
        case .redact(let patterns): fields.map { fits($0, patterns) ? replaced($0, by: .redacted) : $0 }
        case .set(let path, _):
            fields.filter { !FieldPattern(path).matches($0.path) } + [
                OutgoingField(path: path, origin: nil, type: nil, isPersonal: false, form: .set)
            ]
        }
    }

    private static func fits(_ field: OutgoingField, _ patterns: [FieldPattern]) -> Bool {
        patterns.contains { $0.matches(field.path) }
    }

    private static func renamed(_ field: OutgoingField, from: String, to: String) -> OutgoingField {
        var field = field
        if field.path == from { field.path = to }
        if field.path.hasPrefix(from + ".") { field.path = to + field.path.dropFirst(from.count) }
        return field
    }

    private static func replaced(_ field: OutgoingField, by form: OutgoingField.Form) -> OutgoingField {
        var field = field
        // What was redacted stays so: a hash of the word says nothing more.
        if field.form != .redacted { field.form = form }
        field.type = .string
        return field
    }
}
