import Diagnostics
import Testing

@testable import Specs

/// Slips of the pen that the YAML library complains of elsewhere, and what putting them right gives.
@Suite("Slips of the pen in YAML") struct SlipTests {
    private static let sound = """
        apiVersion: currents/v1
        kind: Current
        metadata:
          name: mail
        spec:
          source: events
          partner: http
          endpoint: { url: "https://e.example.com/in" }
          events:
            - users.messages.email.Open
            - users.messages.email.Click

        """

    @Test func theTextBeforeTheSlipIsSound() { #expect(Reading.read(Self.sound).findings.isEmpty) }

    @Test(arguments: [
        ("partner: http", "partner:http", ":"), ("kind: Current", "kind:Current", ":"),
        ("source: events", "source:events", ":"), ("spec:\n", "spec\n", "c"), ("events:\n", "events\n", "s"),
        ("partner: http", "partner http", "r"), ("partner: http", "partner = http", "="),
        ("  partner", "    partner", "  "), ("in\" }", "in\" }}", "}"),
        ("- users.messages.email.Click", "-users.messages.email.Click", "-"),
        ("  partner: http", "partner: http", "partner"), ("  source: events", "source: events", "source"),
        ("    - users.messages.email.Open", "    -\tusers.messages.email.Open", "\t"),
    ])
    func isFoundWhereItWasMadeAndPutRight(right: String, wrong: String, marked: String) throws {
        let text = Self.sound.replacing(right, with: wrong)
        let findings = Reading.read(text).findings
        #expect(findings.count == 1)
        let finding = try #require(findings.first)
        #expect(Reading.slice(text, try #require(finding.range)) == marked)
        let fix = try #require(finding.fixes.first)
        let bytes = try #require(FixSet.apply([fix], to: Array(text.utf8))).bytes
        let mended = Reading.read(String(decoding: bytes, as: UTF8.self)).findings
        #expect(mended.isEmpty)
    }

    @Test(arguments: [
        ("name: mail", "name: \"mail", "\""), ("name: mail", "name: 'mail", "'"),
        ("metadata:\n  name: mail", "metadata: { name: mail", "{"),
        ("in\" }", "in\"", "{"), ("name: mail", "name: \"mail\" list", "l"),
        (
            "  partner: http\n", "<<<<<<< HEAD\n  partner: http\n=======\n  partner: amplitude\n>>>>>>> x\n",
            "<<<<<<<"
        ),
        ("name: mail", "name: #mail", ""), ("name: mail", "name: !mail", "!mail"),
        ("name: mail", "name: !!binary bWFpbA==", "!!binary"), ("name: mail", "name: @mail", "@"),
        ("name: mail", "name: `mail`", "`"), ("name: mail", "name: %mail", "%"),
        ("name: mail", "name: |mail", "m"), ("name: mail", "name: > mail", "m"),
        ("name: mail", "name: mail: list", ":"), ("apiVersion", "%YAML 1.3\n---\napiVersion", "%"),
        ("in\" }", "in\" ]", "]"),
    ])
    func isFoundAtItsToken(right: String, wrong: String, marked: String) throws {
        let text = Self.sound.replacing(right, with: wrong)
        let findings = Reading.read(text).findings
        #expect(findings.count == 1, "\(findings.map(\.message))")
        let finding = try #require(findings.first)
        #expect(Reading.slice(text, try #require(finding.range)) == marked)
        #expect(finding.help != nil)
    }

    @Test func aKeyAndItsValueInOneAreTwoInAFlowMapping() throws {
        let text = Self.sound.replacing(
            "url: \"https://e.example.com/in\"",
            with: "url:https://e.example.com"
        )
        let findings = Reading.read(text).findings
        #expect(findings.map(\.message) == ["a space is missing after ':'"])
        let fix = try #require(findings.first?.fixes.first)
        let bytes = try #require(FixSet.apply([fix], to: Array(text.utf8))).bytes
        #expect(Reading.read(String(decoding: bytes, as: UTF8.self)).findings.isEmpty)
    }

    @Test func placesCountLinesAndColumnsAlikeForEveryLineEnd() throws {
        let text = Self.sound.replacing("name: mail", with: "name: \"é 🎉 mail\"  # 漢").replacing(
            "partner",
            with: "partnr"
        )
        let places = ["\n", "\r\n", "\r"].map { end -> [Int] in
            let range = Reading.read(text.replacing("\n", with: end)).findings.last?.range
            return [range?.start.line, range?.start.column, range?.end.column].compactMap(\.self)
        }
        #expect(places == Array(repeating: [7, 3, 9], count: 3))
    }
}
