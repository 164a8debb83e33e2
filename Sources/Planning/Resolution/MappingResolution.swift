import Diagnostics
import Glossary
import Plans
import Specs

/// Turns `spec.mappings` into what a plan holds.
enum MappingResolution {
    /// The mappings of a current, in order; each keeps the types it names, whether or not the current selects them.
    static func mappings(
        of current: CurrentSpec,
        in workspace: Workspace,
        _ context: RuleContext
    ) -> [EventMapping] {
        current.mappings.map { mapping in
            let types = mapping.events?.flatMap { context.glossary.meaning(of: $0.value).types }
            return EventMapping(events: types.map { Set($0.map(\.name)).sorted() }, steps: steps(of: mapping))
        }
    }

    private static func steps(of mapping: MappingSpec) -> [MappingStep] {
        var steps = mapping.rename.map { MappingStep.rename(from: $0.from.value, to: $0.to.value) }
        if !mapping.remove.isEmpty { steps.append(.remove(mapping.remove.map { FieldPattern($0.value) })) }
        if let keep = mapping.keep { steps.append(.keep(keep.map { FieldPattern($0.value) })) }
        steps += mapping.hash.map { .hash([FieldPattern($0.field.value)], $0.algorithm) }
        if !mapping.redact.isEmpty { steps.append(.redact(mapping.redact.map { FieldPattern($0.value) })) }
        return steps + mapping.set.map { .set($0.field.value, json: $0.json.value) }
    }
}
