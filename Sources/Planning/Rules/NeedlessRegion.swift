import Diagnostics
import Plans
import Specs

/// Reports regions of partners that have none.
struct NeedlessRegion: Rule {
    static let entry = CatalogueEntry(
        code: "CUR404",
        name: "needless-region",
        explanation: """
            This partner is reached at the URL the spec gives, wherever that is. A region would suggest a choice of \
            place that nothing keeps.
            """,
        example: ExampleWorkspace.text(ExampleWorkspace.soundSpec + "\nregion: EU"),
        fix: ExampleWorkspace.text(ExampleWorkspace.soundSpec)
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.compactMap { current in
            guard let partner = context.requirements(of: current), let region = current.region,
                partner.regions.isEmpty
            else { return nil }
            return Self.entry.diagnostic(
                at: region.range,
                "\(partner.title) has no regions",
                help: "remove 'region'; 'endpoint.url' says where requests go"
            )
        }
    }
}
