import Diagnostics
import Glossary
import Specs

/// Reports events of an entry of mappings that do not exist.
struct UnknownMappingEvents: Rule {
    static let entry = CatalogueEntry(
        code: "CUR358",
        name: "unknown-mapping-events",
        explanation: """
            'events' of an entry takes what 'spec.events' takes: event types as in the glossary, globs, and groups. One \
            that stands for nothing would let the entry apply to nothing, and a field that was to be removed would \
            leave.
            """,
        example: ExampleWorkspace.mapping(
            "{ events: [users.messages.email.Opened], remove: [properties.ip_pool] }"
        ),
        fix: ExampleWorkspace.mapping("{ events: [users.messages.email.Open], remove: [properties.ip_pool] }")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.flatMap(\.mappings).flatMap { $0.events ?? [] }.compactMap { selector in
            switch context.meaning(of: selector.value) {
            case .unknownName(let name): unknown(selector.map { _ in name }, in: context)
            case .unknownGroup(let name):
                Self.entry.diagnostic(
                    at: selector.range,
                    "there is no group '\(name)' of events",
                    help: Hint.closest(to: name, among: Glossary.groupNames, "groups"),
                    source: context.glossarySource
                )
            case .types(let types) where types.isEmpty:
                Self.entry.diagnostic(
                    at: selector.range,
                    "\(selector.value.words) matches no event type",
                    help: "'currentsctl events' lists every event type",
                    source: context.glossarySource
                )
            case .type, .types: nil
            }
        }
    }

    private func unknown(_ name: Located<String>, in context: RuleContext) -> Diagnostic {
        let guess = EventNameGuess(for: name.value, in: context.glossary)
        let range = guess.wrongBytes.map(name.range(ofBytes:)) ?? name.range
        let isPart = guess.replacement != nil && range != name.range
        let replacement = isPart ? guess.replacement : guess.suggestion
        return Self.entry.diagnostic(
            at: range,
            "'\(name.value)' is not in the event glossary",
            label: guess.label,
            help: replacement.map { "did you mean '\($0)'?" } ?? guess.help,
            source: context.glossarySource,
            fixes: replacement.map { [Fix("write '\($0)'", replace: range, with: $0)] } ?? []
        )
    }
}
