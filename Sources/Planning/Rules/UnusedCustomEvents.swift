import Diagnostics
import Glossary
import Plans
import Specs

/// Reports custom event names of currents that deliver no custom events.
struct UnusedCustomEvents: Rule {
    static let entry = CatalogueEntry(
        code: "CUR311",
        name: "unused-custom-events",
        severity: .warning,
        explanation: """
            'customEvents' narrows 'users.behaviors.CustomEvent' to some names. It selects nothing by itself, so \
            without that event type it has no effect.
            """,
        example: ExampleWorkspace.events("{ include: [users.messages.email.Open], customEvents: [signup] }"),
        fix: ExampleWorkspace.events(
            "{ include: [users.messages.email.Open, users.behaviors.CustomEvent], customEvents: [signup] }"
        )
    )

    /// The only type whose events have names of their own.
    private static let customEvent = "users.behaviors.CustomEvent"

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        context.judged(workspace) { current in
            guard let events = current.events, let first = events.customEvents?.first,
                let partner = context.requirements(of: current)
            else { return [] }
            let selected = context.selection(of: events, for: partner).selected
            guard !selected.isEmpty, !selected.contains(where: { $0.name == Self.customEvent }) else {
                return []
            }
            return [
                Self.entry.diagnostic(
                    at: first.range,
                    "'customEvents' has no effect, because '\(Self.customEvent)' is not selected",
                    help: "include '\(Self.customEvent)', or remove 'customEvents'"
                )
            ]
        }
    }
}
