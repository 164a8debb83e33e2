import Diagnostics
import Testing

@testable import Specs

@Suite("A damaged spec gives findings, never a crash") struct DamageTests {
    private static let spec = """
        # Ein Kommentar: äöü 🎉
        apiVersion: currents/v1
        kind: Current
        metadata: { name: mail, labels: { env: &env prod } }
        spec:
          source: "braze-events"
          partner: 'http'
          credentials:
            bearerToken: { env: TOKEN }
            other: s3cret
          events:
            include:
              - users.messages.*
              - { group: customer-behavior }
            customEvents: [signup, *env]
          settings:
            text: |-
              one
          delivery: { inFlight: 8, credentialGrace: 48h }
        ---

        """ + Reading.goodSource

    /// A small generator, so that a failure can be repeated.
    private struct Numbers: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state ^ (state >> 29)) &* 0xBF58_476D_1CE4_E5B9
        }
    }

    /// Reads and renders, and checks that every place lies in the text.
    private func survives(_ bytes: [UInt8]) {
        let file = SourceFile(path: "spec.yaml", bytes: bytes)
        let (workspace, findings) = SpecReader.read([file])
        for range in findings.compactMap(\.range) + findings.flatMap(\.fixes).map(\.range) {
            #expect(range.start.offset >= 0)
            #expect(range.start.offset <= range.end.offset)
            #expect(range.end.offset <= bytes.count)
            #expect(file.position(atOffset: range.start.offset) == range.start)
            #expect(file.position(atOffset: range.end.offset) == range.end)
        }
        let text = TextRenderer(files: workspace.files).render(findings)
        #expect(text.isEmpty == findings.isEmpty)
        #expect(!text.contains("\u{1B}"))
        _ = JSONRenderer().render(findings)
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

    @Test func everyBeginningMayBeAllThereIs() {
        let bytes = Array(Self.spec.utf8)
        for count in bytes.indices { survives(Array(bytes.prefix(count))) }
    }

    @Test(arguments: [
        0x00, 0x09, 0x0A, 0x0D, 0x20, 0x21, 0x22, 0x26, 0x2A, 0x2D, 0x3A, 0x5B, 0x7B, 0x7C, 0x80, 0xFF,
    ])
    func bytesMayBecomeThisOne(byte: UInt8) {
        let bytes = Array(Self.spec.utf8)
        for index in stride(from: Int(byte) % 7, to: bytes.count, by: 7) {
            var damaged = bytes
            damaged[index] = byte
            survives(damaged)
        }
    }

    @Test func linesMayBeMissingDoubledSwappedOrIndented() {
        let lines = Self.spec.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for index in lines.indices.dropLast() {
            for damage in [
                [], [lines[index], lines[index]], [lines[index + 1], lines[index]], [" " + lines[index]],
            ] {
                var damaged = lines
                damaged.replaceSubrange(index...index, with: damage)
                survives(Array(damaged.joined(separator: "\n").utf8))
                survives(Array(damaged.joined(separator: "\r\n").utf8))
            }
        }
    }

    @Test(arguments: 0..<20) func manyDamagesAtOnceAreSurvived(seed: UInt64) {
        var numbers = Numbers(state: seed)
        for _ in 0..<20 {
            var damaged = Array(Self.spec.utf8)
            for _ in 0..<Int.random(in: 1...12, using: &numbers) {
                let index = Int.random(in: damaged.indices, using: &numbers)
                let signs = Array("\n\t \"'*&!|>-:?,[]{}#%@`\\~<\r0aé".utf8)
                damaged[index] = signs.randomElement(using: &numbers) ?? 0
            }
            survives(damaged)
        }
    }
}
