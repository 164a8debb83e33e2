import Diagnostics
import Plans
import Specs

/// Reports currents without a region, for partners that have some.
struct MissingRegion: Rule {
    static let entry = CatalogueEntry(
        code: "CUR402",
        name: "missing-region",
        explanation: """
            The region decides where events are sent and kept. It is never guessed: events of people in one region \
            must not end up in another.
            """,
        example: ExampleWorkspace.amplitude("credentials: { apiKey: { env: AMPLITUDE_API_KEY } }"),
        fix: ExampleWorkspace.amplitude("region: EU\ncredentials: { apiKey: { env: AMPLITUDE_API_KEY } }")
    )

    static let gap = Gap.inFile

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.compactMap { current in
            guard let partner = context.requirements(of: current), current.region == nil,
                let first = partner.regions.first
            else { return nil }
            return Self.entry.diagnostic(
                at: current.specKey,
                "\(partner.title) needs a region",
                notes: [DiagnosticNote("regions: \(Hint.list(partner.regions.map(\.name)))")],
                help: "add 'region: \(first.name)', or another one, below 'spec'"
            )
        }
    }
}
