import Diagnostics
import Testing

@testable import Specs

@Suite("Documents become declarations") struct DecodingTests {
    private func codes(_ text: String) -> [String] { Reading.read(text).findings.map(\.code) }

    @Test(arguments: [
        "region: [EU]", "region: { name: EU }", "region:", "region: \"\"", "enabled: [true]",
        "delivery: { inFlight: two }", "delivery: { inFlight: 99999999999999999999 }",
        "delivery: { ordering: { a: b } }", "mappings: [{ remove: { id: true } }]", "events: [[[a]]]",
    ])
    func aValueOfTheWrongTypeComesWithANextStep(line: String) throws {
        let isEvents = line.hasPrefix("events")
        let text = isEvents ? Reading.current("", events: "[[a]]") : Reading.current("  \(line)")
        let findings = Reading.read(text).findings
        #expect(findings.count == 1)
        #expect(try #require(findings.first).help != nil)
    }

    @Test func theOnlyItemOfAListIsOfferedWithoutBrackets() throws {
        let finding = try #require(Reading.read(Reading.current("  region: [EU]")).findings.first)
        #expect(finding.fixes.map(\.replacement) == ["EU"])
    }

    @Test func everyPartOfACurrentArrivesWhereItBelongs() throws {
        let (workspace, findings) = Reading.read(
            Reading.current(
                """
                  enabled: false
                  start: now
                  region: EU
                  credentials: { apiKey: { env: KEY }, other: { file: keys/other } }
                  endpoint: { url: "http://127.0.0.1:1", allow: [plaintext, private] }
                  settings: { accountId: 012345678901, quoted: "7", list: [1] }
                  delivery: { ordering: per_key, inFlight: 0x10, batchEvents: 050, requestTimeout: 250ms,
                              credentialGrace: 7d, onExpiry: wait }
                """,
                events: "{ include: [\"a.*\", { group: g }], exclude: [a.b], customEvents: [x, \"y_*\"] }"
            )
        )
        #expect(findings.isEmpty)
        let current = try #require(workspace.currents.first)
        #expect(current.metadata.name.value == "mail")
        #expect(current.enabled?.value == false)
        #expect(current.start?.value == "now")
        #expect(current.region?.value == "EU")
        #expect(current.credentials.map(\.name.value) == ["apiKey", "other"])
        #expect(current.credentials.map(\.reference.value) == [.environment("KEY"), .file("keys/other")])
        #expect(current.events?.include.map(\.value) == [.name("a.*"), .group("g")])
        #expect(current.events?.exclude.map(\.value) == [.name("a.b")])
        #expect(current.events?.customEvents?.map(\.value) == ["x", "y_*"])
        #expect(current.endpoint?.allow.map(\.value) == ["plaintext", "private"])
        #expect(current.settings.map(\.text.value) == ["012345678901", "7", nil])
        #expect(current.settings.map(\.isQuoted) == [false, true, false])
        #expect(current.delivery.inFlight?.value == 16)
        #expect(current.delivery.batchEvents?.value == 50)
        #expect(current.delivery.requestTimeout?.value == .milliseconds(250))
        #expect(current.delivery.credentialGrace?.value == .seconds(7 * 86_400))
    }

    @Test func namesOfServicesAndEventsArriveWithTheirPlaces() throws {
        let text = Reading.current(
            """
              endpoint: { services: { sts: "https://sts.example.com", token: https://token.example.com/x } }
              settings: { eventNames: { users.messages.email.Send: Mail sent, a.b: 007 }, list: [1], n: 5 }
            """
        )
        let (workspace, findings) = Reading.read(text)
        #expect(findings.isEmpty)
        let current = try #require(workspace.currents.first)
        let services = try #require(current.endpoint?.services)
        #expect(services.map(\.name.value) == ["sts", "token"])
        #expect(services.map(\.text.value) == ["https://sts.example.com", "https://token.example.com/x"])
        #expect(current.settings.map(\.text.value) == [nil, nil, "5"])
        #expect(current.settings.map { $0.entries?.count } == [2, nil, nil])
        let names = try #require(current.settings[0].entries)
        #expect(names.map(\.name.value) == ["users.messages.email.Send", "a.b"])
        #expect(names.map(\.text.value) == ["Mail sent", "007"])
        #expect(Reading.slice(text, names[0].name.range) == "users.messages.email.Send")
        #expect(Reading.slice(text, names[0].text.range) == "Mail sent")
    }

    @Test(arguments: [
        "https://t.example.com": true, "https://u:s3cret@t.example.com": false, "s3cret": false,
    ])
    func theAddressOfAServiceIsShownUnlessItHoldsASecret(value: String, isShown: Bool) {
        let text = Reading.current("  endpoint: { services: { token: \"\(value)\" }, alow: [] }")
        let (workspace, findings) = Reading.read(text)
        let rendered = TextRenderer(files: workspace.files).render(findings)
        #expect(rendered.contains(value) == isShown)
    }

