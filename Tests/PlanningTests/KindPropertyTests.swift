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

@Suite("Properties of policies and custom events")
struct KindPropertyTests {
    private static func current(_ name: String, _ partner: String, _ lines: String, _ events: String)
        -> String
    {
        """
        apiVersion: currents/v1
        kind: Current
        metadata: { name: \(name) }
        spec:
          source: events
          partner: \(partner)
          \(lines)
          events: \(events)

        """
    }

    private static let documents: [String] = [
        ExampleWorkspace.sourceDocument(spec: "{ schema: braze, file: { path: e.jsonl } }"),
        current(
            "a",
            "amplitude",
            "region: US",
            "[\"users.messages.email.*\"]"
        ),
        current(
            "b",
            "http",
            "endpoint: { url: \"https://events.example.com/in\" }",
            "{ include: [\"users.*\"], customEvents: [trial started, checkout] }"
        ),
        ExampleWorkspace.document(
            "Policy",
            name: "one",
            spec: "{ regions: { amplitude: [EU] }, personalFields: [{ fields: [user.external_user_id] }] }"
        ),
        ExampleWorkspace.document(
            "Policy",
            name: "two",
            spec: "{ regions: { amplitude: [\"E*\"] }, personalFields: [{}], requireOwner: true }"
        ),
        ExampleWorkspace.document(
            "Policy",
            name: "three",
            spec: "{ forbiddenEvents: [\"users.messages.email.*\"], requireLabels: [env, team], "
                + "personalFields: [{ fields: [user.external_user_id] }] }"
        ),
        ExampleWorkspace.document(
            "CustomEvent",
            name: "trial",
            spec: "{ name: Trial Started, properties: { plan: string } }"
        ),
        ExampleWorkspace.document(
            "CustomEvent",
            name: "checkout",
            spec: "{ properties: { total: { type: number, personal: true }, $x: string } }"
        ),
    ]

    /// What is said, without the places, which move with the documents.
    private func words(_ reading: Reading) -> [String] {
        reading.findings.map { finding in
            let notes = finding.notes.map(\.message).sorted().joined(separator: "; ")
            return [finding.code, finding.message, finding.help ?? "", notes].joined(separator: " | ")
        }.sorted()
    }

    @Test func theOrderOfFilesDoesNotMatter() {
        let names = Self.documents.indices.map { "\($0).yaml" }
        let texts = Dictionary(uniqueKeysWithValues: zip(names, Self.documents))
        let wanted = Reading(texts).findings
        #expect(Set(wanted.map(\.code)).isSuperset(of: ["CUR260", "CUR261", "CUR265", "CUR266", "CUR267"]))
        var generator = Sequence64(state: 7)
        for _ in 0..<5 {
            #expect(Reading(texts, order: names.shuffled(using: &generator)).findings == wanted)
        }
    }

    @Test func theOrderOfDocumentsDoesNotMatter() {
        let wanted = words(Reading(Self.documents.joined(separator: "---\n")))
        #expect(wanted.count > 5)
        var generator = Sequence64(state: 8)
        for _ in 0..<5 {
            let text = Self.documents.shuffled(using: &generator).joined(separator: "---\n")
            #expect(words(Reading(text)) == wanted)
        }
    }

    @Test func noCombinationOfPartsCrashesAnyRule() {
        let parts = [
            "regions: { amplitude: [\"*\"], \"\\u00e9\": [x], http: [\"\"] }", "requireOwner: false",
            "personalFields: [{ fields: [\"*\", \"\\\\\", \"a.\", \".\", properties.custom_properties.] }]",
            "requireLabels: [\"\", \" \"]", "forbiddenEvents: [\"*\", { group: x }, a..b]",
            "properties: { \"*\": object, \"a.b\": string, \"$\": array, \"\\\\\": number }",
            "purchase: true",
            "name: \"*\"", "additionalProperties: true", "retention: { age: 1ms, size: 1B }",
            "disk: { budget: 1B, reserve: 1B }", "alerts: [{ webhook: { url: \"://\" } }]",
            "dedupe: { ids: 1 }",
        ]
        var generator = Sequence64(state: 9)
        for _ in 0..<30 {
            let kinds = ["Policy", "CustomEvent", "Workspace"].shuffled(using: &generator)
            let made = kinds.map { kind in
                let some = parts.shuffled(using: &generator).prefix(5).joined(separator: ", ")
                return ExampleWorkspace.document(kind, name: "x", spec: "{ \(some) }")
            }
            let text = (Self.documents.shuffled(using: &generator).prefix(4) + made).joined(
                separator: "---\n"
            )
            let (workspace, _) = SpecReader.read([SourceFile(path: "a.yaml", bytes: Array(text.utf8))])
            let planner = Planner(glossary: .builtIn, partners: TestPartners.all)
            let findings = planner.plan(workspace).findings
            #expect(findings == findings.inReadingOrder())
            #expect(planner.plan(workspace).findings == findings)
        }
    }
}
