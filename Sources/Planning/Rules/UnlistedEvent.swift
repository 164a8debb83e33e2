import Diagnostics
import Glossary
import Plans
import Specs

/// Reports event types, named in full, that the partner's page does not list.
struct UnlistedEvent: Rule {
    static let entry = CatalogueEntry(
        code: "CUR308",
        name: "unlisted-event",
        severity: .warning,
        explanation: """
            The partner's page does not list this event type. Pages lag behind the glossary, so it is delivered all the \
            same, but the partner may not know what to do with it.
            """,
        example: ExampleWorkspace.amplitude(
            "region: EU\ncredentials: { apiKey: { env: AMPLITUDE_API_KEY } }",
            events: "[users.messages.line.Send]"
        ),
        fix: ExampleWorkspace.amplitude(
            "region: EU\ncredentials: { apiKey: { env: AMPLITUDE_API_KEY } }",
            events: "[users.messages.email.Send]"
        )
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        context.judgedTypes(workspace) { named in
            guard !named.isRefused, named.type.status == .current, !named.partner.takes(named.type) else {
                return nil
            }
            return Self.entry.diagnostic(
                at: named.range,
                "'\(named.type.name)' is not on the list of \(named.partner.title)",
                help: "it will be delivered; check that \(named.partner.title) accepts it"
            )
        }
    }
}
