import Diagnostics
import Plans
import Testing

@Suite("Breaking changes")
struct BreakingTests {
    /// One way to break something.
    struct Case: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var code: String
        var key: String
        var old: @Sendable (inout Plan) -> Void = { _ in }
        var new: @Sendable (inout Plan) -> Void
    }

    private static func found(_ old: [Plan], _ new: [Plan]) -> [BreakingChange] {
        let base = old.map { PlanFile($0) }
        return ChangeSet(from: base, to: new).breakingChanges(from: base, shapes: Shapes.book, partners: [])
    }

    private static func hash(_ field: String, _ algorithm: MappingStep.HashAlgorithm) -> [EventMapping] {
        [EventMapping(steps: [.hash([FieldPattern(field)], algorithm)])]
    }

    private static let filter = EventPattern.field(["properties", "a"], [.text("x"), .text("y")])

    static let cases = [
        Case(testDescription: "an event type is lost", code: "CUR540", key: "events") {
            $0.events.removeLast()
        },
        Case(testDescription: "a filter is new", code: "CUR540", key: "filter") { $0.filter = filter },
        Case(
            testDescription: "a filter lets less through",
            code: "CUR540",
            key: "filter",
            old: { $0.filter = filter },
            new: { $0.filter = .field(["properties", "a"], [.text("x")]) }
        ),
        Case(testDescription: "custom events are narrowed", code: "CUR540", key: "events.customEvents") {
            $0.customEvents = ["log*"]
        },
        Case(
            testDescription: "custom events are named for the first time",
            code: "CUR540",
            key: "events.customEvents",
            old: { $0.customEvents = nil },
            new: { $0.customEvents = ["signup"] }
        ),
        Case(testDescription: "the current is disabled", code: "CUR541", key: "enabled") {
            $0.isEnabled = false
        },
        Case(testDescription: "the source is another", code: "CUR541", key: "source") {
            $0.source.name = "b"
        },
        Case(testDescription: "the start is another", code: "CUR542", key: "start") { $0.start = .now },
        Case(testDescription: "expired events are discarded", code: "CUR542", key: "delivery.onExpiry") {
            $0.delivery.onExpiry = .discard
        },
        Case(testDescription: "an id is hashed", code: "CUR543", key: "mappings") {
            $0.mappings = hash("user.external_user_id", .keyed)
        },
        Case(testDescription: "an id is renamed", code: "CUR543", key: "mappings") {
            $0.mappings = [EventMapping(steps: [.rename(from: "user.external_user_id", to: "user.uid")])]
        },
        Case(testDescription: "the event's id is replaced", code: "CUR543", key: "mappings") {
            $0.mappings = [EventMapping(steps: [.set("id", json: "1")])]
        },
        Case(
            testDescription: "the key of hashes is another",
            code: "CUR543",
            key: "hashKey",
            old: {
                $0.mappings = hash("properties.email_address", .keyed)
                $0.hashKey = .environment("A")
            },
            new: {
                $0.mappings = hash("properties.email_address", .keyed)
                $0.hashKey = .environment("B")
            }
        ),
        Case(testDescription: "ids must be longer", code: "CUR543", key: "settings.minIdLength") {
            $0.settings["minIdLength"] = .integer(9)
        },
        Case(testDescription: "the partner is another", code: "CUR544", key: "partner") { plan in
            plan.partner = "other"
            plan.mappings = [EventMapping(steps: [.redact([FieldPattern("*")])])]
        },
        Case(
            testDescription: "the region is another",
            code: "CUR544",
            key: "region",
            old: { $0.region = "US" },
            new: { plan in
                plan.region = "EU"
                plan.endpoint.url = "https://eu.example.com/"
            }
        ),
        Case(testDescription: "the address is another", code: "CUR544", key: "endpoint.url") {
            $0.endpoint.url = "https://other.example.com/"
        },
        Case(
            testDescription: "an event has another name at the partner",
            code: "CUR545",
            key: "settings.eventNames.\(Shapes.open)"
        ) { $0.events[0].name = "Opened" },
        Case(testDescription: "a field is renamed", code: "CUR546", key: "mappings") {
            $0.mappings = [
                EventMapping(steps: [.rename(from: "properties.campaign_name", to: "properties.Campaign")])
            ]
        },
        Case(testDescription: "a field is removed", code: "CUR546", key: "mappings") {
            $0.mappings = [EventMapping(steps: [.remove([FieldPattern("properties.campaign_name")])])]
        },
        Case(testDescription: "a field has another type", code: "CUR546", key: "events") { plan in
            for index in plan.events.indices { plan.events[index].shape = Shapes.addresses[2] }
        },
        Case(testDescription: "the mapping is newer", code: "CUR547", key: "partner") {
            $0.mappingVersion = 2
        },
        Case(testDescription: "a setting makes other records", code: "CUR547", key: "settings.preset") {
            $0.settings["preset"] = .text("plain")
        },
        Case(testDescription: "a personal field is new", code: "CUR548", key: "events") { plan in
            for index in plan.events.indices { plan.events[index].shape = Shapes.addresses[1] }
        },
        Case(
            testDescription: "personal data moves out of the EU",
            code: "CUR549",
            key: "region",
            old: { $0.region = "eu-central-1" },
            new: { $0.region = "us-east-1" }
        ),
    ]

    @Test(arguments: cases) func eachIsFoundOnceAtItsKey(one: Case) throws {
        let found = Self.found([Shapes.plan(change: one.old)], [Shapes.plan(change: one.new)])
        let wanted = found.filter { $0.entry.code == one.code }
        #expect(wanted.count == 1, "\(found.map(\.message))")
        #expect(wanted.first?.key == one.key)
        // A region that moves is a matter of the wire and of privacy; else one mistake is one finding.
        #expect(found.count == (one.code == "CUR549" ? 2 : 1), "\(found.map(\.message))")
        #expect(found.allSatisfy { BreakingRules.category(of: $0.entry) == $0.category })
    }

    @Test func theTableHasEveryCode() {
        let codes = Set(Self.cases.map(\.code))
        #expect(codes == Set(BreakingRules.all.map(\.code)))
    }

    @Test(arguments: [
        (MappingStep.HashAlgorithm?.none, "leaves in clear instead of hashed (hmac-sha256)"),
        (.plain, "leaves with a plain hash instead of a keyed one"),
    ])
    func aWeakerHashIsAMatterOfPrivacyAndWire(after: MappingStep.HashAlgorithm?, words: String) {
        let old = Shapes.plan { $0.mappings = Self.hash("properties.email_address", .keyed) }
        let new = Shapes.plan { $0.mappings = after.map { Self.hash("properties.email_address", $0) } }
        let found = Self.found([old], [new])
        #expect(found.map(\.entry.code) == ["CUR546", "CUR548"])
        #expect(found.last?.message.contains(words) == true, "\(found.map(\.message))")
    }

    @Test func aRedactionTakenAwayIsAMatterOfPrivacy() {
        let old = Shapes.plan(mappings: [.redact([FieldPattern("properties.email_address")])])
        #expect(Self.found([old], [Shapes.plan()]).map(\.category) == [.wire, .privacy])
    }

    @Test func aDeletedCurrentIsALossAndARenamedOneIsNot() {
        #expect(Self.found([Shapes.plan()], []).map(\.entry.code) == ["CUR541"])
        let renamed = Shapes.plan { plan in
            plan.current = "b"
            plan.renamedFrom = "a"
        }
        #expect(Self.found([Shapes.plan()], [renamed]).isEmpty)
    }

    @Test func aPartnerThatGetsPersonalDataForTheFirstTimeIsReportedOnce() {
        let found = Self.found([], [Shapes.plan()])
        #expect(found.map(\.entry.code) == ["CUR549"])
        #expect(found.first?.message.contains("'properties.email_address', 'user.external_user_id'") == true)
    }

    @Test func aSecondCurrentToAPartnerIsReportedForWhatIsNew() {
        let second = Shapes.plan([Shapes.open: 1]) { $0.current = "b" }
        let found = Self.found([Shapes.plan()], [Shapes.plan(), second])
        #expect(found.map(\.entry.code) == ["CUR548"])
        #expect(found.first?.message.contains("newly gets 'properties.ip' in clear") == true)
        let same = Shapes.plan { $0.current = "b" }
        #expect(Self.found([Shapes.plan()], [Shapes.plan(), same]).isEmpty)
    }

    @Test func aPersonalFieldThatLeftInOtherTypesIsNoNewsInAGainedOne() {
        #expect(Self.found([Shapes.plan([Shapes.open: 0])], [Shapes.plan()]).isEmpty)
    }

    private static let harmless: [@Sendable (inout Plan) -> Void] = [
        { $0.owner = "x" }, { $0.delivery.inFlight = 1 }, { $0.customEvents = ["sign*"] },
        { $0.customEvents = nil }, { $0.settings["minIdLength"] = .integer(3) }, { $0.credentials = [:] },
        { $0.mappings = [EventMapping(steps: [.set("properties.origin", json: "1")])] },
    ]

    @Test func whatHurtsNobodyIsNotReported() {
        for (index, change) in Self.harmless.enumerated() {
            let found = Self.found([Shapes.plan()], [Shapes.plan(change: change)])
            #expect(found.isEmpty, "\(index): \(found.map(\.message))")
        }
    }

    @Test func aFilterThatIsPlainlyWiderIsNotReported() {
        let narrow = EventPattern.all([
            .field(["a"], [.text("x")]), .any([.field(["b"], [.null]), .field(["c"], [.null])]),
        ])
        let wider: [EventPattern] = [
            .all([.field(["a"], [.text("x"), .text("y")])]),
            .all([.any([.field(["b"], [.null]), .field(["c"], [.null]), .field(["d"], [.null])])]),
            .all([]), .any([.field(["a"], [.text("x")]), .field(["z"], [.null])]),
        ]
        let narrower: [EventPattern] = [
            .all([narrow, .field(["z"], [.null])]), .any([]), .field(["a"], [.text("y")]),
            .field(["b"], [.null]),
        ]
        func codes(_ filter: EventPattern) -> [String] {
            Self.found([Shapes.plan { $0.filter = narrow }], [Shapes.plan { $0.filter = filter }])
                .map(\.entry.code)
        }
        for filter in wider { #expect(codes(filter).isEmpty, "\(filter)") }
        for filter in narrower { #expect(codes(filter) == ["CUR540"], "\(filter)") }
    }

    @Test func theOrderOfPlansDoesNotMatter() {
        let old = [Shapes.plan(), Shapes.plan { $0.current = "b" }, Shapes.plan { $0.current = "c" }]
        let new = [Shapes.plan([Shapes.open: 1]), Shapes.plan { $0.current = "d" }]
        #expect(Self.found(old, new) == Self.found(old.reversed(), new.reversed()))
    }
}
