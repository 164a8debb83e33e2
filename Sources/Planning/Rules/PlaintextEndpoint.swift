import Diagnostics
import Plans
import Specs

/// Reports endpoints that would be reached without encryption.
struct PlaintextEndpoint: Rule {
    static let entry = CatalogueEntry(
        code: "CUR414",
        name: "plaintext-endpoint",
        explanation: """
            Over 'http' anyone on the way can read the events, which are about people, and the credentials. Only a \
            current that names the exception may do it.
            """,
        example: ExampleWorkspace.endpoint("{ url: \"http://events.example.com/in\" }"),
        fix: ExampleWorkspace.endpoint("{ url: \"http://events.example.com/in\", allow: [plaintext] }")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        // An address that is not allowed either is reported as that, with the whole list to allow.
        workspace.endpoints.filter { $0.missing == [.plaintext] }.map { endpoint in
            Self.entry.diagnostic(
                at: endpoint.url.range(ofBytes: 0..<"http".utf8.count),
                "\(endpoint.cargo) would be sent without encryption",
                help: "use 'https', \(endpoint.helpToAllow)"
            )
        }
    }
}
