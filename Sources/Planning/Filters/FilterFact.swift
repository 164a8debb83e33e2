import Glossary
import Plans

/// What is known of a filter's field in the events of one type.
enum FilterFact {
    /// The event type's own name.
    case eventType(String)
    /// A value that the glossary or a declaration knows.
    case value(OutgoingField)
    /// An object, which is no value.
    case object
    /// A place whose keys customers choose.
    case free
    /// No event of the type has it.
    case absent

    /// Whether a filter can find a value there.
    var isCarried: Bool {
        switch self {
        case .eventType, .value, .free: true
        case .object, .absent: false
        }
    }

    /// The kind of value, when it is known.
    var kind: FilterKind? {
        switch self {
        case .eventType: .text
        case .value(let field): FilterKind(field.type)
        case .object, .free, .absent: nil
        }
    }

    /// Whether every event of the type has a value there.
    var isRequired: Bool {
        switch self {
        case .eventType: true
        case .value(let field): field.isRequired
        case .object, .free, .absent: false
        }
    }
}

/// What kind of value a test is for, or a field holds.
enum FilterKind: Hashable {
    case text, texts, number, boolean

    init?(_ type: EventField.ValueType?) {
        switch type {
        case .string: self = .text
        case .strings: self = .texts
        case .int, .long, .float: self = .number
        case .boolean: self = .boolean
        case .map, nil: return nil
        }
    }

    /// What a test needs; nil for one that any kind may pass.
    init?(of test: EventPattern.ValueTest) {
        switch test {
        case .text, .prefix, .suffix, .equalsIgnoringCase, .wildcard, .cidr: self = .text
        case .number, .numeric: self = .number
        case .boolean: self = .boolean
        case .anythingBut(let tests):
            guard let kind = tests.first.flatMap({ FilterKind(of: $0) }) else { return nil }
            self = kind
        case .null, .exists: return nil
        }
    }

    /// Whether a field of this kind can hold what a test of another needs.
    func holds(_ wanted: FilterKind) -> Bool { self == wanted || (self == .texts && wanted == .text) }

    /// Such as `a text`.
    var words: String {
        switch self {
        case .text: "a text"
        case .texts: "a list of texts"
        case .number: "a number"
        case .boolean: "a Boolean"
        }
    }
}

extension FieldCatalogue {
    /// What is known of a path, one key a level.
    func fact(of path: [String], in type: EventType) -> FilterFact {
        // The scan of an event knows its type by this name; the glossary counts it as no field.
        if path.first == "event_type" { return path.count == 1 ? .eventType(type.name) : .absent }
        switch knowledge(of: FieldPath.text(of: path), in: type.name) {
        case .field(let field) where field.type == .map: return .object
        case .field(let field): return .value(field)
        case .object: return .object
        case .free: return .free
        case .unknown: return .absent
        }
    }
}
