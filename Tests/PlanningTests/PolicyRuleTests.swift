import Diagnostics
import Glossary
import Plans
import Specs
import Testing

@testable import Planning

@Suite("Rules of policies")
struct PolicyRuleTests {
    private func read(
        _ policies: String...,
        region: String = "EU",
        events: String = "[users.messages.email.Open]",
        metadata: String = "{ name: example }"
    ) -> Reading {
        let text = ExampleWorkspace.policy(
            policies.first ?? "{}",
            region: region,
            events: events,
            metadata: metadata
        )
        let more = policies.dropFirst().enumerated().map {
            ExampleWorkspace.document("Policy", name: "policy-\($0 + 2)", spec: $1)
        }
        return Reading(([text] + more).joined(separator: "---\n"))
    }

    @Test func aForbiddenRegionIsMarkedWithTheOneThatIsLeft() throws {
        let reading = read("{ regions: { amplitude: [EU], eventbridge: [\"eu-*\"] } }", region: "US")
        #expect(reading.codes == ["CUR260"])
        #expect(reading.marked == "US")
        let finding = try #require(reading.findings.first)
        #expect(finding.message == "region 'US' of Amplitude is not allowed by policy 'privacy'")
        #expect(finding.help == "use 'EU'")
        #expect(finding.notes.map(\.message) == ["policy 'privacy' allows EU"])
    }

    @Test func everyPolicyHasToAllowTheRegionAndOneFindingNamesAllThatDoNot() {
        let reading = read(
            "{ regions: { amplitude: [EU] } }",
            "{ regions: { amplitude: [\"E*\"] } }",
            region: "US"
        )
        #expect(reading.codes == ["CUR260"])
        #expect(reading.findings.first?.notes.count == 2)
        let contradiction = read("{ regions: { amplitude: [EU] } }", "{ regions: { amplitude: [US] } }")
        #expect(contradiction.codes == ["CUR260"])
        #expect(contradiction.findings.first?.help == "no region satisfies all policies: change one of them")
    }

    @Test func aWrongRegionOfACurrentOrAPolicyIsReportedOnce() {
        #expect(read("{ regions: { amplitude: [EU] } }", region: "UE").codes == ["CUR403"])
        #expect(read("{ regions: { amplitude: [UE] } }").codes == ["CUR263"])
    }

    @Test func regionsThatAPartnerDoesNotHaveGetASuggestion() {
        let reading = read("{ regions: { eventbridge: [eu-west-11], http: [EU], amplitude: [\"ap-*\"] } }")
        #expect(reading.codes == ["CUR263", "CUR263", "CUR263"])
        #expect(reading.findings[0].help == "did you mean 'eu-west-1'?")
        #expect(reading.findings[1].message == "Custom HTTP has no regions")
        #expect(reading.findings[2].help == "regions: US, EU")
    }

    @Test func unknownPartnersGetASuggestion() {
        let reading = read(
            "{ regions: { Amplitude: [EU] }, personalFields: [{ fields: [user.user_id], partners: [htp] }] }"
        )
        #expect(reading.codes == ["CUR262", "CUR262"])
        #expect(reading.findings.map(\.help) == ["did you mean 'amplitude'?", "did you mean 'http'?"])
        #expect(reading.findings.flatMap(\.fixes).map(\.replacement) == ["amplitude", "http"])
    }

    @Test(arguments: [
        ("email_address", "did you mean 'properties.email_address'?"),
        ("properties.email_adress", "did you mean 'properties.email_address'?"),
        ("user.external_id", "did you mean 'user.external_user_id'?"),
    ])
    func aFieldThatNoEventHasGetsASuggestion(field: String, help: String) {
        let reading = read("{ personalFields: [{ fields: [\(field)], partners: [http] }] }")
        #expect(reading.codes == ["CUR264"])
        #expect(reading.marked == field)
        #expect(reading.findings.first?.help == help)
    }

