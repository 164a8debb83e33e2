import Diagnostics
import Specs

/// Reports selected event types of which no event can pass the filter.
struct FilterLeavesOutType: Rule {
    static let entry = CatalogueEntry(
        code: "CUR336",
        name: "filter-leaves-out-type",
        severity: .warning,
        explanation: """
            A filter asks every event for the same fields, and a field that an event lacks passes no test but \
            'exists: false'. So a condition on a field that only some of the selected types have leaves out all \
            events of the others, which is seldom meant.
            """,
        example: ExampleWorkspace.filter(
            "{ properties: { link_id: [{ exists: true }] } }",
            events: "[users.messages.email.Open, users.messages.email.Click]"
        ),
        fix: ExampleWorkspace.filter(
            "{ properties: { link_id: [{ exists: true }] } }",
            events: "[users.messages.email.Click]"
        )
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        context.findings(of: Self.self, aboutFiltersOf: workspace)
    }

    /// The finding about types that one condition keeps out.
    static func finding(_ range: SourceRange, _ reason: String, _ types: [String]) -> Diagnostic {
        let shown = types.first.map { "'\($0)'" } ?? ""
        let more = types.count > 1 ? " and \(types.count - 1) more selected types" : ""
        return entry.diagnostic(
            at: range,
            "no event of \(shown)\(more) can pass: \(reason)",
            notes: types.dropFirst().prefix(5).map { DiagnosticNote("nor of '\($0)'") },
            help: "exclude these types below 'events', or let them pass with { exists: false } or '$or'"
        )
    }
}
