import Diagnostics
import Plans
import Testing

@testable import Planning

@Suite("Rules about mappings")
struct MappingRuleTests {
    private static let open = "[users.messages.email.Open]"
    private static let two = "[users.messages.email.Open, users.messages.email.Click]"
    private static let key = "hashKey: { env: CURRENTS_HASH_KEY }"

    private func read(_ entry: String, events: String = open, more: String = "") -> Reading {
        Reading(ExampleWorkspace.mapping(entry, events: events, more: more))
    }

    private func amplitude(_ entry: String, events: String = "[users.messages.email.Open]") -> Reading {
        var partner = TestPartners.amplitude
        partner.neededFields = [
            .init(["time"], for: Sourced("is when it happened", source: "test page")),
            .init(
                ["user.external_user_id", "user.device_id"],
                mayBeHashed: true,
                for: Sourced("says whose event it is", source: "test page")
            ),
            .init(
                ["properties.name"],
                of: ["users.behaviors.CustomEvent"],
                for: Sourced("is its name", source: "test page")
            ),
        ]
        let key = entry.contains("hash") ? "\nhashKey: { env: HASH_KEY }" : ""
        let text = ExampleWorkspace.amplitude(
            "region: EU\ncredentials: { apiKey: { env: KEY } }\nmappings:\n- \(entry)\(key)",
            events: events
        )
        return Reading(["specs/a.yaml": text], partners: [partner])
    }

    // MARK: CUR350

