import Diagnostics
import Glossary
import Plans
import Specs
import Testing

@testable import Planning

@Suite("CUR261 personal-fields-in-clear")
struct PersonalFieldsTests {
    private let email = "properties.email_address"

    /// Findings about a current for the custom HTTP partner with the given mappings and policies.
    private func findings(
        _ policies: [String],
        events: String = "[users.messages.email.Open]",
        declaring declarations: [String] = [],
        partner: String = "http",
        _ mappings: [MappingSpec] = []
    ) -> [Diagnostic] {
        let documents =
            policies.enumerated().map {
                ExampleWorkspace.document("Policy", name: "policy-\($0 + 1)", spec: $1)
            }
            + declarations.enumerated().map {
                ExampleWorkspace.document("CustomEvent", name: "event-\($0 + 1)", spec: $1)
            }
        let text = ExampleWorkspace.text(
            """
            source: events
            partner: \(partner)
            endpoint: { url: "https://events.example.com/in" }
            events: \(events)
            """,
            more: documents
        )
        var (workspace, earlier) = SpecReader.read([SourceFile(path: "a.yaml", bytes: Array(text.utf8))])
        #expect(earlier.isEmpty)
        for index in workspace.currents.indices { workspace.currents[index].mappings = mappings }
        let context = RuleContext(glossary: .builtIn, partners: TestPartners.all)
        return PersonalFieldsInClear().check(workspace, in: context)
    }

    private func located<Value>(_ value: Value) -> Located<Value> {
        Located(value, at: SourceRange(file: "a.yaml", start: .start, end: .start))
    }

    private func mapping(
        events: [String]? = nil,
        rename: [(String, String)] = [],
        remove: [String] = [],
        keep: [String]? = nil,
        hash: [String] = [],
        redact: [String] = [],
        set: [String] = []
    ) -> MappingSpec {
        MappingSpec(
            range: SourceRange(file: "a.yaml", start: .start, end: .start),
            events: events?.map { located(.name($0)) },
            rename: rename.map { .init(from: located($0.0), to: located($0.1)) },
            remove: remove.map(located),
            keep: keep?.map(located),
            hash: hash.map { .init(field: located($0), algorithm: .keyed) },
            redact: redact.map(located),
            set: set.map { .init(field: located($0), json: located("1")) }
        )
    }

    private var byName: [String] { ["{ personalFields: [{ fields: [\(email)] }] }"] }

    @Test func aNamedFieldIsReportedWithItsEventAndWhatToWrite() throws {
        let finding = try #require(findings(byName).first)
        #expect(finding.message == "'\(email)' goes to Custom HTTP in clear")
        #expect(finding.notes.first?.message == "policy 'policy-1' forbids it")
        #expect(finding.notes.first?.range != nil)
        #expect(finding.notes.last?.message == "'\(email)' leaves with users.messages.email.Open")
        #expect(finding.help?.contains("- { hash: [\(email)] }") == true)
    }

    @Test func mappingsThatTakeTheClearValueAwaySatisfyThePolicy() {
        for mapping in [
            mapping(remove: [email]), mapping(remove: ["properties.email*"]), mapping(hash: [email]),
            mapping(redact: ["properties"]), mapping(keep: ["user"]), mapping(set: [email]),
            mapping(events: ["users.messages.email.*"], hash: [email]),
        ] {
            #expect(findings(byName, [mapping]).isEmpty)
        }
    }

    @Test func mappingsThatLeaveTheClearValueDoNot() {
        for mapping in [
            mapping(keep: [email]), mapping(events: ["users.messages.sms.*"], hash: [email]),
            mapping(remove: ["properties.ip_pool"]),
        ] {
            #expect(findings(byName, [mapping]).count == 1)
        }
    }

    @Test func aRenamedFieldIsStillTheSame() throws {
        let renaming = mapping(rename: [(email, "properties.mail")])
        let finding = try #require(findings(byName, [renaming]).first)
        #expect(finding.message == "'properties.mail' goes to Custom HTTP in clear")
        #expect(finding.notes.last?.message.contains("(in the source event '\(email)')") == true)
        #expect(finding.help?.contains("hash: [properties.mail]") == true)
        #expect(findings(byName, [renaming, mapping(hash: ["properties.mail"])]).isEmpty)
    }

