import Diagnostics
import Plans
import Specs

/// Reports values and tests of a list that another of the list makes needless.
struct RepeatedFilterTest: Rule {
    static let entry = CatalogueEntry(
        code: "CUR338",
        name: "repeated-filter-test",
        severity: .warning,
        explanation: """
            A field passes when it fits any item of its list. An item that stands there twice, or that lets pass only \
            what another lets pass anyway, has no effect.
            """,
        example: ExampleWorkspace.filter(
            "{ properties: { campaign_name: [{ prefix: spring }, spring-mail] } }"
        ),
        fix: ExampleWorkspace.filter("{ properties: { campaign_name: [{ prefix: spring }] } }")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        context.findings(of: Self.self, aboutFiltersOf: workspace)
    }

    /// The finding about one item of a list; nil when it has an effect.
    static func finding(about index: Int, in tests: [Located<EventPattern.ValueTest>]) -> Diagnostic? {
        let test = tests[index]
        for (other, cover) in tests.enumerated() where other != index && cover.value.covers(test.value) {
            let isSame = test.value.covers(cover.value)
            // Of two that are the same, the later one is needless.
            guard !isSame || other < index else { continue }
            return entry.diagnostic(
                at: test.range,
                isSame ? "this stands here twice" : "what passes this passes another test of the list too",
                notes: [DiagnosticNote(isSame ? "the first time" : "the other test", at: cover.range)],
                help: "remove it"
            )
        }
        return nil
    }
}
