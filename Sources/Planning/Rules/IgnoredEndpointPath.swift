import Diagnostics
import Plans
import Specs

/// Reports paths in `endpoint.url` of partners that keep their own.
struct IgnoredEndpointPath: Rule {
    static let entry = CatalogueEntry(
        code: "CUR417",
        name: "ignored-endpoint-path",
        severity: .warning,
        explanation: """
            For a partner with an address of its own, 'endpoint.url' replaces scheme, host and port and keeps the \
            partner's path. A path or query in it has no effect. It also moves the partner's further services that \
            'endpoint.services' does not name; an address given there is used as it is, path included.
            """,
        example: amplitude("https://proxy.example.com/amplitude"),
        fix: amplitude("https://proxy.example.com")
    )

    private static func amplitude(_ url: String) -> String {
        ExampleWorkspace.amplitude(
            "region: EU\ncredentials: { apiKey: { env: AMPLITUDE_API_KEY } }\nendpoint: { url: \"\(url)\" }"
        )
    }

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.endpoints.compactMap { endpoint in
            guard let partner = context.requirements(of: endpoint.current), !partner.regions.isEmpty,
                endpoint.service == nil, let url = endpoint.parsed, url.path != "/" || url.query != nil
            else { return nil }
            // A whole copy of the partner's own URL says what happens anyway.
            let settings = SettingReading.values(of: endpoint.current, for: partner)
            let own = partner.regions.compactMap {
                EndpointResolution.own($0, of: partner, settings: settings)?.target
            }
            guard !own.contains(url.target) else { return nil }
            return Self.entry.diagnostic(
                at: endpoint.url.range,
                "the path of the endpoint is not used",
                help: "\(partner.title) keeps its own path; give scheme, host and port alone"
            )
        }
    }
}
