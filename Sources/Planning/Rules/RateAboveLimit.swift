import Diagnostics
import Plans
import Specs

/// Reports rates above what the partner takes from one user.
struct RateAboveLimit: Rule {
    static let entry = CatalogueEntry(
        code: "CUR429",
        name: "rate-above-limit",
        severity: .warning,
        explanation: """
            The partner limits what one user or device may send and turns the rest away for a while. The setting is a \
            ceiling to stay below; one above the partner's own only makes it turn more away. It is right only for a \
            project that has been given more.
            """,
        example: ExampleWorkspace.amplitude(
            "region: EU\ncredentials: { apiKey: { env: AMPLITUDE_API_KEY } }\nsettings: { eventsPerSecond: 31 }"
        ),
        fix: ExampleWorkspace.amplitude(
            "region: EU\ncredentials: { apiKey: { env: AMPLITUDE_API_KEY } }\nsettings: { eventsPerSecond: 30 }"
        )
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.flatMap { current -> [Diagnostic] in
            guard let partner = context.requirements(of: current) else { return [] }
            let settings = SettingReading.values(of: current, for: partner)
            guard let rate = partner.limits(for: settings).perIdentity else { return [] }
            let ceilings = [
                (rate.rateSetting, rate.eventsPerSecond, "in a second"),
                (rate.quotaSetting, rate.eventsPerDay, "in 24 hours"),
            ]
            return ceilings.compactMap { name, limit, period in
                guard let limit, let written = current.settings.first(where: { $0.name.value == name }),
                    let number = settings[name]?.integer, number > limit.value
                else { return nil }
                return Self.entry.diagnostic(
                    at: written.text.range,
                    "\(partner.title) takes up to \(limit.value) events of one user \(period)",
                    help: "write \(limit.value) or less, or leave '\(name)' out",
                    source: limit.source,
                    fixes: [Fix("write \(limit.value)", replace: written.text.range, with: "\(limit.value)")]
                )
            }
        }
    }
}
