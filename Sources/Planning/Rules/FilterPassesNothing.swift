import Diagnostics
import Specs

/// Reports filters that no selected event can pass.
struct FilterPassesNothing: Rule {
    static let entry = CatalogueEntry(
        code: "CUR335",
        name: "filter-passes-nothing",
        explanation: """
            All conditions of a filter must hold at once. These cannot, for any type of event that is selected, so \
            nothing would ever be delivered.
            """,
        example: ExampleWorkspace.filter(
            """
            { properties: { campaign_name: [spring], \
            $or: [{ campaign_name: [summer] }, { campaign_name: [autumn] }] } }
            """
        ),
        fix: ExampleWorkspace.filter("{ properties: { campaign_name: [summer, autumn] } }")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        context.findings(of: Self.self, aboutFiltersOf: workspace)
    }
}
