import Diagnostics
import Glossary
import Plans
import Specs

/// Reports tests whose input could never come from a source.
struct TestInputNoEvent: Rule {
    static let entry = CatalogueEntry(
        code: "CUR274",
        name: "test-input-no-event",
        explanation: """
            The input of a test is one event: a JSON object with an 'id' of at least one character and the 'event_type' \
            of the event glossary. Anything else is refused before it reaches a current, so it tests nothing. A type \
            that the glossary does not know is fine where just that is expected: 'reason: unknown_event_type'.
            """,
        example: ExampleWorkspace.test(input: "{ event_type: users.messages.email.Open, time: 1 }"),
        fix: ExampleWorkspace.test(input: "{ event_type: users.messages.email.Open, id: a, time: 1 }")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.tests.compactMap { finding($0, in: context) }
    }

    private func finding(_ test: TestSpec, in context: RuleContext) -> Diagnostic? {
        let event: JSONTree
        do throws(JSONTreeProblem) {
            event = try JSONTree(reading: Array(test.input.value.utf8))
        } catch {
            return Self.entry.diagnostic(
                at: test.input.range,
                "the input is not JSON: \(error.message), at byte \(error.offset)",
                help: "write the event as a mapping, or as JSON in single quotes"
            )
        }
        guard case .object = event else {
            return report(test, "the input is not an object", help: "an event is { event_type: …, id: …, … }")
        }
        guard let id = event["id"]?.text, !id.isEmpty else {
            let message = event["id"] == nil ? "the event has no 'id'" : "the event's 'id' is not a text"
            let help = event["id"] == nil ? "give it one, such as 'id: a'" : "put the id in quotes"
            return report(test, message, help: help)
        }
        guard let type = event["event_type"]?.text else {
            let help = "name an event type, such as 'event_type: users.messages.email.Open'"
            return report(test, "the event has no 'event_type'", help: help)
        }
        guard context.glossary[type] == nil, test.expectation.reason?.value != "unknown_event_type" else {
            return nil
        }
        let written = test.eventType ?? test.input.map { _ in type }
        let near = context.glossary.closest(to: type)
        return Self.entry.diagnostic(
            at: written.range,
            "'\(type)' is not in the event glossary",
            help: near.map { "did you mean '\($0)'?" } ?? "'currentsctl events' lists every event type",
            source: context.glossarySource,
            fixes: test.eventType == nil
                ? [] : near.map { [Fix("write '\($0)'", replace: written.range, with: $0)] } ?? []
        )
    }

    private func report(_ test: TestSpec, _ message: String, help: String) -> Diagnostic {
        Self.entry.diagnostic(at: test.input.range, message, help: help)
    }
}
