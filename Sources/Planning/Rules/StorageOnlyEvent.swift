import Diagnostics
import Glossary
import Plans
import Specs

/// Reports event types, named in full, that only storage partners receive.
struct StorageOnlyEvent: Rule {
    static let entry = CatalogueEntry(
        code: "CUR305",
        name: "storage-only-event",
        explanation: """
            Some event types are written to storage exports only. They have no HTTP form, so a partner that is reached \
            by HTTP can never receive them.
            """,
        example: ExampleWorkspace.events("[users.messages.email.Open, users.UserOrphan]"),
        fix: ExampleWorkspace.events("[users.messages.email.Open]")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        context.judgedTypes(workspace) { named in
            guard named.isRefused, named.type.status == .current else { return nil }
            return Self.entry.diagnostic(
                at: named.range,
                "\(named.partner.title) cannot receive '\(named.type.name)'",
                label: "only storage partners receive it",
                help: "remove it, or deliver it to a storage partner",
                source: context.glossarySource
            )
        }
    }
}
