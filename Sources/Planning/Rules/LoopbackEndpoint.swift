import Diagnostics
import Plans
import Specs

/// Reports endpoints on the machine of the runner.
struct LoopbackEndpoint: Rule {
    static let entry = CatalogueEntry(
        code: "CUR415",
        name: "loopback-endpoint",
        explanation: """
            A spec must not be able to reach services that listen on the runner's own machine, unless its reviewers \
            can see that it means to. The address counts, in whatever spelling.
            """,
        example: ExampleWorkspace.endpoint("{ url: \"https://127.0.0.1:8443/in\" }"),
        fix: ExampleWorkspace.endpoint("{ url: \"https://127.0.0.1:8443/in\", allow: [loopback] }")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.endpoints.filter { $0.missing.contains(.loopback) }.map { endpoint in
            Self.entry.diagnostic(
                at: endpoint.hostRange,
                "'\(endpoint.parsed?.host ?? "")' is the runner's own machine",
                help: "use a public host, \(endpoint.helpToAllow)"
            )
        }
    }
}
