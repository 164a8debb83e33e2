import Diagnostics
import Glossary
import Plans
import Specs
import Testing

@testable import Planning

/// Numbers that are the same in every run.
private struct Sequence64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}

@Suite("Properties of planning")
struct PlannerPropertyTests {
    private let documents = [
        "events.yaml": ExampleWorkspace.sourceDocument(spec: "{ schema: braze, file: { path: e.jsonl } }"),
        "b.yaml": ExampleWorkspace.soundCurrent(metadata: "{ name: b, labels: { x: \"1\", y: \"2\" } }"),
        "a.yaml": ExampleWorkspace.soundCurrent(metadata: "{ name: a }"),
        "c.yaml": ExampleWorkspace.soundCurrent(metadata: "{ name: c }"),
    ]

    private func bytes(_ reading: Reading) -> [[UInt8]] { reading.plans.map { PlanFile($0).bytes } }

    @Test func theOrderOfFilesDoesNotMatter() {
        let wanted = bytes(Reading(documents))
        #expect(wanted.count == 3)
        var generator = Sequence64(state: 1)
        for _ in 0..<10 {
            let order = documents.keys.sorted().shuffled(using: &generator)
            #expect(bytes(Reading(documents, order: order)) == wanted)
        }
    }

    @Test func theOrderOfKeysAndSelectorsDoesNotMatter() {
        let lines = [
            "source: events", "partner: http", "start: now",
            "endpoint: { url: \"https://events.example.com/in\" }",
            "delivery: { inFlight: 2, ordering: per_key }", "credentials: { bearerToken: { env: T } }",
        ]
        let selectors = ["\"users.messages.*\"", "{ group: canvas }", "users.behaviors.Uninstall"]
        var generator = Sequence64(state: 2)
        var seen: Set<[[UInt8]]> = []
        for _ in 0..<10 {
            let events = "events: [\(selectors.shuffled(using: &generator).joined(separator: ", "))]"
            let text = (lines + [events]).shuffled(using: &generator).joined(separator: "\n")
            seen.insert(bytes(Reading(ExampleWorkspace.text(text))))
        }
        #expect(seen.count == 1)
        #expect(seen.first?.count == 1)
    }

    @Test func theOrderOfPartnersDoesNotMatter() {
        let (workspace, _) = SpecReader.read([
            SourceFile(path: "a.yaml", bytes: Array(ExampleWorkspace.text(ExampleWorkspace.soundSpec).utf8))
        ])
        let one = Planner(glossary: .builtIn, partners: TestPartners.all).plan(workspace)
        let other = Planner(glossary: .builtIn, partners: TestPartners.all.reversed()).plan(workspace)
        #expect(one.plans == other.plans)
    }

    @Test func earlierErrorsPreventPlans() {
        let text = ExampleWorkspace.text(ExampleWorkspace.soundSpec)
        let (workspace, _) = SpecReader.read([SourceFile(path: "a.yaml", bytes: Array(text.utf8))])
        let earlier = Diagnostic(code: "CUR101", name: "x", severity: .error, message: "x", range: nil)
        let planner = Planner(glossary: .builtIn, partners: TestPartners.all)
        #expect(planner.plan(workspace, after: [earlier]).plans.isEmpty)
        #expect(planner.plan(workspace).plans.count == 1)
        #expect(planner.plan(Workspace()).plans.isEmpty)
    }

    @Test func plansAreWrittenAndReadBackUnchanged() throws {
        for plan in Reading(documents).plans {
            #expect(try PlanFile(reading: PlanFile(plan).bytes).plan == plan)
        }
    }

    @Test func noCombinationCrashesAnyRule() {
        let planner = Planner(glossary: .builtIn, partners: TestPartners.all)
        var generator = Sequence64(state: 3)
        for _ in 0..<100 {
            var random = RandomWorkspace(generator: generator)
            let workspace = random.workspace()
            generator = random.generator
            let (plans, findings) = planner.plan(workspace)
            #expect(plans.isEmpty || !findings.hasErrors)
            #expect(plans.map(\.current) == plans.map(\.current).sorted())
            #expect(findings == findings.inReadingOrder())
            #expect(planner.plan(workspace).findings == findings)
        }
    }
}

/// Workspaces of arbitrary parts, sound and hostile ones.
private struct RandomWorkspace {
    var generator: Sequence64
    private var offset = 0

    init(generator: Sequence64) { self.generator = generator }

