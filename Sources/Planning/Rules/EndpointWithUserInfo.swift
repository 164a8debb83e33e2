import Diagnostics
import Plans
import Specs

/// Reports user names and passwords in endpoints, without ever showing them.
struct EndpointWithUserInfo: Rule {
    static let entry = CatalogueEntry(
        code: "CUR413",
        name: "endpoint-with-user-info",
        explanation: """
            A user name or password in a URL is a secret in a spec: it would be kept in version control, in plans and \
            in logs. Partners take credentials by reference instead.
            """,
        example: ExampleWorkspace.endpoint(
            "{ url: \"https://user:not-a-real-password@events.example.com/in\" }"
        ),
        fix: ExampleWorkspace.endpoint(
            "{ url: \"https://events.example.com/in\" }\ncredentials: { bearerToken: { env: HTTP_BEARER_TOKEN } }"
        )
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.endpoints.compactMap { endpoint in
            guard let problem = endpoint.problem, problem.kind == .userInfo else { return nil }
            let range = endpoint.url.range(ofBytes: problem.range)
            return Self.entry.diagnostic(
                at: range,
                "\(endpoint.words) holds a user name or password",
                help: "remove everything up to '@', and give the secret as a credential reference",
                hidesText: true
            )
        }
    }
}