    @Test func withoutFieldsEveryPersonalFieldOfTheGlossaryIsMeant() throws {
        let finding = try #require(findings(["{ personalFields: [{}] }"]).first)
        let personal = Glossary.builtIn["users.messages.email.Open"]?.fields.filter {
            $0.isPersonal && $0.isInHTTP
        }
        #expect(try #require(personal).contains { finding.message.contains("'\($0.httpPath)'") })
        #expect(findings(["{ personalFields: [{}] }"], [mapping(keep: ["id"])]).isEmpty)
    }

    @Test func atMostFiveFieldsAreNamed() throws {
        let finding = try #require(
            findings(["{ personalFields: [{ fields: [\"user.*\", \"properties.*\"] }] }"]).first
        )
        #expect(finding.message.contains(" more go to "))
        #expect(finding.message.filter { $0 == "'" }.count == 10)
        #expect(finding.notes.count == 6)
        #expect(finding.help?.hasSuffix("or keeps only what is wanted: - { keep: [PATH] }") == true)
    }

    @Test func oneFindingStandsForEachRuleAndRulesOfTheSameFieldsShareIt() {
        #expect(findings(byName + byName).map(\.notes.count) == [3])
        #expect(findings(byName + ["{ personalFields: [{ fields: [user.external_user_id] }] }"]).count == 2)
    }

    @Test func onlyTheNamedPartnersAreConcerned() {
        let rule = "{ personalFields: [{ fields: [\(email)], partners: [amplitude] }] }"
        #expect(findings([rule]).isEmpty)
        #expect(findings([rule], partner: "amplitude").count == 1)
    }

    @Test func theSelectorThatBringsInTheEventsIsMarkedAndElseTheKey() throws {
        let one = try #require(
            findings(byName, events: "[users.canvas.Entry, users.messages.email.Open]").first
        )
        let two = try #require(
            findings(byName, events: "[users.messages.email.Open, users.messages.email.Send]").first
        )
        let width = { (finding: Diagnostic) in
            finding.range.map { $0.end.offset - $0.start.offset }
        }
        #expect(width(one) == "users.messages.email.Open".utf8.count)
        #expect(width(two) == "events".utf8.count)
    }

    @Test func declaredPersonalPropertiesAreConcernedUntilAMappingHidesThem() {
        let events = "{ include: [users.behaviors.CustomEvent], customEvents: [a] }"
        let declaration = "{ name: a, properties: { ssn: { type: string, personal: true }, plan: string } }"
        let path = "properties.custom_properties.ssn"
        let rule = ["{ personalFields: [{ fields: [\"properties.custom_properties\"] }] }"]
        let hash = mapping(hash: [path], redact: ["properties.custom_properties.plan"])
        #expect(findings(rule, events: events, declaring: [declaration]).count == 1)
        // Every key is declared and hidden, so nothing is left in the object; without a declaration anything may be.
        #expect(findings(rule, events: events, declaring: [declaration], [hash]).isEmpty)
        #expect(findings(rule, events: events, [hash]).count == 1)
        let personal = findings(["{ personalFields: [{}] }"], events: events, declaring: [declaration])
        #expect(personal.first?.notes.contains { $0.message.contains(path) } == true)
    }

    @Test func anUndeclaredPropertyThatThePolicyNamesIsTakenToBeThere() {
        let events = "[users.behaviors.CustomEvent]"
        let rule = ["{ personalFields: [{ fields: [properties.custom_properties.ssn] }] }"]
        #expect(findings(rule, events: events).count == 1)
        #expect(
            findings(rule, events: events, [mapping(remove: ["properties.custom_properties.ssn"])]).isEmpty
        )
        #expect(findings(rule, events: events, [mapping(hash: ["properties.custom_properties"])]).isEmpty)
        #expect(findings(rule).isEmpty)
    }

    @Test func theEnvelopeIsNoBusinessOfPolicies() {
        #expect(findings(["{ personalFields: [{ fields: [\"*\"] }] }"], [mapping(keep: ["id"])]).isEmpty)
    }

    @Test func aMistakeInTheFileOfTheCurrentIsTheOnlyFinding() {
        let text = ExampleWorkspace.policy("{ personalFields: [{ fields: [\(email)] }] }")
        let damaged = text.replacing("region: EU", with: "region: EU\n  delivery: 5")
        #expect(Reading(damaged).codes == ["CUR205"])
    }
}
