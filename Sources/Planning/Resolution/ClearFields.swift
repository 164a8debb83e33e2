import Diagnostics
import Glossary
import Plans
import Specs

/// A field that leaves as it came although a policy forbids that.
struct ClearField {
    /// The field as it leaves.
    var field: OutgoingField
    /// The event types it leaves with, sorted by name.
    var types: [String]
}

/// Finds what a rule about personal fields forbids in the events of one current, after the current's mappings.
struct ClearFields {
    private let catalogue: FieldCatalogue
    private let mappings: [EventMapping]

    /// Makes a finder; nil for a current that names no known partner or no events.
    init?(of current: CurrentSpec, in workspace: Workspace, _ context: RuleContext) {
        guard let catalogue = context.catalogue(of: current, in: workspace) else { return nil }
        self.catalogue = catalogue
        let types = catalogue.types
        mappings = MappingResolution.mappings(of: current, selected: types, in: context.glossary) ?? []
    }

    /// The fields that leave in clear although the rule forbids it, sorted by path.
    ///
    /// The envelope (`event_type`, `id`, `time`) is no business of policies, as no mapping can take it away.
    func fields(against rule: PolicySpec.PersonalFieldsRule) -> [ClearField] {
        let patterns = rule.fields?.map { FieldPattern($0.value) }
        var found: [[String]: ClearField] = [:]
        // Most fields belong to many event types, and matching is what costs.
        var matched: [String: Bool] = [:]
        func matches(_ origin: String, _ patterns: [FieldPattern]) -> Bool {
            if let known = matched[origin] { return known }
            let isMatched = patterns.contains { $0.matches(origin) }
            matched[origin] = isMatched
            return isMatched
        }
        for type in catalogue.types {
            let fields = catalogue.fields(of: type.name) + undeclared(patterns ?? [], in: type.name)
            for field in FieldFlow.outgoing(fields, of: type.name, through: mappings) {
                guard field.form == .clear, let origin = field.origin,
                    patterns.map({ matches(origin, $0) }) ?? field.isPersonal,
                    !FieldFlow.envelope.contains(origin),
                    // An object whose fields are all declared leaves no more than those.
                    !catalogue.isFullyDeclared(origin, in: type.name)
                else { continue }
                found[[field.path, origin], default: ClearField(field: field, types: [])].types.append(
                    type.name
                )
            }
        }
        return found.values.sorted {
            ($0.field.path, $0.field.origin ?? "") < ($1.field.path, $1.field.origin ?? "")
        }
    }

    /// Fields that nobody declared and that a pattern speaks of by name, such as one custom property.
    private func undeclared(_ patterns: [FieldPattern], in type: String) -> [OutgoingField] {
        patterns.map(\.text).filter { catalogue.knowledge(of: $0, in: type) == .free }
            .map { OutgoingField(path: $0, origin: $0, type: nil, isPersonal: true) }
    }
}
