import Diagnostics
import Plans
import Specs

/// Reports numeric bounds that no number keeps to.
struct ImpossibleBounds: Rule {
    static let entry = CatalogueEntry(
        code: "CUR332",
        name: "impossible-bounds",
        explanation:
            "The lower bound of a numeric test must lie below the upper one; otherwise no number passes.",
        example: ExampleWorkspace.filter("{ time: [{ numeric: [\">\", 10, \"<\", 5] }] }"),
        fix: ExampleWorkspace.filter("{ time: [{ numeric: [\">\", 5, \"<\", 10] }] }")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        context.findings(of: Self.self, aboutFiltersOf: workspace)
    }

    /// The finding about bounds that exclude each other.
    static func finding(_ range: SourceRange, _ bounds: [EventPattern.NumericBound]) -> Diagnostic {
        let words = bounds.map { "\($0.relation.rawValue) \($0.bound)" }.joined(separator: " and ")
        return entry.diagnostic(
            at: range,
            "no number is \(words)",
            help: "swap the bounds, or give each a test of its own for either side"
        )
    }
}
