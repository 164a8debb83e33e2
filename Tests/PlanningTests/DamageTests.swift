import Diagnostics
import Glossary
import Plans
import Testing

@testable import Planning
@testable import Specs

/// A valid workspace is damaged in every place: each time there must be a finding, or a plan that shows the change.
///
/// A change that neither is reported nor reaches a plan would be a part of the spec that means nothing: its author
/// would believe in it all the same.
@Suite("Damage to a spec is reported, or seen in the plan")
struct DamageTests {
    /// Nothing in it is a default: what goes missing must be missed.
    private static let spec = """
        apiVersion: currents/v1
        kind: Current
        metadata:
          name: mail
          renamedFrom: post
          owner: data@example.com
          labels: { env: prod, team: "growth" }
        spec:
          enabled: false
          source: events
          start: now
          partner: amplitude
          region: EU
          credentials:
            apiKey: { env: AMPLITUDE_KEY }
          events:
            include:
              - "users.messages.email.S*"
              - users.messages.email.Click
              - users.messages.email.Open
              - users.behaviors.CustomEvent
            exclude: [users.messages.email.Open]
            customEvents: [signup, "trial_*"]
          filter:
            properties:
              campaign_name: [{ anything-but: { prefix: "test-" } }, { exists: false }]
          mappings:
            - events: ["users.messages.email.*"]
              rename: { properties.campaign_name: properties.Campaign }
              remove: [properties.ip_pool]
              hash: [properties.email_address]
            - set: { properties.origin: braze }
          hashKey: { file: /run/keys/hash }
          endpoint:
            url: "http://127.0.0.1:9002"
            allow: [plaintext, loopback]
          settings:
            api: batch
            minIdLength: 7
            eventNames:
              users.messages.email.Click: "Email Link Clicked"
          delivery:
            ordering: per_key
            inFlight: 3
            batchEvents: 19
            requestTimeout: 9s
            credentialGrace: 12h
            onExpiry: wait
        ---
        apiVersion: currents/v1
        kind: Source
        metadata: { name: events }
        spec:
          file: { path: in.jsonl, follow: true }

        """

    /// Reads a text, and checks what must hold for every text.
    private func read(_ bytes: [UInt8]) -> (reading: Outcome, meaning: Set<String>?) {
        let file = SourceFile(path: "a.yaml", bytes: bytes)
        let (workspace, earlier) = SpecReader.read([file])
        let (plans, planned) = DamageTests.planner.plan(workspace, after: earlier)
        let findings = earlier + planned
        #expect(plans.isEmpty || !findings.hasErrors)
        for range in findings.compactMap(\.range) {
            #expect(range.start.offset <= range.end.offset && range.end.offset <= bytes.count)
        }
        let (documents, unreadable) = YAMLParser.parse(file)
        let meaning = unreadable.isEmpty ? Self.statements(of: documents.map(\.root)) : nil
        return (Outcome(plans: plans, hasFindings: !findings.isEmpty), meaning)
    }

    private struct Outcome {
        var plans: [Plan]
        var hasFindings: Bool
    }

    private static let planner = Planner(glossary: .builtIn, partners: TestPartners.all)

    /// What the documents say, whatever the order of keys and items: one line for each text, with the way to it.
    private static func statements(of roots: [Node]) -> Set<String> {
        var lines: Set<String> = []
        func add(_ node: Node, _ path: String) {
            switch node.content {
            // Of a glob only what it selects reaches a plan, and many globs select the same.
            case .scalar(let text, _):
                lines.insert("\(path)=\(path.contains(".events") && text.contains("*") ? "*" : text)")
            case .sequence(let items): for item in items { add(item, path + "[]") }
            case .mapping(let entries):
                for entry in entries { add(entry.value, path + "." + (entry.key.text ?? "?")) }
            }
        }
        for root in roots { add(root, root["kind"]?.text ?? "?") }
        return lines
    }

    /// Damages that change what is written must change the plan, unless they are reported.
    private func check(
        _ damaged: [UInt8],
        _ original: (reading: Outcome, meaning: Set<String>?),
        _ what: String
    ) {
        let (outcome, meaning) = read(damaged)
        guard !outcome.hasFindings, meaning != original.meaning else { return }
        #expect(outcome.plans != original.reading.plans, "\(what) goes unnoticed")
    }

    @Test func theWholeSpecHasNoFindings() {
        let (outcome, _) = read(Array(Self.spec.utf8))
        #expect(!outcome.hasFindings, "\(Reading(Self.spec).rendered)")
        #expect(outcome.plans.count == 1)
    }

    @Test func everyLineMayBeMissingDoubledOrChangePlaces() {
        let original = read(Array(Self.spec.utf8))
        let lines = Self.spec.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for index in lines.indices.dropLast() {
            for (what, damage) in [
                ("leaving out", []), ("doubling", [lines[index], lines[index]]),
                ("swapping", [lines[index + 1], lines[index]]), ("indenting", ["  " + lines[index]]),
                ("outdenting", [String(lines[index].dropFirst(2))]), ("hiding", ["# " + lines[index]]),
            ] {
                var damaged = lines
                damaged.replaceSubrange(index...(what == "swapping" ? index + 1 : index), with: damage)
                check(Array(damaged.joined(separator: "\n").utf8), original, "\(what) '\(lines[index])'")
            }
        }
    }

    @Test(arguments: 0..<4)
    func everyByteMayBeMissingOrAnother(quarter: Int) {
        let original = read(Array(Self.spec.utf8))
        let bytes = Array(Self.spec.utf8)
        // No star: a name with one is a glob, and often selects what the name meant.
        let signs = Array("x: '-#1{".utf8)
        for index in bytes.indices where index % 4 == quarter {
            var damaged = bytes
            let byte = damaged.remove(at: index)
            check(damaged, original, "leaving out byte \(index) '\(UnicodeScalar(byte))'")
            guard index % 8 == quarter else { continue }
            damaged.insert(signs[index % signs.count], at: index)
            check(damaged, original, "another byte at \(index)")
        }
    }
}
