internal import Glossary

/// One field of the source's events, or one that a spec sets, on its way to the partner.
struct LeavingField: Hashable {
    /// Where the partner's own mapping finds it.
    var path: String
    var form: OutgoingField.Form
    /// How it was hashed; nil for a value that was not.
    var algorithm: MappingStep.HashAlgorithm?
    var type: EventField.ValueType?
    var isPersonal: Bool
}

/// The fields of one event type that leave, each by the name by which it can be found in another plan.
///
/// A field of the source goes by its path there, so that a rename is seen as one. A field that a spec sets goes by its
/// own path, so that it is seen to replace what stood there.
struct LeavingFields: Hashable {
    let fields: [String: LeavingField]

    init(_ initial: [OutgoingField], of type: String, through mappings: [EventMapping]) {
        var current = initial
        var algorithms: [String: MappingStep.HashAlgorithm] = [:]
        for step in mappings.filter({ $0.applies(to: type) }).flatMap(\.stepsMadeAtOnce) {
            if case .hash(let patterns, let algorithm)? = step.first {
                for field in current where patterns.contains(where: { $0.matches(field.path) }) {
                    if let origin = field.origin { algorithms[origin] = algorithm }
                }
            }
            current = FieldFlow.apply(step, to: current)
        }
        var fields: [String: LeavingField] = [:]
        for field in current {
            let value = LeavingField(
                path: field.path,
                form: field.form,
                algorithm: field.form == .hashed ? field.origin.flatMap { algorithms[$0] } : nil,
                type: field.type,
                isPersonal: field.isPersonal
            )
            let name = field.origin ?? field.path
            // What is set may stand where a field stood that was renamed and still leaves.
            if fields[name] == nil { fields[name] = value } else { fields["=" + name] = value }
        }
        self.fields = fields
    }
}

/// Says what leaves of each event type of a plan; the same shape through the same mappings is worked out once.
struct LeavingFieldsReader {
    private struct Key: Hashable {
        var shape: String
        var mappings: [EventMapping]
    }

    private let shapes: ShapeBook
    private var known: [Key: LeavingFields] = [:]

    init(shapes: ShapeBook) { self.shapes = shapes }

    /// What leaves of one type; nil when the fields of the type are not known.
    mutating func fields(of event: SelectedEvent, in plan: Plan) -> LeavingFields? {
        guard let initial = shapes.fields(at: event.shape) else { return nil }
        let mappings = (plan.mappings ?? []).filter { $0.applies(to: event.type) }
            .map { EventMapping(steps: $0.steps) }
        let key = Key(shape: event.shape, mappings: mappings)
        if let fields = known[key] { return fields }
        let fields = LeavingFields(initial, of: event.type, through: mappings)
        known[key] = fields
        return fields
    }
}
