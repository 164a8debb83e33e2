import Diagnostics
import Plans
import Specs

/// Reports partners that this version cannot deliver to.
struct UnknownPartner: Rule {
    static let entry = CatalogueEntry(
        code: "CUR401",
        name: "unknown-partner",
        explanation: """
            'spec.partner' names who receives the events. Everything else about a current (regions, credentials, \
            settings, limits) follows from it, so it must be one that this version knows.
            """,
        example: ExampleWorkspace.text(
            ExampleWorkspace.soundSpec.replacing("partner: http", with: "partner: htp")
        ),
        fix: ExampleWorkspace.text(ExampleWorkspace.soundSpec)
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        let names = context.partners.map(\.partner)
        return workspace.currents.compactMap { current in
            guard let partner = current.partner, context.requirements(of: current) == nil else { return nil }
            let near = PartnerGuess.partner(meantBy: partner.value, among: context.partners)
            return Self.entry.diagnostic(
                at: partner.range,
                "there is no partner '\(partner.value)'",
                notes: near == nil ? [] : [DiagnosticNote("partners: \(Hint.list(names))")],
                help: near.map { "did you mean '\($0)'?" }
                    ?? Hint.closest(to: partner.value, among: names, "partners"),
                fixes: near.map { Hint.fixes(of: partner, with: $0) } ?? []
            )
        }
    }
}
