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
