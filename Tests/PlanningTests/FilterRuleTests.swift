import Diagnostics
import Glossary
import Plans
import Specs
import Testing

@testable import Planning

@Suite("Rules about filters")
struct FilterRuleTests {
    private func reading(_ filter: String, events: String = "[users.messages.email.Open]") -> Reading {
        Reading(ExampleWorkspace.filter(filter, events: events))
    }

    private static let both = "[users.messages.email.Open, users.messages.email.Click]"

    @Test(arguments: [
        ("{ properties: { campaign_name: [spring, { prefix: a }, { exists: false }] } }"),
        ("{ user: { external_user_id: [{ exists: false }] }, time: [{ numeric: [\">\", 5] }] }"),
        ("{ properties: { is_amp: [true] } }"),
        ("{ properties: { campaign_name: [null] } }"),
        ("{ id: [{ wildcard: \"a*\" }], properties: { email_address: [{ suffix: { equals-ignore-case: x } }] } }"),
        ("{ properties: { $or: [{ campaign_id: [a] }, { canvas_id: [b] }] } }"),
    ])
    func soundFiltersAreNotReported(filter: String) {
        let reading = reading(filter)
        #expect(reading.codes.isEmpty, "\(reading.rendered)")
        #expect(reading.plans.first?.filter != nil)
        #expect(reading.plans.first?.formatVersion == 2)
    }

    @Test(arguments: [
        ("{ propertys: { campaign_name: [a] } }", "propertys", "did you mean 'properties'?"),
        ("{ campaign_name: [a] }", "campaign_name", "'campaign_name' lies below 'properties'"),
        ("{ properties: { user_id: [a] } }", "user_id", "'user_id' lies below 'user'"),
        ("{ properties: { campaign_name: { x: [a] } } }", "x", "test it itself: 'campaign_name': [value]"),
        ("{ user: [{ exists: true }] }", "user", "test a field below it, such as 'user.device_id'"),
        (
            "{ properties.campaign_name: [a] }", "properties.campaign_name",
            "a dot belongs to the key here: write properties: { campaign_name: […] }"
        ),
        (
            "{ properties: { link_id: [a] } }", "link_id",
            "select an event that has it below 'events', or test another field"
        ),
        ("{ event_typ: [a] }", "event_typ", "did you mean 'event_type'?"),
    ])
    func unknownFieldsArePointedAt(filter: String, marked: String, help: String) {
        let reading = reading(filter)
        #expect(reading.codes == ["CUR330"], "\(reading.rendered)")
        #expect(reading.marked == marked)
        #expect(reading.findings.first?.help == help)
    }

