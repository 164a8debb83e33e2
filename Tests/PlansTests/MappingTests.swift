import Glossary
import Plans
import Testing

@Suite("Paths and patterns of fields")
struct FieldPathTests {
    @Test(
        arguments: [
            ("a", ["a"]), ("a.b", ["a", "b"]), (#"a\.b.c"#, ["a.b", "c"]), (#"a\\.b"#, [#"a\"#, "b"]),
            ("", [""]),
            ("a..b", ["a", "", "b"]),
        ]
    )
    func pathsAreTakenApartAtTheirDots(path: String, keys: [String]) {
        #expect(FieldPath.keys(of: path) == keys)
        #expect(FieldPath.text(of: keys) == path)
    }

    @Test(
        arguments: [
            ("a.b", "a.b", "a.b"), ("a", "a.b", "a"), ("a.*", "a.b.c", "a.b"), ("*", "a.b", "a"),
            ("*.c", "a.b.c", "a.b.c"), (#"a\.b"#, #"a\.b.c"#, #"a\.b"#),
        ]
    )
    func aPatternFitsTheOutermostObject(pattern: String, path: String, fitted: String) {
        #expect(FieldPattern(pattern).fitted(in: path) == fitted)
        #expect(FieldPattern(pattern).matches(path))
    }

    @Test(arguments: [
        ("a.b", "a", true), ("a.\u{301}b", "a", true), ("ab", "a", false), ("a", "a", false),
        ("a.", "a", true),
    ])
    func aPathLiesBelowAnotherByteByByte(path: String, other: String, isBelow: Bool) {
        #expect(FieldPath.isBelow(path, other) == isBelow)
    }

    @Test(arguments: [("a.b", "a"), ("a", "ab"), ("a.b", "a.bc"), ("b", "a.b"), (#"a"#, #"a\.b"#)])
    func otherPathsDoNotFit(pattern: String, path: String) {
        #expect(!FieldPattern(pattern).matches(path))
    }

    @Test(arguments: [
        ("m.a", true), ("m.*", true), ("*_url", true), ("m", false), ("n.*", false), ("*x", true),
        ("m*", true),
    ])
    func aGlobMayFitWhatNobodyKnows(pattern: String, may: Bool) {
        #expect(FieldPattern(pattern).mayFit(below: "m") == may)
    }
}

@Suite("Mappings in plans")
struct MappingPlanTests {
    private static let steps: [MappingStep] = [
        .rename(from: "properties.a", to: "properties.b"), .remove([FieldPattern("x"), FieldPattern("y*")]),
        .keep([FieldPattern("user.*")]), .hash([FieldPattern("user.x")], .keyed),
        .hash([FieldPattern("z")], .plain),
        .redact([FieldPattern("q")]), .set("properties.n", json: "3.10"),
    ]

    @Test func everyStepIsReadBack() throws {
        let plan = samplePlan {
            $0.mappings = [EventMapping(events: ["users.messages.email.Open"], steps: Self.steps)]
            $0.hashKey = .file("keys/hash")
            $0.formatVersion = 2
        }
        let file = PlanFile(plan)
        #expect(try PlanFile(reading: file.bytes).plan == plan)
        let text = String(decoding: file.bytes, as: UTF8.self)
        #expect(text.contains("\"action\": \"hash\""))
        #expect(text.contains("\"algorithm\": \"hmac-sha256\""))
        #expect(text.contains("\"json\": \"3.10\""))
    }

    @Test func aPlanWithMappingsIsOfTheNewerFormat() {
        let plan = samplePlan()
        #expect(plan.formatVersion == 1)
        let mapped = Plan(
            current: plan.current,
            source: plan.source,
            partner: plan.partner,
            mappingVersion: plan.mappingVersion,
            endpoint: plan.endpoint,
            glossary: plan.glossary,
            events: plan.events,
            mappings: [EventMapping(steps: Self.steps)],
            delivery: plan.delivery
        )
        #expect(mapped.formatVersion == 2)
    }

    @Test func theKeyIsFoundFromTheFolderOfTheWorkspace() {
        let plan = samplePlan { $0.hashKey = .file("keys/hash") }.resolvingPaths(against: "/srv")
        #expect(plan.hashKey == .file("/srv/keys/hash"))
        #expect(plan.secrets[Plan.hashKeyName] == .file("/srv/keys/hash"))
        #expect(samplePlan().secrets == samplePlan().credentials)
    }

    @Test func eachStepIsOneDifference() {
        let before = samplePlan {
            $0.mappings = [EventMapping(steps: [.remove([FieldPattern("x")]), .set("a", json: "1")])]
        }
        let after = samplePlan {
            $0.mappings = [EventMapping(steps: [.remove([FieldPattern("x")]), .set("a", json: "2")])]
            $0.hashKey = .environment("KEY")
        }
        let differences = PlanDiff.differences(from: before, to: after)
        #expect(
            differences == [
                PlanDifference("mappings", before: "set a to 1", after: nil),
                PlanDifference("mappings", before: nil, after: "set a to 2"),
                PlanDifference("hashKey", before: nil, after: "env KEY"),
            ]
        )
        #expect(PlanDiff.differences(from: after, to: after).isEmpty)
    }
}

@Suite("What mappings do to known fields")
struct FieldFlowTests {
    private static let fields = [
        OutgoingField(path: "id", origin: "id", type: .string, isPersonal: false, isRequired: true),
        OutgoingField(path: "user.a", origin: "user.a", type: .string, isPersonal: true),
        OutgoingField(path: "user.b", origin: "user.b", type: .int, isPersonal: false),
        OutgoingField(path: "p.m", origin: "p.m", type: .map, isPersonal: true),
    ]

    private func flow(_ steps: MappingStep...) -> [OutgoingField] {
        FieldFlow.outgoing(Self.fields, of: "t", through: [EventMapping(steps: steps)])
    }

    @Test func aRenamedObjectTakesItsFieldsAlong() {
        let fields = flow(.rename(from: "user", to: "person.of"))
        #expect(fields.map(\.path) == ["id", "person.of.a", "person.of.b", "p.m"])
        #expect(fields.map(\.origin) == ["id", "user.a", "user.b", "p.m"])
    }

    @Test func renamesOfOneMappingAreMadeAtOnce() {
        let fields = flow(.rename(from: "user.a", to: "user.b"), .rename(from: "user.b", to: "user.a"))
        #expect(fields.map(\.path) == ["id", "user.b", "user.a", "p.m"])
    }

    @Test func anObjectThatIsHashedIsOneText() {
        let fields = flow(.hash([FieldPattern("user")], .keyed))
        #expect(fields.map(\.path) == ["id", "user", "p.m"])
        #expect(fields[1].form == .hashed)
        #expect(fields[1].type == .string)
        #expect(fields[1].isPersonal)
        #expect(fields[1].origin == "user")
    }

    @Test func aHashOfARedactedFieldIsStillRedacted() {
        #expect(
            flow(.redact([FieldPattern("user.a")]), .hash([FieldPattern("user.a")], .plain))[1].form
                == .redacted
        )
    }

    @Test func aKeyOfAMapIsAFieldOnceAMappingNamesIt() {
        let fields = flow(.rename(from: "p.m.email", to: "p.email"))
        #expect(fields.map(\.path) == ["id", "user.a", "user.b", "p.m", "p.email"])
        #expect(fields.last?.origin == "p.m.email")
        #expect(fields.last?.isPersonal == true)
        #expect(flow(.keep([FieldPattern("p.m.x")])).map(\.path) == ["id", "p.m.x"])
        #expect(flow(.keep([FieldPattern("p.m.x*")])).map(\.path) == ["id", "p.m"])
        #expect(flow(.keep([FieldPattern("user.a")])).map(\.path) == ["id", "user.a"])
    }

    @Test func aValueReplacesWhatIsThereAndBelow() {
        let fields = flow(.set("user", json: #"{"c":"x","d":{"e":1.5}}"#))
        #expect(fields.map(\.path) == ["id", "p.m", "user.c", "user.d.e"])
        #expect(fields.map(\.type) == [.string, .map, .string, .float])
        #expect(fields.suffix(2).allSatisfy { $0.form == .set && $0.origin == nil })
    }

    @Test func mappingsOfOtherTypesChangeNothing() {
        let mapping = EventMapping(events: ["other"], steps: [.remove([FieldPattern("*")])])
        #expect(FieldFlow.outgoing(Self.fields, of: "t", through: [mapping]) == Self.fields)
    }
}
