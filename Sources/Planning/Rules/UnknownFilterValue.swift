import Diagnostics
import Glossary
import Plans
import Specs

/// Reports tests that no value of the field passes, where all its values are known.
struct UnknownFilterValue: Rule {
    static let entry = CatalogueEntry(
        code: "CUR334",
        name: "unknown-filter-value",
        explanation: """
            Of some fields all values are known: the platforms, and the event types that are selected. Values are \
            compared letter by letter; a test that none of them passes lets no event pass.
            """,
        example: ExampleWorkspace.filter(
            "{ properties: { platform: [iOS] } }",
            events: "[users.messages.pushnotification.Open]"
        ),
        fix: ExampleWorkspace.filter(
            "{ properties: { platform: [ios] } }",
            events: "[users.messages.pushnotification.Open]"
        )
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        context.findings(of: Self.self, aboutFiltersOf: workspace)
    }

    /// The finding about a test that no value passes.
    static func finding(
        _ test: Located<EventPattern.ValueTest>,
        _ name: String,
        among values: [String],
        _ context: RuleContext
    ) -> Diagnostic {
        guard case .text(let text) = test.value else {
            return entry.diagnostic(
                at: test.range,
                "no value of '\(name)' passes this",
                help: "its values are \(Hint.list(values))",
                source: context.glossarySource
            )
        }
        return entry.diagnostic(
            at: test.range,
            "'\(text)' is not a value of '\(name)'",
            help: Hint.closest(to: text, among: values, "its values"),
            source: context.glossarySource,
            fixes: Hint.fixes(of: Located(text, at: test.range), among: values)
        )
    }

    /// The finding about a test that no selected event type passes.
    static func finding(
        eventType test: Located<EventPattern.ValueTest>,
        selected: [String],
        _ context: RuleContext
    ) -> Diagnostic {
        guard case .text(let text) = test.value else {
            return entry.diagnostic(
                at: test.range,
                "no selected event type passes this",
                help: "the selected types are \(Hint.list(selected))"
            )
        }
        if context.glossary[text] != nil {
            return entry.diagnostic(
                at: test.range,
                "'\(text)' is not selected, so no event of it comes here",
                help: "include it below 'events', or remove it here"
            )
        }
        let meant = Suggestion.closest(to: text, among: selected) ?? context.glossary.closest(to: text)
        return entry.diagnostic(
            at: test.range,
            "'\(text)' is not in the event glossary",
            help: meant.map { "did you mean '\($0)'?" } ?? "the selected types are \(Hint.list(selected))",
            source: context.glossarySource,
            fixes: meant.map { [Fix("write '\($0)'", replace: test.range, with: $0)] } ?? []
        )
    }
}
