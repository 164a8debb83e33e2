import Diagnostics
import Plans
import Testing

@testable import Planning

@Suite("Rules about the names of events")
struct EventNameRuleTests {
    private func names(
        _ names: String,
        events: String = "[users.messages.email.Open, users.messages.email.Send, users.behaviors.CustomEvent]"
    ) -> Reading {
        Reading(ExampleWorkspace.eventNames(names, events: events))
    }

    @Test(arguments: [
        ("users.messages.email.Open: Mail opened", []), ("users.messages.email.Opened: x", ["CUR422"]),
        ("users_campaigns_abort: x", ["CUR422"]), ("\"users.messages.email.*\": x", ["CUR422"]),
        ("users.messages.sms.Send: x", ["CUR423"]),
        ("users.behaviors.CustomEvent: \"[Mine] *\"", []), ("users.behaviors.CustomEvent: \"*\"", []),
        ("users.behaviors.CustomEvent: Mine", ["CUR424"]),
        ("users.behaviors.CustomEvent: \"* and *\"", ["CUR424"]),
        ("users.behaviors.CustomEvent: \"**\"", ["CUR424"]), ("users.messages.email.Open: \"a*b*\"", []),
        ("users.messages.email.Open: 0123456789012345678901234567890123456789", []),
        ("users.messages.email.Open: 01234567890123456789012345678901234567890", ["CUR424"]),
        ("users.messages.email.Open: \"a\\u2028b\"", ["CUR424"]),
        ("users.messages.email.Open: \"a\\x85b\"", ["CUR424"]),
        ("users.messages.email.Open: \"  \"", ["CUR424"]),
        ("users.messages.email.Open: \"Mail \"", ["CUR424"]),
        ("users.messages.email.Open: \"\"", ["CUR207"]),
        ("users.messages.email.Open: \"a\\tb\"", ["CUR207"]), ("users.messages.email.Open: [a]", ["CUR205"]),
    ])
    func eachFormOfMistakeHasItsFinding(line: String, codes: [String]) {
        let reading = names(line)
        #expect(reading.codes == codes, "\(reading.rendered)")
    }

    @Test(arguments: ["Mail", "\"\"", "[a]", "5"])
    func namesAreAMapping(value: String) {
        let reading = Reading(
            ExampleWorkspace.amplitude(
                "region: EU\ncredentials: { apiKey: { env: K } }\nsettings: { eventNames: \(value) }"
            )
        )
        #expect(reading.codes == ["CUR410"])
        #expect(reading.findings[0].help == "write a mapping from event types to names")
    }

    @Test func aPartnerWithoutNamesDoesNotTakeThem() {
        let text = ExampleWorkspace.soundSpec + "\nsettings: { eventNames: { users.messages.email.Open: x } }"
        #expect(Reading(ExampleWorkspace.text(text)).codes == ["CUR408"])
    }

    @Test func theUnderscoreFormGetsTheDottedOne() {
        let reading = names("users_campaigns_abort: x", events: "[users.campaigns.Abort]")
        #expect(reading.codes.first == "CUR422")
        #expect(reading.findings[0].help == "did you mean 'users.campaigns.Abort'?")
        #expect(reading.findings[0].fixes.map(\.replacement) == ["users.campaigns.Abort"])
        #expect(reading.marked == "users_campaigns_abort")
    }

    @Test func theLengthCitesItsSource() {
        let reading = names("users.messages.email.Open: \(String(repeating: "x", count: 41))")
        #expect(reading.findings[0].source == "test page of amplitude, lengths")
    }

    @Test func aCollisionShowsBothPlaces() throws {
        let reading = names("users.messages.email.Open: \"[Own] Email Send\"")
        #expect(reading.codes == ["CUR427"])
        #expect(reading.marked == "\"[Own] Email Send\"")
        #expect(
            reading.findings[0].message
                == "'users.messages.email.Open' and 'users.messages.email.Send' "
                + "would both be '[Own] Email Send' at Amplitude"
        )
        let note = try #require(reading.findings[0].notes.first?.range)
        let bytes = try #require(reading.files.first).bytes[note.start.offset..<note.end.offset]
        #expect(String(decoding: bytes, as: UTF8.self) == "users.messages.email.Send")
    }

    @Test(arguments: [
        ("users.messages.email.Open: \"[Own] [Custom] signup\"", "[signup]", ["CUR427"]),
        ("users.messages.email.Open: \"[Own] [Custom] signup\"", "[other]", []),
        ("users.messages.email.Open: \"[Own] [Custom] signup\"", "[\"sign*\"]", []),
        ("users.behaviors.CustomEvent: \"*\"", "[\"[Own] Email Open\"]", ["CUR427"]),
        ("users.behaviors.CustomEvent: \"*\"", "[a, a]", []),
    ])
    func customEventsCollideUnderTheirFullNames(line: String, custom: String, codes: [String]) {
        let include = "[users.messages.email.Open, users.behaviors.CustomEvent]"
        let reading = names(line, events: "{ include: \(include), customEvents: \(custom) }")
        #expect(reading.codes == codes, "\(reading.rendered)")
    }

    @Test func aNameThatIsNotUsedCollidesWithNothing() {
        let reading = names(
            "users.messages.email.Open: \"[Own] Email Send\"",
            events: "[users.messages.email.Send]"
        )
        #expect(reading.codes == ["CUR423"])
    }

    @Test(arguments: [(6, []), (7, ["CUR428"]), (10, ["CUR428"])])
    func manyNamesAreAWarning(count: Int, codes: [String]) {
        let list = (1...count).map { "e\($0)" }.joined(separator: ", ")
        let include = "[users.messages.email.Open, users.behaviors.CustomEvent]"
        let reading = Reading(
            ExampleWorkspace.amplitude(
                "region: EU\ncredentials: { apiKey: { env: K } }",
                events: "{ include: \(include), customEvents: [\(list)] }"
            )
        )
        #expect(reading.codes == codes)
        #expect(reading.findings.first?.source == (codes.isEmpty ? nil : "test page of amplitude, names"))
        #expect(!reading.plans.isEmpty)
    }
}
