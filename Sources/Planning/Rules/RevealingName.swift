import Diagnostics
import Plans
import Specs

/// Reports names at the partner that hold what the partner advises to keep out of them.
struct RevealingName: Rule {
    static let entry = CatalogueEntry(
        code: "CUR431",
        name: "revealing-name",
        severity: .warning,
        explanation: """
            A name at the partner is seen by more people than a setting, in consoles, rules and logs. The partner \
            advises to keep this value out of it.
            """,
        example: ExampleWorkspace.eventBridge(
            "settings: { accountId: \"123456789012\", partnerName: example.com, sourceName: eu-123456789012 }"
        ),
        fix: ExampleWorkspace.eventBridge(
            "settings: { accountId: \"123456789012\", partnerName: example.com, sourceName: eu-audience }"
        )
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.composedNames(in: context).flatMap { name -> [Diagnostic] in
            guard let unadvised = name.declared.unadvised else { return [] }
            return unadvised.value.compactMap { setting in
                guard let value = name.settings[setting]?.text, !value.isEmpty,
                    name.chosen.contains(where: { $0.contains(value) })
                else { return nil }
                return Self.entry.diagnostic(
                    at: name.range,
                    "the name of the \(name.declared.title) holds the value of '\(setting)'",
                    help: "leave it out of \(Hint.quoted(name.given))",
                    source: unadvised.source
                )
            }
        }
    }
}
