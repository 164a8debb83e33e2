import Diagnostics
import Glossary
import Specs

/// Reports events that an entry of mappings names and the current does not deliver.
struct UnselectedMappingEvents: MappingRule {
    static let entry = CatalogueEntry(
        code: "CUR357",
        name: "unselected-mapping-events",
        severity: .warning,
        explanation: """
            'events' of an entry narrows the entry to some of the events that the current delivers; it selects nothing. \
            Naming events that are not delivered has no effect, and is often a sign that 'spec.events' does not say \
            what its author believes.
            """,
        example: ExampleWorkspace.mapping(
            "{ events: [users.messages.email.Open, users.messages.email.Click], remove: [properties.ip_pool] }"
        ),
        fix: ExampleWorkspace.mapping("{ events: [users.messages.email.Open], remove: [properties.ip_pool] }")
    )

    func check(_ walk: MappingWalk, in context: RuleContext) -> [Diagnostic] {
        // What was meant by an unknown name may be what is rewritten here.
        if walk.current.events?.hasUnknownInclude(in: context.glossary) == true { return [] }
        let selected = Set(walk.selected.map(\.name))
        // With nothing selected there is a mistake that explains this one.
        guard !selected.isEmpty else { return [] }
        return walk.current.mappings.flatMap { $0.events ?? [] }.compactMap { selector in
            let types = context.meaning(of: selector.value).types
            guard !types.isEmpty, !types.contains(where: { selected.contains($0.name) }) else {
                return nil
            }
            return Self.entry.diagnostic(
                at: selector.range,
                "\(selector.value.words) selects nothing that the current delivers",
                help: "include it below 'spec.events', or remove it here"
            )
        }
    }
}

extension EventsSpec.Selector {
    /// The selector, for people.
    var words: String {
        switch self {
        case .name(let name): "'\(name)'"
        case .group(let name): "group '\(name)'"
        }
    }
}
