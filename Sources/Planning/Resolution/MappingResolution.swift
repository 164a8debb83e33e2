import Diagnostics
import Glossary
import Plans
import Specs

/// Turns `spec.mappings` into what a plan holds.
enum MappingResolution {
    /// The mappings of a current, for its selected types; nil when nothing is rewritten.
    static func mappings(
        of current: CurrentSpec,
        selected: [EventType],
        in glossary: Glossary
    ) -> [EventMapping]? {
        let mappings = current.mappings.map { mapping in
            let types = mapping.events?.flatMap { glossary.meaning(of: $0.value).types }
            return EventMapping(events: types.map { Set($0.map(\.name)).sorted() }, steps: steps(of: mapping))
        }
        return mappings.isEmpty ? nil : mappings
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
