import Diagnostics
import Plans
import Specs

/// Reports settings that the partner does not know.
struct UnknownSetting: Rule {
    static let entry = CatalogueEntry(
        code: "CUR408",
        name: "unknown-setting",
        explanation: """
            Each partner declares the settings it takes. Another one would have no effect, although its author \
            believes that it has.
            """,
        example: ExampleWorkspace.amplitude(
            "region: EU\ncredentials: { apiKey: { env: AMPLITUDE_API_KEY } }\nsettings: { minIdLenght: 5 }"
        ),
        fix: ExampleWorkspace.amplitude(
            "region: EU\ncredentials: { apiKey: { env: AMPLITUDE_API_KEY } }\nsettings: { minIdLength: 5 }"
        )
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.flatMap { current -> [Diagnostic] in
            guard let partner = context.requirements(of: current) else { return [] }
            let names = partner.settings.map(\.name)
            return current.settings.map(\.name).filter { !names.contains($0.value) }.map { name in
                Self.entry.diagnostic(
                    at: name.range,
                    "\(partner.title) has no setting '\(name.value)'",
                    help: names.isEmpty
                        ? "remove it: \(partner.title) has no settings"
                        : Hint.closest(to: name.value, among: names, "settings"),
                    fixes: Hint.fixes(of: name, among: names)
                )
            }
        }
    }
}
