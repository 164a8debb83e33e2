import Diagnostics
import Plans
import Specs

/// Reports settings that mean nothing without another one.
struct LonelySetting: Rule {
    static let entry = CatalogueEntry(
        code: "CUR419",
        name: "lonely-setting",
        severity: .warning,
        explanation: """
            Some settings only say more about another one: without it they have no effect, although their author \
            believes that they have.
            """,
        example: ExampleWorkspace.eventBridge("settings: { busName: events, externalId: currents-1 }"),
        fix: ExampleWorkspace.eventBridge(
            """
            settings: { busName: events, roleArn: "arn:aws:iam::123456789012:role/currents", externalId: currents-1 }
            """
        )
    )

    static let gap = Gap.inFile

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.flatMap { current -> [Diagnostic] in
            guard let partner = context.requirements(of: current) else { return [] }
            let given = GivenSettings(of: current, for: partner)
            return partner.settings.compactMap { setting in
                guard let written = given[setting.name], let companion = setting.companion,
                    !given.mayHold(companion)
                else { return nil }
                // Where the companion is excluded by another setting, adding it would only make another finding.
                let isExcluded = partner.alternatives.contains { names in
                    names.contains(companion) && names.contains(where: given.holds)
                }
                let other = partner.settings.first { $0.name == companion }
                return Self.entry.diagnostic(
                    at: written.name.range,
                    "'\(setting.name)' has no effect without '\(companion)'",
                    notes: other.map { [DiagnosticNote("\(companion): \($0.summary)")] } ?? [],
                    help: (isExcluded ? "" : "add '\(companion)' below 'settings', or ")
                        + "remove '\(setting.name)'"
                )
            }
        }
    }
}
