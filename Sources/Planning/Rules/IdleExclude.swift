import Diagnostics
import Glossary
import Plans
import Specs

/// Reports exclusions that take nothing away.
struct IdleExclude: Rule {
    static let entry = CatalogueEntry(
        code: "CUR309",
        name: "idle-exclude",
        severity: .warning,
        explanation: """
            An exclusion takes away from what is included. One that takes nothing away is often a sign that \
            'include' does not say what its author believes.
            """,
        example: ExampleWorkspace.events(
            "{ include: [\"users.messages.email.*\"], exclude: [users.messages.sms.Delivery] }"
        ),
        fix: ExampleWorkspace.events(
            "{ include: [\"users.messages.email.*\"], exclude: [users.messages.email.Delivery] }"
        )
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        context.judged(workspace) { current in
            guard let events = current.events, let partner = context.requirements(of: current),
                !events.include.isEmpty,
                // What was meant by an unknown name may be what is excluded.
                !events.hasUnknownInclude(in: context.glossary)
            else { return [] }
            let included = EventsSpec(key: events.key, include: events.include)
            let selection = context.selection(of: included, for: partner)
            let names = Set(selection.selected.map(\.name))
            return events.exclude.compactMap { selector in
                let types = context.meaning(of: selector.value).types
                // Unknown names and unmatched globs have their own findings.
                guard !types.isEmpty, !types.contains(where: { names.contains($0.name) }) else { return nil }
                return Self.entry.diagnostic(
                    at: selector.range,
                    "nothing that is included is excluded here",
                    help: "remove it, or check 'include'"
                )
            }
        }
    }
}
