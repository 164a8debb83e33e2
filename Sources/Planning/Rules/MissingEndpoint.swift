import Diagnostics
import Plans
import Specs

/// Reports currents without a URL, for partners that have none of their own.
struct MissingEndpoint: Rule {
    static let entry = CatalogueEntry(
        code: "CUR411",
        name: "missing-endpoint",
        explanation: "This partner is whatever answers at a URL, so the spec must say which URL that is.",
        example: ExampleWorkspace.http(""),
        fix: ExampleWorkspace.http("endpoint: { url: \"https://events.example.com/in\" }")
    )

    static let gap = Gap.inFile

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.compactMap { current in
            guard let partner = context.requirements(of: current), partner.address == .givenBySpec,
                current.endpoint?.url == nil
            else { return nil }
            let line = "url: \"https://events.example.com/in\""
            return Self.entry.diagnostic(
                at: current.endpoint?.key ?? current.specKey,
                "\(partner.title) needs the URL that events are sent to",
                help: current.endpoint == nil
                    ? "add 'endpoint: { \(line) }' below 'spec'" : "add '\(line)' below 'endpoint'"
            )
        }
    }
}
