import Diagnostics
import Glossary
import Specs

/// Reports names that no event type has.
struct UnknownEvent: Rule {
    static let entry = CatalogueEntry(
        code: "CUR301",
        name: "unknown-event",
        explanation: """
            An event must be named exactly as in the event glossary, upper and lower case included. A misspelled name \
            would select nothing, and nobody would notice that its events never arrive.
            """,
        example: ExampleWorkspace.events("[users.messages.email.Opened]"),
        fix: ExampleWorkspace.events("[users.messages.email.Open]")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.selectors.compactMap { selector in
            guard case .unknownName(let name) = context.meaning(of: selector.value),
                !context.glossary.isNotExported(name)
            else { return nil }
            return finding(selector.map { _ in name }, in: context)
        }
    }

    private func finding(_ name: Located<String>, in context: RuleContext) -> Diagnostic {
        if name.range.start.line != name.range.end.line {
            return Self.entry.diagnostic(
                at: name.range,
                "several lines are read as one event name",
                help: "begin each event on its own line with '- '",
                source: context.glossarySource
            )
        }
        let guess = EventNameGuess(for: name.value, in: context.glossary)
        let range = guess.wrongBytes.map(name.range(ofBytes:)) ?? name.range
        // Only a segment that can be replaced on its own may be proposed on its own.
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

extension Workspace {
    /// Every selector of every current, `include` before `exclude`, and of every policy.
    var selectors: [Located<EventsSpec.Selector>] {
        currents.compactMap(\.events).flatMap { $0.include + $0.exclude }
            + policies.flatMap(\.forbiddenEvents)
    }
}
