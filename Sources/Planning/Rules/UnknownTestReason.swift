import Diagnostics
import Plans
import Specs

/// Reports expected reasons that do not exist.
struct UnknownTestReason: Rule {
    static let entry = CatalogueEntry(
        code: "CUR276",
        name: "unknown-test-reason",
        explanation: """
            The reasons why an event is left out or set aside are a closed list, and each belongs to one outcome. \
            Without 'reason' any reason will do.
            """,
        example: ExampleWorkspace.test(
            input: "{ event_type: users.messages.email.Send, id: a }",
            expect: "{ outcome: filtered, reason: not_selectd }"
        ),
        fix: ExampleWorkspace.test(
            input: "{ event_type: users.messages.email.Send, id: a }",
            expect: "{ outcome: filtered, reason: not_selected }"
        )
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.tests.map(\.expectation).compactMap(finding)
    }

    private func finding(_ expectation: TestSpec.Expectation) -> Diagnostic? {
        guard let reason = expectation.reason, expectation.record == nil,
            expectation.outcome?.value != "record"
        else { return nil }
        let filtered = FilterReason.allCases.map(\.rawValue)
        let deadLettered = DeadLetterReason.allCases.map(\.rawValue)
        guard let outcome = expectation.outcome else {
            return Self.entry.diagnostic(
                at: reason.range,
                "'\(reason.value)' is the reason of no outcome",
                help: "add 'outcome: \(deadLettered.contains(reason.value) ? "dead_lettered" : "filtered")'"
            )
        }
        let (own, others, other) =
            outcome.value == "filtered"
            ? (filtered, deadLettered, "dead_lettered") : (deadLettered, filtered, "filtered")
        guard !own.contains(reason.value) else { return nil }
        if others.contains(reason.value) {
            return Self.entry.diagnostic(
                at: reason.range,
                "'\(reason.value)' is no reason of '\(outcome.value)'",
                notes: [DiagnosticNote("the outcome is expected here", at: outcome.range)],
                help: "it is one of '\(other)'",
                fixes: [Fix("write '\(other)'", replace: outcome.range, with: other)]
            )
        }
        return Self.entry.diagnostic(
            at: reason.range,
            "'\(reason.value)' is no reason of '\(outcome.value)'",
            help: Hint.closest(to: reason.value, among: own, "reasons of '\(outcome.value)'"),
            fixes: Hint.fixes(of: reason, among: own)
        )
    }
}
