import Diagnostics
import Plans
import Specs

/// Reports expectations that contradict themselves.
struct ImpossibleExpectation: Rule {
    static let entry = CatalogueEntry(
        code: "CUR275",
        name: "impossible-expectation",
        explanation: """
            An event becomes a record, or is left out, or is set aside, with a reason for the latter two. An expectation \
            that mixes these, such as a record and a reason, can never be met; neither can a reason that only a partner's \
            answer or the passing of time can bring about.
            """,
        example: ExampleWorkspace.test(expect: "{ outcome: record, reason: not_selected }"),
        fix: ExampleWorkspace.test(
            input: "{ event_type: users.messages.email.Send, id: a }",
            expect: "{ outcome: filtered, reason: not_selected }"
        )
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.tests.map(\.expectation).compactMap(finding)
    }

    private func finding(_ expectation: TestSpec.Expectation) -> Diagnostic? {
        if let reason = expectation.reason,
            expectation.outcome?.value == "record" || expectation.record != nil
        {
            return Self.entry.diagnostic(
                at: reason.range,
                "a record has no reason",
                notes: record(expectation),
                help:
                    "remove 'reason', or expect 'outcome: filtered' or 'outcome: dead_lettered' without a record"
            )
        }
        if let outcome = expectation.outcome, outcome.value != "record", expectation.record != nil {
            return Self.entry.diagnostic(
                at: outcome.range,
                "an event that is '\(outcome.value)' has no record",
                notes: record(expectation),
                help: "remove 'record', or expect 'outcome: record'"
            )
        }
        if let record = expectation.record, let problem = problem(record.value) {
            return Self.entry.diagnostic(
                at: record.range,
                "the record is not JSON: \(problem.message), at byte \(problem.offset)",
                help: "write the record as a mapping, or as JSON in single quotes"
            )
        }
        return reasonFromOutside(expectation)
    }

    private func record(_ expectation: TestSpec.Expectation) -> [DiagnosticNote] {
        if let record = expectation.record {
            return [DiagnosticNote("the record is expected here", at: record.range)]
        }
        return expectation.outcome.map { [DiagnosticNote("the record is expected here", at: $0.range)] } ?? []
    }

    private func problem(_ text: String) -> JSONTreeProblem? {
        do throws(JSONTreeProblem) {
            _ = try JSONTree(reading: Array(text.utf8))
            return nil
        } catch {
            return error
        }
    }

    /// Set aside for a reason that no look at the event alone can give.
    private func reasonFromOutside(_ expectation: TestSpec.Expectation) -> Diagnostic? {
        guard expectation.outcome?.value == "dead_lettered", let reason = expectation.reason,
            let known = DeadLetterReason(rawValue: reason.value), !Self.reasonsOfEvents.contains(known)
        else { return nil }
        let possible = Self.reasonsOfEvents.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return Self.entry.diagnostic(
            at: reason.range,
            "'\(reason.value)' is never decided by the event alone",
            help: "a test can expect \(possible); 'currentsctl rehearse' asks a simulated partner"
        )
    }

    /// The reasons that an event itself can give.
    private static let reasonsOfEvents: [DeadLetterReason] = [.mappingFailed, .oversize, .tooLargeForPartner]
}
