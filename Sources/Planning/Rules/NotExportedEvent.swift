import Diagnostics
import Glossary
import Specs

/// Reports names of events that exist but never pass through Currents.
struct NotExportedEvent: Rule {
    static let entry = CatalogueEntry(
        code: "CUR307",
        name: "not-exported-event",
        explanation: """
            Some names in the vendor's pages belong to warehouse data sharing or to old samples. The name is spelled \
            right, but Currents delivers no such event to anybody.
            """,
        example: ExampleWorkspace.events("[users.messages.email.Open, users.campaigns.Revenue]"),
        fix: ExampleWorkspace.events("[users.messages.email.Open]")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.selectors.compactMap { selector in
            guard case .unknownName(let name) = context.meaning(of: selector.value),
                context.glossary.isNotExported(name)
            else { return nil }
            return Self.entry.diagnostic(
                at: selector.range,
                "'\(name)' is not exported by Currents",
                label: "no partner receives it",
                help: "remove it; it can be had by warehouse data sharing at most",
                source: context.glossarySource
            )
        }
    }
}
