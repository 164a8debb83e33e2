import Diagnostics
import Specs

/// Reports tests for the absence of a field that every selected event has.
struct RequiredFieldAbsent: Rule {
    static let entry = CatalogueEntry(
        code: "CUR333",
        name: "required-field-absent",
        explanation: "A field that every selected event has is never absent, so this test passes no event.",
        example: ExampleWorkspace.filter("{ user: { user_id: [{ exists: false }] } }"),
        fix: ExampleWorkspace.filter("{ user: { external_user_id: [{ exists: false }] } }")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        context.findings(of: Self.self, aboutFiltersOf: workspace)
    }

    /// The finding about a test that a field is not there.
    static func finding(_ range: SourceRange, _ name: String, _ context: RuleContext) -> Diagnostic {
        entry.diagnostic(
            at: range,
            "every selected event has '\(name)', so it is never absent",
            help: "remove the test, or test a field that may be absent",
            source: context.glossarySource
        )
    }
}
