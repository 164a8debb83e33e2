import Diagnostics
import Plans
import Specs

/// Reports currents that give none of several settings of which the partner needs one.
struct MissingAlternative: Rule {
    static let entry = CatalogueEntry(
        code: "CUR420",
        name: "missing-alternative",
        explanation: """
            This partner can be reached in more than one way, and a setting says which. None of the ways would be \
            right for everybody, so a spec must choose.
            """,
        example: ExampleWorkspace.eventBridge(
            "settings: { roleArn: \"arn:aws:iam::123456789012:role/currents\" }"
        ),
        fix: ExampleWorkspace.eventBridge(
            "settings: { busName: events, roleArn: \"arn:aws:iam::123456789012:role/currents\" }"
        )
    )

    static let gap = Gap.inFile

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.flatMap { current -> [Diagnostic] in
            guard let partner = context.requirements(of: current) else { return [] }
            let given = GivenSettings(of: current, for: partner)
            return partner.alternatives.filter { !$0.contains(where: given.mayHold) }.map { names in
                Self.entry.diagnostic(
                    at: current.specKey,
                    "\(partner.title) needs one of the settings \(Hint.quoted(names))",
                    notes: partner.notes(on: names),
                    help: "add one of them below 'settings'"
                )
            }
        }
    }
}

extension PartnerRequirements {
    /// What settings mean, for choosing between them.
    func notes(on names: [String]) -> [DiagnosticNote] {
        settings.filter { names.contains($0.name) }.map { DiagnosticNote("\($0.name): \($0.summary)") }
    }
}
