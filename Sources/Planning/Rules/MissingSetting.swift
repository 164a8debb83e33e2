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
            that would be right for everybody.
            """,
        example: eventBridge("settings: { partnerName: braze.com }"),
        fix: eventBridge("settings: { accountId: \"123456789012\", partnerName: braze.com }")
    )

    static let gap = Gap.inFile

    private static func eventBridge(_ settings: String) -> String {
        ExampleWorkspace.text(
            """
            source: events
            partner: eventbridge
            region: eu-west-1
            credentials: { accessKeyId: { env: AWS_ACCESS_KEY_ID }, secretAccessKey: { env: AWS_SECRET_ACCESS_KEY } }
            \(settings)
            events: [users.messages.email.Open]
            """
        )
    }

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.flatMap { current -> [Diagnostic] in
            guard let partner = context.requirements(of: current) else { return [] }
            let given = current.settings.map(\.name.value)
            let names = partner.settings.map(\.name)
            // A misspelled name is one mistake, and has its own finding.
            let meant = given.filter { !names.contains($0) }.compactMap {
                Suggestion.closest(to: $0, among: names)
            }
            return partner.settings
                .filter { $0.isRequired && !given.contains($0.name) && !meant.contains($0.name) }
                .map { setting in
                    Self.entry.diagnostic(
                        at: current.specKey,
                        "\(partner.title) needs the setting '\(setting.name)'",
                        notes: [DiagnosticNote("\(setting.name): \(setting.summary)")],
                        help: "add '\(setting.name)' below 'settings'"
                    )
                }
        }
    }
}
