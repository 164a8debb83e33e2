import Diagnostics
import Plans
import Specs

/// Reports settings whose value is not of the declared kind.
struct BadSetting: Rule {
    static let entry = CatalogueEntry(
        code: "CUR410",
        name: "bad-setting",
        explanation: """
            A setting's declaration decides what its characters mean; looks never do. Text may look like a number and \
            keeps its zeros, but a number or truth value must not stand in quotes. Some texts have a form that the \
            partner wants, such as the 12 digits of an account.
            """,
        example: ExampleWorkspace.amplitude(
            "region: EU\ncredentials: { apiKey: { env: AMPLITUDE_API_KEY } }\nsettings: { minIdLength: five }"
        ),
        fix: ExampleWorkspace.amplitude(
            "region: EU\ncredentials: { apiKey: { env: AMPLITUDE_API_KEY } }\nsettings: { minIdLength: 5 }"
        )
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.flatMap { current -> [Diagnostic] in
            guard let partner = context.requirements(of: current) else { return [] }
            return current.settings.compactMap { setting -> Diagnostic? in
                guard let declared = partner.settings.first(where: { $0.name == setting.name.value }) else {
                    return nil
                }
                do throws(SettingReading.Refusal) {
                    _ = try SettingReading.read(setting, as: declared.kind)
                    return nil
                } catch {
                    return finding(setting, error)
                }
            }
        }
    }

    private func finding(_ setting: SettingSpec, _ refusal: SettingReading.Refusal) -> Diagnostic {
        let written = setting.text.value.map { Located($0, at: setting.text.range) }
        let near = written.flatMap { Suggestion.closest(to: $0.value, among: refusal.choices) }
        let advice = refusal.obstacle == nil ? "" : ", without quotes"
        return Self.entry.diagnostic(
            at: setting.text.range,
            "'\(setting.name.value)' cannot be \(written.map { "'\($0.value)'" } ?? "a list or mapping")",
            label: refusal.obstacle,
            help: near.map { "did you mean '\($0)'?" } ?? "write \(refusal.wanted)\(advice)",
            fixes: written.map { Hint.fixes(of: $0, among: refusal.choices) } ?? []
        )
    }
}
