import Diagnostics
import Specs

/// Reports fields of a filter that no selected event has.
struct UnknownFilterField: Rule {
    static let entry = CatalogueEntry(
        code: "CUR330",
        name: "unknown-filter-field",
        explanation: """
            A filter names fields by the keys of the event, object by object. A field that no selected event has would \
            let nothing pass, or everything.
            """,
        example: ExampleWorkspace.filter("{ properties: { campain_name: [spring] } }"),
        fix: ExampleWorkspace.filter("{ properties: { campaign_name: [spring] } }")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        context.findings(of: Self.self, aboutFiltersOf: workspace)
    }
}