    @Test(
        arguments: [
            ("campaign_name", "properties.campaign_name"),
            ("properties.campain_name", "properties.campaign_name"),
            ("property.campaign_name", "properties.campaign_name"), ("user.external_id", nil),
            ("email_adress", "properties.email_address"),
        ] as [(String, String?)]
    )
    func aPathThatNothingCarriesIsReportedWithTheNearest(path: String, meant: String?) {
        let reading = read("{ remove: [\(path)] }")
        #expect(reading.codes == ["CUR350"], "\(reading.rendered)")
        #expect(reading.marked == path)
        if let meant { #expect(reading.findings.first?.fixes.first?.replacement == meant) }
    }

    @Test func aFieldThatWasRenamedIsNotedWithItsNewName() {
        let reading = read(
            "- rename: { properties.campaign_name: properties.Campaign }\n- remove: [properties.campaign_name]"
        )
        #expect(reading.codes == ["CUR350"])
        #expect(reading.findings.first?.fixes.first?.replacement == "properties.Campaign")
        #expect(reading.findings.first?.notes.first?.range != nil)
    }

    @Test(
        arguments: [
            "- remove: [\"properties.camp*\"]\n- redact: [properties.campaign_name]",
            "- keep: [user.external_user_id]\n- redact: [properties.campaign_name]",
            "- { remove: [properties.campaign_name], redact: [properties.campaign_name] }",
        ]
    )
    func aFieldThatWasTakenAwayIsNotedWhere(entries: String) {
        let reading = read(entries)
        #expect(reading.codes == ["CUR350"], "\(reading.rendered)")
        #expect(reading.findings.first?.message.contains("not there any more") == true)
        #expect(reading.findings.first?.notes.first?.range != nil)
    }

    @Test func aFieldOfOtherEventsIsNotedWithThem() {
        let reading = read(
            "{ events: [users.messages.email.Open], remove: [properties.url] }",
            events: Self.two
        )
        #expect(reading.codes == ["CUR350"])
        #expect(reading.findings.first?.notes.first?.message.contains("users.messages.email.Click") == true)
        #expect(read("{ remove: [properties.url] }", events: Self.two).codes == [])
    }

    @Test func oneMistakeIsOneFinding() {
        let reading = read(
            "- rename: { properties.campain_name: properties.Campaign }\n- hash: [properties.Campaign]",
            more: Self.key
        )
        #expect(reading.codes == ["CUR350"], "\(reading.rendered)")
    }

    @Test func keysOfMapsAreNotKnownAndNotReported() {
        let events = "[users.behaviors.CustomEvent]"
        let reading = read(
            "- { rename: { properties.custom_properties.plan: properties.plan }, remove: [\"*.email\"] }\n"
                + "- redact: [properties.plan, properties.custom_properties.city]",
            events: events
        )
        #expect(reading.codes == [], "\(reading.rendered)")
    }

    // MARK: CUR351 to CUR353

    @Test(arguments: ["remove", "keep", "redact"]) func aGlobThatFitsNothingIsAWarning(part: String) {
        let reading = read("{ \(part): [\"properties.zzz_*\", user.external_user_id] }")
        #expect(reading.codes == ["CUR351"], "\(reading.rendered)")
        #expect(reading.marked == "\"properties.zzz_*\"")
    }

    @Test(
        arguments: [
            "{ rename: { properties.campaign_id: properties.send_id } }",
            "{ rename: { properties.campaign_id: properties.x, properties.send_id: properties.x } }",
            "{ rename: { properties.campaign_id: user } }",
            "- rename: { properties.campaign_id: properties.x }\n- rename: { properties.send_id: properties.x }",
            "{ rename: { properties.campaign_id: properties.x }, set: { properties.x: 1 } }",
            "- set: { properties.x: 1 }\n- set: { properties.x: 2 }",
            "- set: { properties.x: 1 }\n- rename: { properties.send_id: properties.x }",
        ]
    )
    func twoFieldsInOnePlaceAreReported(entries: String) {
        let reading = read(entries)
        #expect(reading.codes == ["CUR352"], "\(reading.rendered)")
    }

    @Test(
        arguments: [
            "{ rename: { properties.campaign_id: properties.send_id, properties.send_id: properties.campaign_id } }",
            "- remove: [properties.send_id]\n- rename: { properties.campaign_id: properties.send_id }",
            "{ set: { properties.send_id: \"1\" } }", "{ set: { properties.new.deep: 1 } }",
        ]
    )
    func aFreePlaceIsFree(entries: String) {
        #expect(read(entries).codes == [])
    }

    @Test(
        arguments: [
            "{ set: { properties.send_id.x: 1 } }",
            "{ rename: { properties.campaign_id: properties.send_id.x } }",
            "{ set: { properties.a: 1, properties.a.b: 2 } }",
        ]
    )
    func aPathThroughATextIsReported(entry: String) {
        #expect(read(entry).codes == ["CUR353"])
    }

    // MARK: CUR354

    @Test(
        arguments: [
            "{ remove: [id] }", "{ rename: { event_type: properties.type } }", "{ redact: [event_type] }",
            "{ hash: { id: sha256 } }", "{ set: { event_type: x } }", "{ remove: [\"*_type\"] }",
        ]
    )
    func whatTheBooksNeedMustLeave(entry: String) {
        let reading = read(entry)
        #expect(reading.codes == ["CUR354"], "\(reading.rendered)")
        #expect(reading.findings.first?.source != nil)
    }

    @Test(
        arguments: [
            ("{ remove: [user] }", "user"), ("{ remove: [\"user.*_id\"] }", "\"user.*_id\""),
            ("{ keep: [properties] }", "properties"), ("{ rename: { user: person } }", "user"),
            ("{ remove: [time] }", "time"),
        ]
    )
    func whatThePartnerNeedsMustLeave(entry: String, marked: String) {
        let reading = amplitude(entry)
        #expect(reading.codes.contains("CUR354"), "\(reading.rendered)")
        #expect(reading.findings.first { $0.code == "CUR354" }?.message.hasPrefix("Amplitude needs") == true)
        #expect(reading.marked == marked)
    }

    @Test(arguments: [
        "{ redact: [user.device_id] }", "{ redact: [\"user.external_*\"] }",
        "{ set: { user.external_user_id: somebody } }",
    ])
    func anIdThatIsTheSameForAllIsReported(mapping: String) {
        let reading = amplitude(mapping)
        #expect(reading.codes == ["CUR354"], "\(reading.rendered)")
        #expect(reading.findings.first?.message.hasSuffix("with one value for all") == true)
        #expect(amplitude("{ redact: [user.user_id, user.timezone] }").codes == [])
    }

    @Test func oneOfSeveralIsEnoughAndAHashServes() {
        #expect(amplitude("{ remove: [user.device_id], hash: [user.external_user_id] }").codes == [])
        #expect(amplitude("{ keep: [user.device_id], hash: [user.device_id] }").codes == [])
    }

    @Test func aCustomEventNeedsItsName() {
        let custom = "[users.behaviors.CustomEvent]"
        #expect(
            amplitude("{ remove: [properties.name], hash: [user.device_id] }", events: custom).codes == [
                "CUR354"
            ]
        )
    }

