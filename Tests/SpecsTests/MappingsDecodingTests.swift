import Diagnostics
import Plans
import Testing

@testable import Specs

@Suite("Reading mappings")
struct MappingsDecodingTests {
    private func spec(_ lines: String) throws -> CurrentSpec {
        let (workspace, findings) = Reading.read(Reading.current(lines))
        #expect(findings.isEmpty)
        return try #require(workspace.currents.first)
    }

    @Test func everyPartIsKept() throws {
        let current = try spec(
            """
              mappings:
                - events: [users.messages.email.Open, { group: customer-behavior }]
                  rename: { a: b }
                  remove: [c, "d*"]
                  keep: [e]
                  hash: [f]
                  redact: [g]
                  set: { h: 1 }
              hashKey: { file: key.txt }
            """
        )
        let entry = try #require(current.mappings.first)
        #expect(
            entry.events?.map(\.value) == [.name("users.messages.email.Open"), .group("customer-behavior")]
        )
        #expect(entry.rename.map { [$0.from.value, $0.to.value] } == [["a", "b"]])
        #expect(entry.remove.map(\.value) == ["c", "d*"])
        #expect(entry.keep?.map(\.value) == ["e"])
        #expect(entry.hash.map(\.field.value) == ["f"])
        #expect(entry.hash.map(\.algorithm) == [.keyed])
        #expect(entry.redact.map(\.value) == ["g"])
        #expect(entry.set.map(\.json.value) == ["1"])
        #expect(current.hashKey?.reference.value == .file("key.txt"))
    }

    @Test(
        arguments: [
            "[a, { b: sha256 }]", "{ a: hmac-sha256, b: sha256 }", "[{ a: hmac-sha256, b: sha256 }]",
            "[{ a: hmac-sha256 }, { b: sha256 }]",
        ]
    )
    func hashesAreWrittenInThreeForms(text: String) throws {
        let hash = try spec("  mappings: [{ hash: \(text) }]").mappings.first?.hash
        #expect(hash?.map(\.field.value) == ["a", "b"])
        #expect(hash?.map(\.algorithm) == [.keyed, .plain])
    }

    @Test(
        arguments: [
            ("braze", #""braze""#), ("3", "3"), ("3.10", "3.10"), ("-1e+3", "-1e+3"), ("\"3\"", #""3""#),
            ("true", "true"), ("yes", #""yes""#), ("~", "null"), ("007", "7"), ("0x1F", "31"), (".5", "0.5"),
            ("[1, a, { b: 'c' }]", #"[1,"a",{"b":"c"}]"#), ("{}", "{}"), ("!!str 7", #""7""#),
            ("2026-11-20", #""2026-11-20""#), (#""tab\t\"q\"""#, #""tab\t\"q\"""#),
        ]
    )
    func valuesBecomeJSON(yaml: String, json: String) throws {
        let set = try spec("  mappings: [{ set: { a: \(yaml) } }]").mappings.first?.set
        #expect(set?.map(\.json.value) == [json])
    }

    @Test func anAnchorServesManyEntries() throws {
        let current = try spec(
            "  mappings: [{ remove: &fields [a, b] }, { events: [users.messages.email.Open], redact: *fields }]"
        )
        #expect(current.mappings.map { $0.remove.count + $0.redact.count } == [2, 2])
    }

    @Test func anEntryWhoseEventsCannotBeReadAppliesToNone() {
        let (workspace, findings) = Reading.read(
            Reading.current("  mappings: [{ events: users.messages.email.Open, remove: [a] }]")
        )
        #expect(findings.count == 1)
        #expect(workspace.currents.first?.mappings.isEmpty == true)
    }

    @Test(
        arguments: [
            "  mappings:\n    remove: [a]\n    set:\n      b: { c: 1 }", "  mappings: { remove: [a] }",
            "  mappings: [{ remove: a }]", "  mappings: [{ remove: [$.a.b] }]",
            "  mappings: [{ keep: [\"a['b c']\"] }]",
            "  mappings: [{ set: { /a/b: 1 } }]", "  mappings: [{ redact: [\"a[0].b\"] }]",
            "  mappings: [{ hash: [{ a: sha-256 }] }]",
        ]
    )
    func whatIsProposedPutsItRight(lines: String) throws {
        let text = Reading.current(lines)
        let findings = Reading.read(text).findings
        #expect(findings.count == 1)
        let fixes = try #require(findings.first?.fixes)
        #expect(!fixes.isEmpty)
        var bytes = Array(text.utf8)
        for fix in fixes {
            bytes.replaceSubrange(fix.range.start.offset..<fix.range.end.offset, with: fix.replacement.utf8)
        }
        let again = Reading.read(String(decoding: bytes, as: UTF8.self))
        #expect(again.findings.isEmpty, "\(String(decoding: bytes, as: UTF8.self))")
        #expect(again.workspace.currents.first?.mappings.count == 1)
    }
}
