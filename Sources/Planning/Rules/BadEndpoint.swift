import Diagnostics
import Plans
import Specs

/// Reports endpoints that are not URLs requests can be sent to.
struct BadEndpoint: Rule {
    static let entry = CatalogueEntry(
        code: "CUR412",
        name: "bad-endpoint",
        explanation: """
            An endpoint is an 'https' URL (or 'http', where that is allowed) with a host, and perhaps a port, a path \
            and a query. It is read more strictly than browsers do, so that every program agrees on where it leads.
            """,
        example: ExampleWorkspace.endpoint("{ url: \"events.example.com/in\" }"),
        fix: ExampleWorkspace.endpoint("{ url: \"https://events.example.com/in\" }")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.endpoints.compactMap { endpoint in
            guard let problem = endpoint.problem, problem.kind != .userInfo else { return nil }
            // Behind an '@' that could not be placed there may be a password.
            guard !endpoint.url.value.utf8.contains(UInt8(ascii: "@")) else {
                return Self.entry.diagnostic(
                    at: endpoint.url.range,
                    "\(endpoint.words) is not a URL",
                    help: "write it as 'https://HOST/PATH', without user name or password",
                    hidesText: true
                )
            }
            let (message, help) = words(for: problem.kind, of: endpoint.words)
            return Self.entry.diagnostic(
                at: endpoint.url.range(ofBytes: problem.range),
                message,
                help: help
            )
        }
    }

    private func words(
        for kind: EndpointURLProblem.Kind,
        of endpoint: String
    ) -> (message: String, help: String) {
        switch kind {
        case .noScheme:
            ("\(endpoint) is not a URL", "begin it with 'https://'")
        case .unsupportedScheme(let scheme):
            ("requests cannot be sent by '\(scheme)'", "use 'https'")
        case .noHost:
            ("\(endpoint) has no host", "write it as 'https://HOST/PATH'")
        case .badHost(let host):
            ("'\(host)' is not a host", "write a host name, an IPv4 address, or an IPv6 address in brackets")
        case .badPort(let port):
            ("'\(port)' is not a port", "write a number from 1 to 65535, or leave the port out")
        case .fragment:
            ("\(endpoint) ends in a fragment, which is never sent", "remove '#' and what follows")
        case .badCharacter(let scalar):
            (
                "\(endpoint) holds \(name(of: scalar))",
                "write it percent-encoded, and host names in their 'xn--' form"
            )
        case .userInfo:
            ("\(endpoint) holds a user name or password", "use credentials")
        }
    }

    private func name(of scalar: Unicode.Scalar) -> String {
        if scalar == " " { return "a space" }
        let isVisible = scalar.value > 0x20 && scalar.properties.generalCategory != .control
        return isVisible ? "'\(scalar)'" : "a control character"
    }
}
