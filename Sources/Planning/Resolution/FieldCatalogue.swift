import Diagnostics
import Glossary
import Plans
import Specs

/// What is known of the fields that the events of one current carry.
struct FieldCatalogue {
    /// What is known of one path.
    enum Knowledge: Hashable {
        /// A field of the glossary, or a declared property.
        case field(OutgoingField)
        /// An object that holds fields, such as `user`.
        case object
        /// Below a place whose keys the vendor's customers choose, and nobody has declared them.
        case free
        /// No event of the type carries it.
        case unknown
    }

    /// The event types the current delivers, sorted by name.
    let types: [EventType]
    private let fields: [String: [OutgoingField]]
    /// What the workspace declares of custom properties, by event type.
    private let declared: [String: DeclaredProperties]

    /// Gathers the fields of what a current selects; nil when it names no known partner or no events.
    init?(of current: CurrentSpec, in workspace: Workspace, _ context: RuleContext) {
        guard let events = current.events, let partner = context.requirements(of: current) else { return nil }
        types = EventSelection(of: events, in: context.glossary, for: partner).selected
        declared = Dictionary(
            types.compactMap { type in
                DeclaredProperties(of: type, selectedBy: events, in: workspace).map { (type.name, $0) }
            }
        ) { first, _ in first }
        let declared = declared
        fields = Dictionary(
            types.map { type in
                let own = type.fields.filter(\.isInHTTP).map { OutgoingField($0) }
                return (type.name, own + (declared[type.name]?.fields ?? []))
            }
        ) { first, _ in first }
    }

    /// Whether a path is an object all of whose fields are declared, so that it holds nothing beside them.
    func isFullyDeclared(_ path: String, in type: String) -> Bool {
        declared[type].map { $0.isComplete && $0.path == path } ?? false
    }

    /// The fields of an event type, in glossary order; declared properties of custom events follow.
    func fields(of type: String) -> [OutgoingField] { fields[type] ?? [] }

    /// What is known of a path in the events of a type.
    func knowledge(of path: String, in type: String) -> Knowledge {
        let fields = fields(of: type)
        if let field = fields.first(where: { $0.path == path }) { return .field(field) }
        if fields.contains(where: { FieldPath.isBelow($0.path, path) }) { return .object }
        let isBelowMap = fields.contains {
            $0.type == .map && FieldPath.isBelow(path, $0.path) && !isFullyDeclared($0.path, in: type)
        }
        return isBelowMap ? .free : .unknown
    }
}