    @Test func aFieldOfAnotherTypeNamesTheTypeThatHasIt() {
        let reading = reading("{ properties: { link_id: [a] } }")
        #expect(
            reading.rendered.contains("'users.messages.email.Click' has it, but is not selected"),
            "\(reading.rendered)"
        )
    }

    @Test func oneMisspelledKeyIsOneFinding() {
        let reading = reading("{ propertys: { campaign_name: [a], canvas_name: [b] } }")
        #expect(reading.codes == ["CUR330"])
    }

    @Test(arguments: [
        ("{ time: [\"5\"] }", "\"5\"", "write 5, without quotes"),
        ("{ time: [{ prefix: \"5\" }] }", "{ prefix: \"5\" }", "test it as a number"),
        ("{ properties: { campaign_name: [5] } }", "5", "put it in quotes"),
        ("{ properties: { campaign_name: [true] } }", "true", "put it in quotes"),
        (
            "{ properties: { campaign_name: [{ numeric: [\">\", 0] }] } }", "{ numeric: [\">\", 0] }",
            "test it as a text"
        ),
        ("{ properties: { is_amp: [{ prefix: t }] } }", "{ prefix: t }", "test it as a Boolean"),
        (
            "{ properties: { campaign_name: [{ anything-but: 5 }] } }", "{ anything-but: 5 }",
            "test it as a text"
        ),
        ("{ time: [{ cidr: 10.0.0.0/8 }] }", "{ cidr: 10.0.0.0/8 }", "test it as a number"),
    ])
    func testsForAnotherKindArePointedAt(filter: String, marked: String, help: String) {
        let reading = reading(filter)
        #expect(reading.codes == ["CUR331"], "\(reading.rendered)")
        #expect(reading.marked == marked)
        #expect(reading.findings.first?.help == help)
    }

    @Test(arguments: ["[\">\", 5, \"<\", 5]", "[\">=\", 5, \"<\", 5]", "[\">\", 10, \"<=\", 9.99]"])
    func boundsThatExcludeEachOtherAreReported(bounds: String) {
        #expect(reading("{ time: [{ numeric: \(bounds) }] }").codes == ["CUR332"])
    }

    @Test func boundsThatMeetAreFine() {
        #expect(reading("{ time: [{ numeric: [\">=\", 5, \"<=\", 5] }] }").codes.isEmpty)
    }

    @Test func typesThatAreNotSelectedAreReported() {
        let named = reading("{ event_type: [users.messages.email.Click] }")
        #expect(named.codes == ["CUR334"])
        #expect(named.findings.first?.message.contains("is not selected") == true)
        #expect(reading("{ event_type: [{ prefix: users.canvas }] }").codes == ["CUR334"])
        let misspelled = reading("{ event_type: [users.messages.email.Opn] }", events: Self.both)
        #expect(misspelled.findings.first?.help == "did you mean 'users.messages.email.Open'?")
    }

    @Test func aTestThatEveryTypePassesIsIdle() {
        #expect(reading("{ event_type: [{ prefix: users. }] }", events: Self.both).codes == ["CUR337"])
    }

    @Test func typesThatAConditionKeepsOutAreCountedAtIt() {
        let reading = reading("{ event_type: [{ suffix: .Open }] }", events: "[\"users.messages.email.*\"]")
        #expect(reading.codes == ["CUR336"], "\(reading.rendered)")
        #expect(reading.marked == "event_type")
        #expect(reading.plans.count == 1, "a warning stops nothing")
    }

    @Test func aFieldThatOnlySomeTypesHaveKeepsOutTheOthers() {
        let needed = reading("{ properties: { link_id: [a] } }", events: Self.both)
        #expect(needed.codes == ["CUR336"])
        #expect(needed.findings.first?.message.contains("they have no 'properties.link_id'") == true)
        #expect(
            reading("{ properties: { link_id: [a, { exists: false }] } }", events: Self.both).codes.isEmpty
        )
        let either =
            "{ $or: [{ properties: { link_id: [a] } }, { event_type: [users.messages.email.Open] }] }"
        #expect(reading(either, events: Self.both).codes.isEmpty)
    }

    @Test(arguments: [
        "{ properties: { campaign_name: [a], $or: [{ campaign_name: [b] }, { campaign_name: [c] }] } }",
        "{ time: [{ numeric: [\">\", 5] }], $or: [{ time: [4] }, { time: [{ numeric: [\"<\", 5] }] }] }",
        "{ properties: { link_id: [a] }, event_type: [users.messages.email.Open] }",
        "{ properties: { campaign_id: [{ exists: false }], $or: [{ campaign_id: [a] }, { campaign_id: [b] }] } }",
    ])
    func whatNothingCanPassIsAnError(filter: String) {
        let reading = reading(filter, events: Self.both)
        #expect(reading.codes == ["CUR335"], "\(reading.rendered)")
    }

    @Test(arguments: [
        ("[a, a]", "this stands here twice"), ("[5e1, 50]", "this stands here twice"),
        ("[{ prefix: ab }, { prefix: a }]", "what passes this passes another test of the list too"),
        ("[Spring, { equals-ignore-case: spring }]", "what passes this passes another test of the list too"),
        ("[x.png, { suffix: .png }]", "what passes this passes another test of the list too"),
        ("[{ exists: true }, a]", "what passes this passes another test of the list too"),
    ])
    func needlessTestsAreReported(tests: String, message: String) {
        let field = tests.contains("50") ? "time" : "properties: { campaign_name"
        let reading = reading("{ \(field): \(tests)\(tests.contains("50") ? "" : " }") }")
        #expect(reading.codes == ["CUR338"], "\(reading.rendered)")
        #expect(reading.findings.first?.message == message)
    }

    @Test func placesWhoseKeysCustomersChooseAreFree() {
        let reading = reading(
            "{ properties: { custom_properties: { plan: [{ numeric: [\">\", 0] }, x, true] } } }",
            events: "[users.behaviors.CustomEvent]"
        )
        #expect(reading.codes.isEmpty, "\(reading.rendered)")
    }

    @Test func keyOrderChangesNoByteOfThePlan() throws {
        let one = reading("{ properties: { campaign_name: [b, a], canvas_name: [c] }, time: [5.0] }")
        let other = reading("{ time: [5], properties: { canvas_name: [c], campaign_name: [a, b] } }")
        let plan = try #require(one.plans.first)
        #expect(PlanFile(plan).bytes == PlanFile(try #require(other.plans.first)).bytes)
        #expect(try PlanFile(reading: PlanFile(plan).bytes).plan == plan)
    }

    @Test func aWorkspaceIsJudgedAnewEachTime() {
        let planner = Planner(glossary: .builtIn, partners: TestPartners.all)
        // The same place in a file of the same name, and another filter.
        let codes = ["[\"5\"]", "[5]", "[\"5\"]"].map { tests in
            let text = ExampleWorkspace.filter("{ time: \(tests) }")
            let (workspace, findings) = SpecReader.read([SourceFile(path: "a.yaml", bytes: Array(text.utf8))])
            return planner.plan(workspace, after: findings).findings.map(\.code)
        }
        #expect(codes == [["CUR331"], [], ["CUR331"]])
    }
}
