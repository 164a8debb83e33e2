import Diagnostics
import Testing

@testable import Specs

@Suite("A damaged custom event, policy or Workspace gives findings, never a crash") struct KindDamageTests {
    private static let spec = """
        apiVersion: currents/v1
        kind: CustomEvent
        metadata: { name: trial-started }
        spec:
          name: Trial Started
          properties: { plan: string, "ä b": { type: integer, required: true, personal: false } }
          additionalProperties: false
        ---
        apiVersion: currents/v1
        kind: Policy
        metadata: { name: privacy }
        spec:
          regions: { amplitude: [EU] }
          personalFields: [{ fields: ["user.*"], partners: [amplitude] }, {}]
          requireOwner: true
          requireLabels: [env]
          forbiddenEvents: ["users.messages.webhook.*", { group: canvas }]
        ---
        apiVersion: currents/v1
        kind: Workspace
        metadata: { name: main }
        spec:
          retention: { age: 7d, size: 10GB }
          disk: { budget: 20GB, reserve: 1GB }
          dedupe: { window: 7d, ids: 1000000 }
          alerts: [{ webhook: { url: https://a.example.com } }, { command: [page] }]

        """

    /// Reads and renders, and checks that every place lies in the text.
    private func survives(_ bytes: [UInt8]) {
        let file = SourceFile(path: "spec.yaml", bytes: bytes)
        let (workspace, findings) = SpecReader.read([file])
        for range in findings.compactMap(\.range) + findings.flatMap(\.fixes).map(\.range) {
            #expect(0 <= range.start.offset && range.start.offset <= range.end.offset)
            #expect(range.end.offset <= bytes.count)
        }
        let text = TextRenderer(files: workspace.files).render(findings)
        #expect(text.isEmpty == findings.isEmpty)
    }

    @Test func theUndamagedSpecHasNoFindings() {
        #expect(Reading.read(Self.spec).findings.isEmpty)
    }

    @Test func everySingleByteMayBeMissing() {
        let bytes = Array(Self.spec.utf8)
        for index in bytes.indices {
            var damaged = bytes
            damaged.remove(at: index)
            survives(damaged)
        }
    }

    @Test(arguments: [
        "~", "[]", "{}", "[[{}]]", "\"\"", "0", "*", "{ a: { b: [~] } }", "!!int 5", "|\n text",
    ])
    func everyValueMayBeAnother(other: String) {
        let lines = Self.spec.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for index in lines.indices {
            guard let colon = lines[index].firstIndex(of: ":") else { continue }
            var damaged = lines
            damaged[index] = lines[index][...colon] + " " + other
            survives(Array(damaged.joined(separator: "\n").utf8))
        }
    }
}