    @Test(arguments: ["properties.nonsense*", "userr.*", "properties.custom_propertiesx"])
    func aGlobThatFitsNoFieldIsReported(field: String) {
        #expect(
            read("{ personalFields: [{ fields: [\"\(field)\"], partners: [http] }] }").codes == ["CUR264"]
        )
    }

    @Test(arguments: [
        "properties.custom_properties.ssn", "*.ssn", "properties.purchase_properties.*", "user", "*email*",
        "properties.custom_*ssn",
    ])
    func whatMayStandBelowAFreeObjectIsAccepted(field: String) {
        #expect(read("{ personalFields: [{ fields: [\"\(field)\"], partners: [http] }] }").codes.isEmpty)
    }

    @Test func theEnvelopeCannotBeForbidden() {
        #expect(read("{ personalFields: [{ fields: [time], partners: [http] }] }").codes == ["CUR264"])
    }

    @Test func aForbiddenEventIsMarkedAtTheSelectorThatBringsItIn() throws {
        let named = read("{ forbiddenEvents: [users.messages.email.Open] }")
        #expect(named.codes == ["CUR265"])
        #expect(named.marked == "users.messages.email.Open")
        #expect(
            named.findings.first?.message == "'users.messages.email.Open' is forbidden by policy 'privacy'"
        )
        let glob = read(
            "{ forbiddenEvents: [\"users.messages.email.*\"] }",
            events:
                "{ include: [users.behaviors.CustomEvent, \"users.messages.email.O*\"], customEvents: [a] }"
        )
        #expect(glob.codes == ["CUR265"])
        #expect(glob.marked == "\"users.messages.email.O*\"")
        #expect(glob.findings.first?.help == "add to 'events.exclude': \"users.messages.email.*\"")
    }

    @Test func excludedEventsAreNotForbidden() {
        let events = "{ include: [\"users.*\"], exclude: [\"users.messages.email.*\"] }"
        #expect(read("{ forbiddenEvents: [\"users.messages.email.*\"] }", events: events).codes.isEmpty)
    }

    @Test func policiesThatForbidTheSameEventShareAFinding() {
        let reading = read(
            "{ forbiddenEvents: [users.messages.email.Open] }",
            "{ forbiddenEvents: [\"users.messages.email.*\"] }"
        )
        #expect(reading.codes == ["CUR265"])
        #expect(reading.findings.first?.notes.count == 2)
    }

    @Test(arguments: [
        ("users.messages.email.Opened", "CUR301"), ("\"users.message.*\"", "CUR302"),
        ("{ group: canvass }", "CUR303"), ("users.campaigns.Revenue", "CUR307"),
    ])
    func selectorsOfPoliciesAreCheckedAsThoseOfCurrents(selector: String, code: String) {
        let reading = read("{ forbiddenEvents: [\(selector)] }")
        #expect(reading.codes == [code])
        #expect(reading.findings.first?.help != nil)
    }

    @Test func aMissingOwnerIsMarkedAtTheName() {
        let reading = read("{ requireOwner: true }")
        #expect(reading.codes == ["CUR266"])
        #expect(reading.marked == "example")
        #expect(reading.findings.first?.notes.first?.range != nil)
    }

    @Test func anOwnerThatCannotBeReadIsReportedOnce() {
        let reading = read("{ requireOwner: true }", metadata: "{ name: example, owner: [a] }")
        #expect(reading.codes == ["CUR205"])
    }

    @Test func missingLabelsAreOneFindingAndEmptyOnesAreMarkedThemselves() throws {
        let missing = read("{ requireLabels: [team, env] }")
        #expect(missing.codes == ["CUR267"])
        #expect(missing.marked == "example")
        #expect(missing.findings.first?.message == "current 'example' lacks the labels 'env', 'team'")
        let empty = read("{ requireLabels: [env] }", metadata: "{ name: example, labels: { env: \"\" } }")
        #expect(empty.codes == ["CUR267"])
        #expect(empty.marked == "\"\"")
        let near = read("{ requireLabels: [env] }", metadata: "{ name: example, labels: { ENV: a } }")
        #expect(near.findings.first?.help == "is label 'ENV' misspelled?")
    }

    @Test(arguments: [
        "{ regions: { amplitude: [EU, US] } }", "{ regions: { amplitude: [\"*\"] } }",
        "{ forbiddenEvents: [users.UserOrphan] }", "{ requireOwner: false }",
    ])
    func aPolicyThatNothingCanBreakIsAWarning(policy: String) {
        let reading = read(policy)
        #expect(reading.codes == ["CUR268"])
        #expect(!reading.plans.isEmpty)
    }
}