    // MARK: CUR355 to CUR359

    @Test(
        arguments: [
            ("{ redact: [properties.is_amp] }", "properties.is_amp"), ("{ hash: { time: sha256 } }", "time"),
            ("{ redact: [user] }", "user"), ("{ redact: [\"properties.*\"] }", "\"properties.*\""),
        ]
    )
    func onlyTextsCanBeHashedOrRedacted(entry: String, marked: String) {
        let reading = read(entry)
        #expect(reading.codes == ["CUR355"], "\(reading.rendered)")
        #expect(reading.marked == marked)
    }

    @Test(
        arguments: [
            "{ set: { properties.campaign_id: 7 } }", "{ set: { properties.is_amp: \"true\" } }",
            "{ set: { properties: 1 } }", "{ set: { time: 1.5 } }",
            "{ set: { properties.campaign_id: [a] } }",
        ]
    )
    func aValueIsOfItsFieldsType(entry: String) {
        #expect(read(entry).codes == ["CUR356"])
    }

    @Test(
        arguments: [
            "{ set: { properties.campaign_id: \"7\" } }", "{ set: { properties.is_amp: true } }",
            "{ set: { properties.campaign_id: ~ } }",
        ]
    )
    func aValueOfTheTypeMayReplaceAField(entry: String) {
        #expect(read(entry).codes == [])
    }

    @Test func eventsOfAnEntryAreHeldToTheSelection() {
        #expect(
            read(
                "{ events: [users.messages.sms.Delivery, users.messages.email.Open], remove: [properties.esp] }"
            ).codes == ["CUR357"]
        )
        #expect(read("{ events: [\"users.messages.email.*\"], remove: [properties.esp] }").codes == [])
    }

    @Test(
        arguments: [
            "users.messages.email.Opn", "{ group: customer-behaviour }", "\"users.message.*\"",
        ]
    )
    func eventsOfAnEntryExist(selector: String) {
        let reading = read("{ events: [\(selector), users.messages.email.Open], remove: [properties.esp] }")
        #expect(reading.codes == ["CUR358"], "\(reading.rendered)")
    }

    @Test func aPartWithoutEffectIsAWarning() {
        #expect(read("{ rename: { properties.esp: properties.esp } }").codes == ["CUR359"])
        #expect(read("{ keep: [user, properties] }").codes == ["CUR359"])
    }

    // MARK: CUR360 to CUR363, and the key

    @Test func aKeyedHashNeedsAKey() {
        #expect(read("{ hash: [user.external_user_id] }").codes == ["CUR360"])
        #expect(read("{ hash: [user.external_user_id] }", more: Self.key).codes == [])
    }

    @Test func aKeyThatCouldNotBeReadIsOneFinding() {
        #expect(read("{ hash: [user.external_user_id] }", more: "hashKey: {}").codes.count == 1)
    }

    @Test func aKeyThatIsWrittenDownIsNeverShown() {
        let secret = "not-a-real-key-at-all"
        let reading = read("{ hash: [user.external_user_id] }", more: "hashKey: \(secret)")
        #expect(reading.codes == ["CUR407"], "\(reading.rendered)")
        #expect(!reading.rendered.contains(secret))
    }

    @Test func hashesThatCanBeFoundOutAreAWarning() {
        let reading = read("{ hash: { user.external_user_id: sha256, properties.campaign_id: sha256 } }")
        #expect(reading.codes == ["CUR362"])
        #expect(reading.marked == "user.external_user_id")
    }

    @Test(
        arguments: [
            "{ hash: [properties.esp, { properties.esp: hmac-sha256 }] }",
            "- hash: [properties.esp]\n- rename: { properties.esp: properties.e }\n- hash: [properties.e]",
        ]
    )
    func aHashOfAHashIsAWarning(entries: String) {
        #expect(read(entries, more: Self.key).codes == ["CUR363"])
    }
}

