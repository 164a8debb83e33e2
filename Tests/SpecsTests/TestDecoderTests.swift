import Diagnostics
import Testing

@testable import Specs

@Suite("Tests are read") struct TestDecoderTests {
    private func text(
        _ lines: String = """
        current: mail
        input: { event_type: users.messages.email.Open, id: a, n: 1.0 }
        expect: { record: { id: a } }
        """
    ) -> String {
        let spec = lines.split(separator: "\n").map { "  \($0)\n" }.joined()
        return "apiVersion: currents/v1\nkind: Test\nmetadata: { name: opens }\nspec:\n\(spec)"
    }

    @Test func everyPartArrivesWhereItBelongs() throws {
        let text = text()
        let (workspace, findings) = Reading.read(text)
        #expect(findings.isEmpty)
        let test = try #require(workspace.tests.first)
        #expect(test.metadata.name.value == "opens")
        #expect(test.current.value == "mail")
        #expect(test.input.value == #"{"event_type":"users.messages.email.Open","id":"a","n":1.0}"#)
        let type = try #require(test.eventType)
        #expect(Reading.slice(text, type.range) == "users.messages.email.Open")
        #expect(test.expectation.record?.value == #"{"id":"a"}"#)
        #expect(test.expectation.outcome == nil)
    }

    @Test func textsAreTakenAsTheyStand() throws {
        let (workspace, findings) = Reading.read(
            text("current: mail\ninput: '{\"id\": 1}'\nexpect: { outcome: filtered, reason: not_selected }")
        )
        #expect(findings.isEmpty)
        let test = try #require(workspace.tests.first)
        #expect(test.input.value == #"{"id": 1}"#)
        #expect(test.eventType == nil)
        #expect(test.expectation.outcome?.value == "filtered")
        #expect(test.expectation.reason?.value == "not_selected")
    }

    @Test(arguments: [
        ("input: {}\nexpect: { outcome: filtered }", "CUR206"),
        ("current: mail\nexpect: { outcome: filtered }", "CUR206"),
        ("current: mail\ninput: {}", "CUR206"),
        ("current: mail\ninput: {}\nexpect: {}", "CUR207"),
        ("current: mail\ninput: [1]\nexpect: { outcome: filtered }", "CUR205"),
        ("current: mail\ninput:\nexpect: { outcome: filtered }", "CUR205"),
        ("current: mail\ninput: { n: .inf }\nexpect: { outcome: filtered }", "CUR207"),
        ("current: mail\ninput: {}\nexpect: { outcome: droped }", "CUR208"),
        ("current: mail\ninput: {}\nexpect: { recrod: {} }", "CUR204"),
        ("current: mail\ninput: {}\nexpect: { something: {} }", "CUR204"),
        ("current: mail\ninput: {}\nexpects: { record: {} }", "CUR204"),
        ("current: mail\ninput: {}\nexpect: filtered", "CUR205"),
    ])
    func oneMistakeMakesOneFinding(lines: String, code: String) {
        let (workspace, findings) = Reading.read(text(lines))
        #expect(findings.map(\.code) == [code])
        #expect(workspace.tests.isEmpty)
    }
}
