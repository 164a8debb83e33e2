import Diagnostics
import Glossary
import Plans
import Specs

/// Reports tests that expect a record of an event that the current does not select.
struct UnselectedTestInput: Rule {
    static let entry = CatalogueEntry(
        code: "CUR277",
        name: "unselected-test-input",
        explanation: """
            An event whose type the current does not select never becomes a record: it is left out with the reason \
            'not_selected'. A test that expects something else of it can only fail.
            """,
        example: ExampleWorkspace.test(input: "{ event_type: users.messages.email.Send, id: a }"),
        fix: ExampleWorkspace.test(input: "{ event_type: users.messages.email.Open, id: a }")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.tests.compactMap { test in
            guard test.expectation.wantsMoreThanSelection, let type = test.typeOfInput,
                context.glossary[type] != nil,
                let current = workspace.currents.first(where: { $0.metadata.name.value == test.current.value }
                ),
                let events = current.events, let partner = context.requirements(of: current)
            else { return nil }
            // A misspelled name may be the one that was to select it, and is a finding of its own.
            let isWhole = events.include.allSatisfy { !context.meaning(of: $0.value).types.isEmpty }
            let selected = context.selection(of: events, for: partner).selected
            guard isWhole, !selected.contains(where: { $0.name == type }) else { return nil }
            return Self.entry.diagnostic(
                at: test.eventType?.range ?? test.input.range,
                "current '\(test.current.value)' does not select '\(type)'",
                notes: [DiagnosticNote("events are selected here", at: events.key)],
                help: "add it to 'spec.events' of the current, or expect 'outcome: filtered'"
            )
        }
    }
}

extension TestSpec.Expectation {
    /// Whether it can only be met by an event that the current selects.
    fileprivate var wantsMoreThanSelection: Bool {
        outcome.map { $0.value != "filtered" } ?? (reason == nil)
    }
}

extension TestSpec {
    /// The type of the event that is handed in; nil when it has none.
    var typeOfInput: String? {
        if let eventType { return eventType.value }
        return try? JSONTree(reading: Array(input.value.utf8))["event_type"]?.text
    }
}
