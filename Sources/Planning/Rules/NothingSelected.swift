import Diagnostics
import Glossary
import Plans
import Specs

/// Reports currents whose exclusions take everything away.
struct NothingSelected: Rule {
    static let entry = CatalogueEntry(
        code: "CUR310",
        name: "nothing-selected",
        explanation: """
            Everything that is included is excluded again, so the current could never deliver an event. To stop a \
            current for a while, set 'enabled: false'.
            """,
        example: ExampleWorkspace.events(
            "{ include: [\"users.messages.email.*\"], exclude: [\"users.messages.*\"] }"
        ),
        fix: ExampleWorkspace.events(
            "{ include: [\"users.messages.email.*\"], exclude: [users.messages.email.Open] }"
        )
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        context.judged(workspace) { current in
            guard let events = current.events, let partner = context.requirements(of: current),
                !events.exclude.isEmpty
            else { return [] }
            let included = EventsSpec(key: events.key, include: events.include)
            let before = context.selection(of: included, for: partner)
            let after = context.selection(of: events, for: partner)
            // Nothing to begin with is another rule's finding.
            guard !before.selected.isEmpty, after.selected.isEmpty else { return [] }
            return [
                Self.entry.diagnostic(
                    at: events.key,
                    "'\(current.metadata.name.value)' excludes every event it includes",
                    notes: events.exclude.prefix(1).map { DiagnosticNote("excluded here", at: $0.range) },
                    help: "exclude less, or set 'enabled: false' to stop the current for a while"
                )
            ]
        }
    }
}
