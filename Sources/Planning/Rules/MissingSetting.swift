import Diagnostics
import Plans
import Specs

/// Reports settings that the partner requires and the current does not give.
struct MissingSetting: Rule {
    static let entry = CatalogueEntry(
        code: "CUR409",
        name: "missing-setting",
        explanation: """
            The partner cannot be reached, or cannot place the events, without this setting, and there is no value \
            that would be right for everybody. Some settings are needed only beside another one.
            """,
        example: ExampleWorkspace.eventBridge("settings: { partnerName: example.com }"),
        fix: ExampleWorkspace.eventBridge(
            "settings: { accountId: \"123456789012\", partnerName: example.com }"
        )
    )

    static let gap = Gap.inFile

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.flatMap { current -> [Diagnostic] in
            guard let partner = context.requirements(of: current) else { return [] }
            let given = GivenSettings(of: current, for: partner)
            return partner.settings.filter { !given.holds($0.name) }.compactMap { setting in
                switch setting.need {
                case .never: nil
                case .always: finding(setting, of: partner, at: current.specKey)
                case .with(let other):
                    given[other].map { finding(setting, of: partner, at: $0.name.range, beside: other) }
                }
            }
        }
    }

    private func finding(
        _ setting: PartnerRequirements.Setting,
        of partner: PartnerRequirements,
        at range: SourceRange,
        beside other: String? = nil
    ) -> Diagnostic {
        Self.entry.diagnostic(
            at: range,
            "\(partner.title) needs the setting '\(setting.name)'" + (other.map { " beside '\($0)'" } ?? ""),
            notes: [DiagnosticNote("\(setting.name): \(setting.summary)")],
            help: "add '\(setting.name)' below 'settings'"
        )
    }
}
