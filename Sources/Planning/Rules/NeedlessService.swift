import Diagnostics
import Plans
import Specs

/// Reports addresses of services that these settings do not need.
struct NeedlessService: Rule {
    static let entry = CatalogueEntry(
        code: "CUR426",
        name: "needless-service",
        severity: .warning,
        explanation: """
            Some services are used only when a setting asks for them. Without it no request goes there, and the \
            address has no effect.
            """,
        example: ExampleWorkspace.eventBridge(
            "settings: { busName: events }\nendpoint: { services: { sts: \"https://sts.example.com\" } }"
        ),
        fix: ExampleWorkspace.assumingRole("{ services: { sts: \"https://sts.example.com\" } }")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.flatMap { current -> [Diagnostic] in
            guard let partner = context.requirements(of: current), let endpoint = current.endpoint else {
                return []
            }
            let given = GivenSettings(of: current, for: partner)
            let settings = SettingReading.values(of: current, for: partner)
            return endpoint.services.compactMap { written in
                guard let service = partner.services.first(where: { $0.name == written.name.value }),
                    let companion = service.companion, !service.isNeeded(by: settings),
                    !given.holds(companion)
                else { return nil }
                return Self.entry.diagnostic(
                    at: written.name.range,
                    "'\(service.name)' is not used without the setting '\(companion)'",
                    notes: [DiagnosticNote("\(service.name): \(service.summary)")],
                    help: "add '\(companion)' below 'settings', or remove the address"
                )
            }
        }
    }
}
