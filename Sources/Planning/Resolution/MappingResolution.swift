import Diagnostics
import Glossary
import Plans
import Specs

extension MappingSpec {
    /// What an entry can do, in the order in which it is done.
    enum Part: CaseIterable {
        case rename, remove, keep, hash, redact, set
    }

    /// The steps of one part, sorted: the order in which people list fields means nothing.
    func steps(of part: Part) -> [MappingStep] {
        switch part {
        case .rename:
            rename.map { ($0.from.value, $0.to.value) }.sorted { $0 < $1 }.map {
                .rename(from: $0.0, to: $0.1)
            }
        case .remove: Self.step(remove.map(\.value)) { .remove($0) }
        case .keep: Self.step((keep ?? []).map(\.value)) { .keep($0) }
        case .hash:
            MappingStep.HashAlgorithm.allCases.flatMap { algorithm in
                Self.step(hash.filter { $0.algorithm == algorithm }.map(\.field.value)) {
                    .hash($0, algorithm)
                }
            }
        case .redact: Self.step(redact.map(\.value)) { .redact($0) }
        case .set:
            // A path sorts before what lies below it.
            set.map { ($0.field.value, $0.json.value) }.sorted { $0 < $1 }.map { .set($0.0, json: $0.1) }
        }
    }

    private static func step(_ fields: [String], _ make: ([FieldPattern]) -> MappingStep) -> [MappingStep] {
        fields.isEmpty ? [] : [make(Set(fields).sorted().map { FieldPattern($0) })]
    }

    /// The names of those event types, among the selected ones, that the entry applies to.
    func types(among selected: [EventType], in glossary: Glossary) -> [String] {
        guard let events else { return selected.map(\.name) }
        let named = Set(events.flatMap { glossary.meaning(of: $0.value).types.map(\.name) })
        return selected.map(\.name).filter(named.contains)
    }
}

/// Turns mappings as people write them into those that a runner carries out.
enum MappingResolution {
    /// The mappings of a current, for sorted selected types; nil when nothing is rewritten.
    static func mappings(of current: CurrentSpec, selected: [EventType], in glossary: Glossary)
        -> [EventMapping]?
    {
        let mappings = current.mappings.compactMap { entry -> EventMapping? in
            let types = entry.types(among: selected, in: glossary)
            let steps = MappingSpec.Part.allCases.flatMap(entry.steps)
            guard !types.isEmpty, !steps.isEmpty else { return nil }
            return EventMapping(events: types.count == selected.count ? nil : types, steps: steps)
        }
        return mappings.isEmpty ? nil : mappings
    }

    /// Whether a mapping needs the key of keyed hashes.
    static func needsKey(_ mappings: [EventMapping]?) -> Bool {
        (mappings ?? []).flatMap(\.steps).contains { if case .hash(_, .keyed) = $0 { true } else { false } }
    }
}
