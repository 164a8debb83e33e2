import Diagnostics
import Plans
import Specs

/// Reports partners that a policy names and nobody knows.
struct UnknownPolicyPartner: Rule {
    static let entry = CatalogueEntry(
        code: "CUR262",
        name: "unknown-policy-partner",
        explanation: """
            A policy about a partner that this version does not know protects nothing: the partner that was meant \
            would go on unrestricted.
            """,
        example: ExampleWorkspace.policy("{ regions: { amplitud: [EU] } }"),
        fix: ExampleWorkspace.policy("{ regions: { amplitude: [EU] } }")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        let names = context.partners.map(\.partner)
        let written = workspace.policies.flatMap { policy in
            policy.regions.map(\.partner) + policy.personalFields.flatMap { $0.partners ?? [] }
        }
        return written.compactMap { partner in
            guard !names.contains(where: { $0.utf8.elementsEqual(partner.value.utf8) }) else { return nil }
            let near = Suggestion.closest(to: partner.value, among: names)
            return Self.entry.diagnostic(
                at: partner.range,
                "there is no partner '\(partner.value)'",
                notes: near == nil ? [] : [DiagnosticNote("partners: \(Hint.list(names))")],
                help: Hint.closest(to: partner.value, among: names, "partners"),
                fixes: Hint.fixes(of: partner, among: names)
            )
        }
    }
}