@Suite("Resolving mappings into plans")
struct MappingResolutionTests {
    private func plan(_ entry: String, events: String, more: String = "") throws -> Plan {
        let reading = Reading(ExampleWorkspace.mapping(entry, events: events, more: more))
        return try #require(reading.plans.first, "\(reading.rendered)")
    }

    @Test func stepsStandInTheOrderTheyAreDone() throws {
        let plan = try plan(
            """
            { set: { properties.n: 1 }, redact: [properties.esp], hash: [user.user_id, { user.device_id: hmac-sha256 }],
              keep: ["user.*", "properties.*"], remove: [properties.send_id, properties.ip_pool],
              rename: { properties.is_amp: properties.b, properties.browser: properties.a } }
            """.replacing("\n", with: " "),
            events: "[users.messages.email.Open]",
            more: "hashKey: { file: ../keys/hash }"
        )
        let steps: [MappingStep] = [
            .rename(from: "properties.browser", to: "properties.a"),
            .rename(from: "properties.is_amp", to: "properties.b"),
            .remove([FieldPattern("properties.ip_pool"), FieldPattern("properties.send_id")]),
            .keep([FieldPattern("properties.*"), FieldPattern("user.*")]),
            .hash([FieldPattern("user.device_id"), FieldPattern("user.user_id")], .keyed),
            .redact([FieldPattern("properties.esp")]),
            .set("properties.n", json: "1"),
        ]
        #expect(plan.mappings == [EventMapping(steps: steps)])
        #expect(plan.hashKey == .file("keys/hash"))
        #expect(plan.formatVersion == 2)
    }

    @Test func theOrderFieldsAreListedInMeansNothing() throws {
        let events = "[users.messages.email.Open]"
        let one = try plan("{ remove: [properties.esp, properties.send_id, properties.esp] }", events: events)
        let other = try plan("{ remove: [properties.send_id, properties.esp] }", events: events)
        #expect(PlanFile(one).bytes == PlanFile(other).bytes)
    }

    @Test func eventsAreResolvedToTypes() throws {
        let events = "[users.messages.email.Open, users.messages.email.Click]"
        let all = try plan(
            "{ events: [\"users.messages.email.*\"], remove: [properties.esp] }",
            events: events
        )
        #expect(all.mappings?.first?.events == nil)
        let some = try plan(
            "{ events: [users.messages.email.Click], remove: [properties.esp] }",
            events: events
        )
        #expect(some.mappings?.first?.events == ["users.messages.email.Click"])
    }

    @Test func whatIsNotNeededIsNotInThePlan() throws {
        let events = "[users.messages.email.Open]"
        let plan = try plan("{ remove: [properties.esp] }", events: events, more: "hashKey: { env: KEY }")
        #expect(plan.hashKey == nil)
        let idle = try self.plan(
            "{ events: [users.messages.sms.Delivery], remove: [properties.esp] }",
            events: events
        )
        #expect(idle.mappings == nil)
        #expect(idle.formatVersion == 1)
    }
}
