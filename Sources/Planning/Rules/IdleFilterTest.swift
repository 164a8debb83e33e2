import Diagnostics
import Specs

/// Reports tests that every selected event passes.
struct IdleFilterTest: Rule {
    static let entry = CatalogueEntry(
        code: "CUR337",
        name: "idle-filter-test",
        severity: .warning,
        explanation: """
            A test that every selected event passes leaves nothing out, and makes all others of its list idle. It is \
            often a sign that another field was meant.
            """,
        example: ExampleWorkspace.filter("{ user: { user_id: [{ exists: true }] } }"),
        fix: ExampleWorkspace.filter("{ user: { external_user_id: [{ exists: true }] } }")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        context.findings(of: Self.self, aboutFiltersOf: workspace)
    }

    /// The finding about a test that leaves nothing out.
    static func finding(_ range: SourceRange, _ reason: String) -> Diagnostic {
        entry.diagnostic(
            at: range,
            "\(reason), so this test leaves nothing out",
            help: "remove it, or test a field that tells events apart"
        )
    }
}
