import Diagnostics
import Plans
import Specs

/// Reports addresses of services that the partner does not have.
struct UnknownService: Rule {
    static let entry = CatalogueEntry(
        code: "CUR425",
        name: "unknown-service",
        explanation: """
            Each partner declares the services it uses beside the one that takes events, such as a token service. An \
            address for another one would never be used.
            """,
        example: ExampleWorkspace.assumingRole("{ services: { stss: \"https://sts.example.com\" } }"),
        fix: ExampleWorkspace.assumingRole("{ services: { sts: \"https://sts.example.com\" } }")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.flatMap { current -> [Diagnostic] in
            guard let partner = context.requirements(of: current), let endpoint = current.endpoint else {
                return []
            }
            let names = partner.services.map(\.name)
            return endpoint.services.map(\.name).filter { !names.contains($0.value) }.map { name in
                Self.entry.diagnostic(
                    at: name.range,
                    "\(partner.title) has no service '\(name.value)'",
                    help: names.isEmpty
                        ? "remove it: \(partner.title) uses no further services"
                        : Hint.closest(to: name.value, among: names, "services"),
                    fixes: Hint.fixes(of: name, among: names)
                )
            }
        }
    }
}