    private static let words = [
        "", "a", "events", "http", "amplitude", "eventbridge", "EU", "eu-west-1", "*", "users.*",
        "users.messages.email.Open",
        "users.User*", "users.campaigns.Revenue", "users.behaviors.CustomEvent", ".", "..", "users..Open",
        "users.messages.",
        "canvas", "customer-behavior", "-", "/", "../../x", "\0", "\u{202E}é👩‍👩‍👧",
        "https://events.example.com/in", "http://[::1]:0/",
        "https://u:p@h", "://", "apiKey", "bearerToken", "minIdLength", "accountId", "5",
        "eventNames", "partnerName", "busName", "sourceName", "roleArn", "sts", "audit", "eventsPerDay",
        "[Own] *", "**", "true", "plaintext",
        "loopback",
        "per_key", "now", "wait", String(repeating: "x", count: 3000), String(repeating: ".", count: 300),
    ]

    private mutating func flag() -> Bool { Bool.random(using: &generator) }

    private mutating func range() -> SourceRange {
        offset += Int.random(in: 0...3, using: &generator)
        let start = SourcePosition(line: 1, column: offset + 1, offset: offset)
        let end = offset + Int.random(in: 0...40, using: &generator)
        return SourceRange(
            file: flag() ? "a.yaml" : "",
            start: start,
            end: SourcePosition(line: 1, column: end + 1, offset: end)
        )
    }

    private mutating func located<Value: Sendable>(_ value: Value) -> Located<Value> {
        Located(value, at: range())
    }

    private mutating func word() -> Located<String> {
        located(Self.words.randomElement(using: &generator) ?? "")
    }

    private mutating func maybe<Value>(_ make: (inout Self) -> Value) -> Value? { flag() ? make(&self) : nil }

    private mutating func some<Value>(_ make: (inout Self) -> Value) -> [Value] {
        var values: [Value] = []
        while values.count < 5, flag() { values.append(make(&self)) }
        return values
    }

    private mutating func metadata() -> Metadata {
        Metadata(
            name: word(),
            renamedFrom: maybe { $0.word() },
            owner: maybe { $0.word() },
            labels: some { (key: $0.word(), value: $0.word()) }
        )
    }

    private mutating func selector() -> Located<EventsSpec.Selector> {
        word().map { [isGroup = flag()] in isGroup ? .group($0) : .name($0) }
    }

    private mutating func credential() -> CredentialSpec {
        let text = word().value
        let references: [CredentialSpec.Reference] = [.environment(text), .file(text), .literal]
        let reference = references.randomElement(using: &generator) ?? .literal
        return CredentialSpec(name: word(), reference: located(reference))
    }

    private mutating func number() -> Int {
        [.min, -1, 0, 1, 4, 300, .max].randomElement(using: &generator) ?? 0
    }

    private mutating func duration() -> Duration {
        [.zero, .seconds(-5), .seconds(30), .seconds(Int64.max), .seconds(Int64.min)].randomElement(
            using: &generator
        ) ?? .zero
    }

    private mutating func delivery() -> DeliverySpec {
        DeliverySpec(
            ordering: maybe { $0.word() },
            inFlight: maybe { $0.located($0.number()) },
            batchEvents: maybe { $0.located($0.number()) },
            requestTimeout: maybe { $0.located($0.duration()) },
            credentialGrace: maybe { $0.located($0.duration()) },
            onExpiry: maybe { $0.word() }
        )
    }

    private mutating func current() -> CurrentSpec {
        CurrentSpec(
            metadata: metadata(),
            specKey: range(),
            enabled: maybe { $0.located($0.flag()) },
            source: maybe { $0.word() },
            start: maybe { $0.word() },
            partner: maybe { $0.word() },
            region: maybe { $0.word() },
            credentials: some { $0.credential() },
            credentialsKey: maybe { $0.range() },
            events: maybe { random in
                EventsSpec(
                    key: random.range(),
                    include: random.some { $0.selector() },
                    exclude: random.some { $0.selector() },
                    customEvents: random.maybe { $0.some { $0.word() } }
                )
            },
            endpoint: maybe { random in
                EndpointSpec(
                    key: random.range(),
                    url: random.maybe { $0.word() },
                    allow: random.some { $0.word() },
                    services: random.some { NamedText(name: $0.word(), text: $0.word()) }
                )
            },
            settings: some { random in
                let text = random.word()
                let isText = random.flag()
                return SettingSpec(
                    name: random.word(),
                    text: text.map { isText ? $0 : nil },
                    isQuoted: random.flag(),
                    entries: random.maybe { random in
                        random.some { NamedText(name: $0.word(), text: $0.word()) }
                    }
                )
            },
            delivery: delivery()
        )
    }

    mutating func workspace() -> Workspace {
        Workspace(
            currents: some { $0.current() } + [current()],
            sources: some { random in
                SourceSpec(
                    metadata: random.metadata(),
                    specKey: random.range(),
                    schema: random.maybe { $0.word() },
                    file: random.maybe { random in
                        FileSourceSpec(key: random.range(), path: random.maybe { $0.word() })
                    }
                )
            }
        )
    }
}
