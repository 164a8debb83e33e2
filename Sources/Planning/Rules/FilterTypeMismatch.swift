import Diagnostics
import Plans
import Specs

/// Reports tests for another kind of value than the field holds.
struct FilterTypeMismatch: Rule {
    static let entry = CatalogueEntry(
        code: "CUR331",
        name: "filter-type-mismatch",
        explanation: """
            A test passes values of one kind only: a text never equals a number, and only texts have a beginning. A \
            test for another kind than the field holds passes no event, and 'anything-but' of it every one. Numbers \
            and Booleans stand without quotes, texts that look like them in quotes.
            """,
        example: ExampleWorkspace.filter("{ properties: { is_amp: [\"true\"] } }"),
        fix: ExampleWorkspace.filter("{ properties: { is_amp: [true] } }")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        context.findings(of: Self.self, aboutFiltersOf: workspace)
    }

    /// The finding about a test for a kind of value that a field does not hold.
    static func finding(
        _ test: Located<EventPattern.ValueTest>,
        _ name: String,
        _ kind: FilterKind,
        _ wanted: FilterKind,
        _ context: RuleContext
    ) -> Diagnostic {
        let (help, fixes) = proposal(test, kind)
        return entry.diagnostic(
            at: test.range,
            "'\(name)' is \(kind.words), and this tests for \(wanted.words)",
            help: help ?? "test it as \(kind.words)",
            source: context.glossarySource,
            fixes: fixes
        )
    }

    private static func proposal(
        _ test: Located<EventPattern.ValueTest>,
        _ kind: FilterKind
    ) -> (String?, [Fix]) {
        let range = test.range
        switch (test.value, kind) {
        case (.text(let text), .number) where DecimalNumber.canonical(text) != nil,
            (.text(let text), .boolean) where text == "true" || text == "false":
            return ("write \(text), without quotes", [Fix("write \(text)", replace: range, with: text)])
        case (.number, .text), (.boolean, .text), (.number, .texts), (.boolean, .texts):
            let start = SourceRange(file: range.file, start: range.start, end: range.start)
            let end = SourceRange(file: range.file, start: range.end, end: range.end)
            // The later place first, so that the first change does not move the second.
            let fixes = [
                Fix("close the quotes", replace: end, with: "\""),
                Fix("quote it", replace: start, with: "\""),
            ]
            return ("put it in quotes", fixes)
        default: return (nil, [])
        }
    }
}