    @Test func aSourceArrives() throws {
        let source = try #require(Reading.read(Reading.goodSource).workspace.sources.first)
        #expect(source.schema?.value == "braze")
        #expect(source.file?.path?.value == "events.jsonl")
        #expect(source.file?.follow == nil)
    }

    @Test(arguments: ["no", "on", "0123", "1_000", "1:20", "0x1F", "true", "1e3", ".5"])
    func whereATextIsWantedLooksRetypeNothing(text: String) throws {
        let (workspace, findings) = Reading.read(Reading.current("  region: \(text)"))
        #expect(findings.isEmpty)
        #expect(workspace.currents.first?.region?.value == text)
    }

    @Test(arguments: ["", "~", "null", "NULL", "!!null x"]) func nothingIsNoText(text: String) {
        #expect(codes(Reading.current("  region: \(text)")) == ["CUR205"])
    }

    @Test(arguments: ["'~'", "!!str ~", "\"null\""]) func nothingInQuotesIsAText(text: String) {
        #expect(codes(Reading.current("  region: \(text)")).isEmpty)
    }

    @Test(arguments: ["yes": "true", "ON": "true", "\"true\"": "true", "no": "false", "0": "false"])
    func otherSpellingsOfTruthAreReportedWithAFix(written: String, meant: String) {
        let findings = Reading.read(Reading.current("  enabled: \(written)")).findings
        #expect(findings.map(\.code) == ["CUR205"])
        #expect(findings.first?.fixes.map(\.replacement) == [meant])
    }

    @Test(arguments: ["\"8\"", "1_000", "8.0", "1e3", "eight", "0b11", "[8]", "~"])
    func otherSpellingsOfNumbersAreReported(written: String) {
        #expect(codes(Reading.current("  delivery: { inFlight: \(written) }")) == ["CUR205"])
    }

    @Test(arguments: ["30", "s", "1.5h", "-1s", "1 h", "1h30m", "٣s", "9999999999999s", "4000d"])
    func otherLengthsOfTimeAreReported(written: String) {
        #expect(codes(Reading.current("  delivery: { credentialGrace: \(written) }")) == ["CUR207"])
    }

    @Test(arguments: ["a", "a-b", "0", String(repeating: "a", count: 63)]) func goodNamesPass(name: String) {
        #expect(codes(Reading.goodSource.replacing("braze-events", with: name)).isEmpty)
    }

    @Test(arguments: ["A", "-a", "a-", "a_b", "a.b", "é", String(repeating: "a", count: 64)])
    func badNamesAreReported(name: String) {
        #expect(codes(Reading.goodSource.replacing("braze-events", with: name)) == ["CUR207"])
    }

    @Test func aCredentialInTheClearIsMarkedAndNowhereKept() throws {
        let text = Reading.current("  credentials: { apiKey: s3cret-s3cret }\n  regoin: EU")
        let (workspace, findings) = Reading.read(text)
        let current = try #require(workspace.currents.first)
        #expect(current.credentials.map(\.reference.value) == [.literal])
        #expect(!String(describing: current).contains("s3cret"))
        #expect(!String(describing: findings).contains("s3cret"))
        let finding = Diagnostic(
            code: "CUR999",
            name: "test",
            severity: .error,
            message: "here",
            range: current.credentials.first?.reference.range
        )
        let rendered = TextRenderer(files: workspace.files).render([finding])
        #expect(rendered.contains("apiKey: *** }"))
        #expect(!rendered.contains("s3cret"))
    }

    @Test func whatWasReportedIsLeftOutAndTheRestStays() throws {
        let (workspace, findings) = Reading.read(Reading.current("  start: soon\n  region: EU"))
        #expect(findings.map(\.code) == ["CUR208"])
        let current = try #require(workspace.currents.first)
        #expect(current.start == nil)
        #expect(current.region?.value == "EU")
    }

    @Test func fixesPutTheTextRight() throws {
        let text = Reading.current("  enabled: yes\n  regoin: EU\n  start: begining", events: "[*.Open]")
        let fixes = Reading.read(text).findings.flatMap(\.fixes).sorted { $0.range.start > $1.range.start }
        #expect(fixes.count == 4)
        var bytes = Array(text.utf8)
        for fix in fixes {
            bytes.replaceSubrange(
                fix.range.start.offset..<fix.range.end.offset,
                with: Array(fix.replacement.utf8)
            )
        }
        #expect(codes(String(decoding: bytes, as: UTF8.self)).isEmpty)
    }
}
