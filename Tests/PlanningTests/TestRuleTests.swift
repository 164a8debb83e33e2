import Diagnostics
import Testing

@testable import Planning

@Suite("Rules about tests")
struct TestRuleTests {
    private let event = "{ event_type: users.messages.email.Open, id: a }"

    @Test func aMisspelledCurrentIsMarkedAndANearNameOffered() {
        let reading = Reading(ExampleWorkspace.test(current: "exampel"))
        #expect(reading.codes == ["CUR273"])
        #expect(reading.marked == "exampel")
        #expect(reading.findings.first?.help == "did you mean 'example'?")
        #expect(Reading(reading.fixed(ExampleWorkspace.test(current: "exampel"))).codes.isEmpty)
    }

    @Test(arguments: [
        ("{ event_type: users.messages.email.Open }", "the event has no 'id'"),
        ("{ event_type: users.messages.email.Open, id: 5 }", "the event's 'id' is not a text"),
        ("{ event_type: users.messages.email.Open, id: '' }", "the event's 'id' is not a text"),
        ("{ id: a }", "the event has no 'event_type'"),
        ("'[1]'", "the input is not an object"),
        ("'{'", "the input is not JSON: a key in double quotes belongs here, at byte 1"),
        ("'{\"id\":\"a\",\"id\":\"b\"}'", "the input is not JSON: 'id' stands here twice, at byte 10"),
    ])
    func anInputThatIsNoEventIsReported(input: String, message: String) {
        let reading = Reading(ExampleWorkspace.test(input: input))
        #expect(reading.codes == ["CUR274"])
        #expect(reading.findings.first?.message == message)
        #expect(reading.findings.first?.help != nil)
    }

    @Test func anUnknownTypeIsMarkedWhereItStands() {
        let text = ExampleWorkspace.test(input: "{ id: a, event_type: users.messages.email.Opened }")
        let reading = Reading(text)
        #expect(reading.codes == ["CUR274"])
        #expect(reading.marked == "users.messages.email.Opened")
        #expect(reading.findings.first?.help == "did you mean 'users.messages.email.Open'?")
        #expect(Reading(reading.fixed(text)).codes.isEmpty)
    }

    @Test func anUnknownTypeMayBeWhatIsTested() {
        let reading = Reading(
            ExampleWorkspace.test(
                input: "{ id: a, event_type: users.messages.pigeon.Send }",
                expect: "{ outcome: filtered, reason: unknown_event_type }"
            )
        )
        #expect(reading.codes.isEmpty)
    }

    @Test(arguments: [
        ("{ outcome: record, reason: not_selected }", "not_selected", "a record has no reason"),
        ("{ record: {}, reason: oversize }", "oversize", "a record has no reason"),
        ("{ outcome: filtered, record: {} }", "filtered", "an event that is 'filtered' has no record"),
        (
            "{ outcome: dead_lettered, reason: retry_exhausted }", "retry_exhausted",
            "'retry_exhausted' is never decided by the event alone"
        ),
        ("{ record: 'x' }", "'x'", "the record is not JSON: no value begins like this, at byte 0"),
    ])
    func anExpectationThatCannotBeIsReported(expect: String, marked: String, message: String) {
        let reading = Reading(ExampleWorkspace.test(expect: expect))
        #expect(reading.codes == ["CUR275"])
        #expect(reading.marked == marked)
        #expect(reading.findings.first?.message == message)
    }

    @Test func aReasonOfTheOtherOutcomeNamesThatOutcome() {
        let text = ExampleWorkspace.test(expect: "{ outcome: filtered, reason: mapping_failed }")
        let reading = Reading(text)
        #expect(reading.codes == ["CUR276"])
        #expect(reading.marked == "mapping_failed")
        #expect(reading.findings.first?.help == "it is one of 'dead_lettered'")
        #expect(Reading(reading.fixed(text)).codes.isEmpty)
    }

    @Test(arguments: ["not_selected", "mapping_failed"])
    func aReasonAloneIsTheReasonOfNothing(reason: String) {
        let reading = Reading(ExampleWorkspace.test(expect: "{ reason: \(reason) }"))
        #expect(reading.codes == ["CUR276"])
        #expect(reading.findings.first?.help?.hasPrefix("add 'outcome: ") == true)
    }

    @Test(arguments: ["{ record: {} }", "{ outcome: record }", "{ outcome: dead_lettered }"])
    func anInputThatIsNotSelectedIsMarkedAtItsType(expect: String) {
        let reading = Reading(
            ExampleWorkspace.test(input: "{ event_type: users.messages.email.Send, id: a }", expect: expect)
        )
        #expect(reading.codes == ["CUR277"])
        #expect(reading.marked == "users.messages.email.Send")
        #expect(reading.findings.first?.notes.count == 1)
    }

    @Test func anInputAsTextIsMarkedAsAWhole() {
        let input = #"'{"event_type":"users.messages.email.Send","id":"a"}'"#
        let reading = Reading(ExampleWorkspace.test(input: input))
        #expect(reading.codes == ["CUR277"])
        #expect(reading.marked == input)
    }

    @Test func aMisspelledSelectorIsTheOnlyFinding() {
        let text = ExampleWorkspace.test().replacing(
            "[users.messages.email.Open]",
            with: "[users.messages.email.Opn]"
        )
        #expect(Reading(text).codes == ["CUR301"])
    }

    @Test func noDamagedByteIsTooMuch() {
        let text = Array(ExampleWorkspace.test(expect: "{ record: { n: 1.0 } }").utf8)
        for index in text.indices {
            for bytes in [Array(text[..<index] + text[(index + 1)...]), Array(text[..<index])] {
                let reading = Reading(String(decoding: bytes, as: UTF8.self))
                #expect(reading.plans.isEmpty || !reading.findings.hasErrors)
            }
        }
    }

    @Test func testsChangeNoPlan() {
        let plain = Reading(ExampleWorkspace.text(ExampleWorkspace.soundSpec))
        #expect(Reading(ExampleWorkspace.test()).plans == plain.plans)
    }
}
