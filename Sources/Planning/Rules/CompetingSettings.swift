import Diagnostics
import Plans
import Specs

/// Reports settings that exclude each other.
struct CompetingSettings: Rule {
    static let entry = CatalogueEntry(
        code: "CUR421",
        name: "competing-settings",
        explanation: """
            Each of these settings chooses another way to reach the partner, and a current takes one way. Which of \
            them was meant, only its author knows.
            """,
        example: ExampleWorkspace.eventBridge(
            "settings: { accountId: \"123456789012\", partnerName: example.com, busName: events }"
        ),
        fix: ExampleWorkspace.eventBridge(
            "settings: { accountId: \"123456789012\", partnerName: example.com }"
        )
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.flatMap { current -> [Diagnostic] in
            guard let partner = context.requirements(of: current) else { return [] }
            return partner.alternatives.compactMap { names in
                let given = current.settings.map(\.name).filter { names.contains($0.value) }
                guard given.count > 1, let first = given.first, let last = given.last else { return nil }
                return Self.entry.diagnostic(
                    at: last.range,
                    "\(Hint.quoted(given.map(\.value))) exclude each other",
                    notes: [DiagnosticNote("given here as well", at: first.range)] + partner.notes(on: names),
                    help: "keep one of them"
                )
            }
        }
    }
}
