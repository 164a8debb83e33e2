import Diagnostics
import Plans
import Specs

/// Reports endpoints in private networks.
struct PrivateEndpoint: Rule {
    static let entry = CatalogueEntry(
        code: "CUR416",
        name: "private-endpoint",
        explanation: """
            A spec must not be able to reach what only the runner's network can reach, least of all the cloud's \
            metadata service, unless its reviewers can see that it means to. The address counts, in whatever spelling.
            """,
        example: ExampleWorkspace.endpoint("{ url: \"https://10.1.2.3/in\" }"),
        fix: ExampleWorkspace.endpoint("{ url: \"https://10.1.2.3/in\", allow: [private] }")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.endpoints.filter { $0.missing.contains(.private) }.map { endpoint in
            Self.entry.diagnostic(
                at: endpoint.hostRange,
                "'\(endpoint.parsed?.host ?? "")' is not a public address",
                help: "use a public host, \(endpoint.helpToAllow)"
            )
        }
    }
}
