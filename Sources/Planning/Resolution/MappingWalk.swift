import Diagnostics
import Glossary
import Plans
import Specs

/// The mappings of a current, step by step, with the fields of every event type before and after each.
struct MappingWalk {
    /// One part of one entry, such as its `remove`.
    struct Moment {
        var spec: MappingSpec
        var part: MappingSpec.Part
        /// The names of the event types it applies to, sorted; never empty.
        var types: [String]
        /// The fields by event type.
        var before: [String: [OutgoingField]]
        var after: [String: [OutgoingField]]
    }

    /// The current.
    let current: CurrentSpec
    /// What its partner requires.
    let partner: PartnerRequirements
    /// The selected event types.
    let selected: [EventType]
    /// The fields of every selected type as they come from the source.
    let source: [String: [OutgoingField]]
    /// What is done, in order; parts that are not written are left out.
    private(set) var moments: [Moment] = []
    private let catalogue: FieldCatalogue

    /// Walks through the mappings of a current; nil when it has none, or when nothing is known of its events.
    init?(of current: CurrentSpec, in workspace: Workspace, _ context: RuleContext) {
        guard !current.mappings.isEmpty, let partner = context.requirements(of: current),
            let catalogue = context.catalogue(of: current, in: workspace)
        else { return nil }
        self.current = current
        self.partner = partner
        self.catalogue = catalogue
        selected = catalogue.types
        var fields = Dictionary(selected.map { ($0.name, Self.fields(of: $0.name, catalogue)) }) { first, _ in
            first
        }
        source = fields
        for spec in current.mappings {
            let types = spec.types(among: catalogue.types, in: context.glossary)
            guard !types.isEmpty else { continue }
            for part in MappingSpec.Part.allCases {
                let steps = spec.steps(of: part)
                guard !steps.isEmpty else { continue }
                let before = fields
                for type in types { fields[type] = FieldFlow.apply(steps, to: before[type] ?? []) }
                var moment = Moment(spec: spec, part: part, types: types, before: before, after: fields)
                // A field that is renamed and does not exist was reported there; its new name is as good as known.
                for rename in part == .rename ? spec.rename : [] where !isKnown(rename.from.value, at: moment)
                {
                    let made = OutgoingField(path: rename.to.value, origin: nil, type: nil, isPersonal: false)
                    for type in types { fields[type]?.append(made) }
                }
                moment.after = fields
                moments.append(moment)
            }
        }
    }

    private static func fields(of type: String, _ catalogue: FieldCatalogue) -> [OutgoingField] {
        let fields = catalogue.fields(of: type)
        guard !fields.contains(where: { $0.path == "event_type" }) else { return fields }
        // Every event says what it is; the glossary's lists go without saying so.
        let type = OutgoingField(
            path: "event_type",
            origin: "event_type",
            type: .string,
            isPersonal: false,
            isRequired: true
        )
        return [type] + fields
    }

    /// What is known of a path in the events of a type, when they carry these fields.
    func knowledge(of path: String, of type: String, in fields: [OutgoingField]) -> FieldCatalogue.Knowledge {
        if let field = fields.first(where: { $0.path == path }) { return .field(field) }
        if fields.contains(where: { FieldPath.isBelow($0.path, path) }) { return .object }
        guard let map = fields.last(where: { $0.type == .map && FieldPath.isBelow(path, $0.path) }) else {
            return .unknown
        }
        guard let origin = map.origin else { return .free }
        // What the catalogue knows below a map stands among the fields, unless a step has taken it away.
        return catalogue.knowledge(of: origin + path.dropFirst(map.path.count), in: type) == .free
            ? .free : .unknown
    }

    /// Whether an event that a moment applies to may carry a path.
    func isKnown(_ path: String, at moment: Moment) -> Bool {
        moment.types.contains { knowledge(of: path, of: $0, in: moment.before[$0] ?? []) != .unknown }
    }

    /// Whether a glob may fit a key below a map of which nobody knows the keys.
    func mayFitUnknownKeys(_ pattern: FieldPattern, of type: String, in fields: [OutgoingField]) -> Bool {
        fields.contains { field in
            field.type == .map && pattern.mayFit(below: field.path)
                && knowledge(of: field.path + ".?", of: type, in: fields) == .free
        }
    }

    /// The first moment behind which a type's events do not carry a path any more that they carried before.
    func loss(of path: String, in types: [String], before end: Int) -> Moment? {
        moments.prefix(end).last { moment in
            moment.types.contains { type in
                types.contains(type)
                    && knowledge(of: path, of: type, in: moment.before[type] ?? []) != .unknown
                    && knowledge(of: path, of: type, in: moment.after[type] ?? []) == .unknown
            }
        }
    }
}

extension MappingWalk.Moment {
    /// The fields of one type before it.
    func fields(of type: String) -> [OutgoingField] { before[type] ?? [] }

    /// Paths and globs of fields that must be there to be dealt with.
    var patterns: [Located<String>] {
        switch part {
        case .rename: spec.rename.map(\.from)
        case .remove: spec.remove
        case .keep: spec.keep ?? []
        case .hash: spec.hash.map(\.field)
        case .redact: spec.redact
        case .set: []
        }
    }

    /// The place to blame for what happens to a path, and what happens to it.
    func blame(for path: String) -> (place: SourceRange, verb: String)? {
        let fitting = patterns.first { FieldPattern($0.value).matches(path) }
        switch part {
        case .rename: return fitting.map { ($0.range, "renames") }
        case .remove: return fitting.map { ($0.range, "removes") }
        case .keep: return ((spec.keep ?? []).first?.range ?? spec.range, "drops")
        case .hash: return fitting.map { ($0.range, "hashes") }
        case .redact: return fitting.map { ($0.range, "redacts") }
        case .set:
            let field = spec.set.map(\.field).first { $0.value == path || FieldPath.isBelow(path, $0.value) }
            return field.map { ($0.range, "replaces") }
        }
    }
}

extension String {
    /// Whether a path is a glob.
    var isGlob: Bool { utf8.contains(UInt8(ascii: "*")) }
}
