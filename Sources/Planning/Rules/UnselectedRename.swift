import Diagnostics
import Glossary
import Plans
import Specs

/// Reports names given to events that the current does not deliver.
struct UnselectedRename: Rule {
    static let entry = CatalogueEntry(
        code: "CUR423",
        name: "unselected-rename",
        severity: .warning,
        explanation: """
            'eventNames' says what the partner calls an event type; it selects nothing. A name for a type that the \
            current does not deliver has no effect, and is often a sign that 'events' does not say what its author \
            believes.
            """,
        example: ExampleWorkspace.eventNames(
            "users.messages.email.Send: Mail sent",
            events: "[users.messages.email.Open]"
        ),
        fix: ExampleWorkspace.eventNames("users.messages.email.Send: Mail sent")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        context.judged(workspace) { current in
            guard let partner = context.requirements(of: current), let events = current.events,
                // What was meant by an unknown name may be what has a name here.
                !events.hasUnknownInclude(in: context.glossary)
            else { return [] }
            let names = current.eventNames(for: partner).map(\.name)
                .filter { context.glossary[$0.value] != nil }
            guard !names.isEmpty else { return [] }
            let selection = context.selection(of: events, for: partner)
            let selected = Set(selection.selected.map(\.name))
            // With nothing selected there is a mistake that explains this one.
            guard !selected.isEmpty else { return [] }
            return names.filter { !selected.contains($0.value) }.map { name in
                Self.entry.diagnostic(
                    at: name.range,
                    "'\(name.value)' is not selected, so its name has no effect",
                    help: "include it below 'events', or remove its name"
                )
            }
        }
    }
}
