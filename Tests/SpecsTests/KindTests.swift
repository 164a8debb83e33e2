import Diagnostics
import Testing

@testable import Specs

@Suite("Custom events, policies and settings become declarations") struct KindTests {
    private func document(_ kind: String, _ lines: String) -> String {
        """
        apiVersion: currents/v1
        kind: \(kind)
        metadata: { name: example }
        spec:
        \(lines)

        """
    }

    private func read(_ kind: String, _ lines: String) -> (workspace: Workspace, findings: [Diagnostic]) {
        Reading.read(document(kind, lines))
    }

    /// The text with the changes that its findings propose.
    private func fixed(_ text: String) -> String {
        var bytes = Array(text.utf8)
        let fixes = Reading.read(text).findings.flatMap(\.fixes)
        for fix in fixes.sorted(by: { $0.range.start > $1.range.start }) {
            bytes.replaceSubrange(fix.range.start.offset..<fix.range.end.offset, with: fix.replacement.utf8)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func everyPartOfACustomEventArrives() throws {
        let (workspace, findings) = read(
            "CustomEvent",
            """
              name: Trial Started
              properties:
                plan: string
                seats: { type: integer, required: true }
                email: { type: string, personal: true }
            """
        )
        #expect(findings.isEmpty)
        let event = try #require(workspace.customEvents.first)
        #expect(event.eventName.value == "Trial Started")
        #expect(!event.isPurchase)
        #expect(!event.allowsOthers)
        #expect(event.properties.map(\.name.value) == ["plan", "seats", "email"])
        #expect(event.properties.map(\.type) == [.string, .integer, .string])
        #expect(event.properties.map(\.isRequired) == [false, true, false])
        #expect(event.properties.map(\.isPersonal) == [false, false, true])
    }

    @Test func aCustomEventWithoutANameHasThatOfItsDocument() throws {
        let event = try #require(read("CustomEvent", "  properties: {}").workspace.customEvents.first)
        #expect(event.eventName.value == "example")
        #expect(event.eventName.range == event.metadata.name.range)
    }

    @Test func purchasesAndOpenDeclarationsAreTold() throws {
        let lines = "  purchase: true\n  additionalProperties: true"
        let event = try #require(read("CustomEvent", lines).workspace.customEvents.first)
        #expect(event.isPurchase)
        #expect(event.allowsOthers)
    }

    @Test(arguments: ["  properties: { a: int }", "  propertys: {}", "  properties: { a: { typ: string } }"])
    func aDamagedDeclarationMissesNothing(lines: String) throws {
        let (workspace, findings) = read("CustomEvent", lines)
        #expect(!findings.isEmpty)
        #expect(try #require(workspace.customEvents.first).allowsOthers)
    }

    @Test(arguments: [
        ("int", "integer"), ("Long", "integer"), ("bool", "boolean"), ("text", "string"), ("str", "string"),
        ("float", "number"), ("double", "number"), ("datetime", "string"), ("timestamp", "string"),
        ("list", "array"), ("\"string[]\"", "array"), ("json", "object"), ("dict", "object"),
        ("INTEGER", "integer"), ("objekt", "object"),
    ])
    func wordsOfOtherLanguagesForTypesAreUnderstoodAndCorrected(word: String, type: String) {
        let text = document("CustomEvent", "  properties: { a: \(word) }")
        let findings = Reading.read(text).findings
        #expect(findings.map(\.code) == ["CUR208"])
        #expect(findings.first?.fixes.map(\.replacement) == [type])
        #expect(findings.first?.range.map { Reading.slice(text, $0) } == word)
        #expect(Reading.read(fixed(text)).findings.isEmpty)
    }

    @Test func everyPartOfAPolicyArrives() throws {
        let (workspace, findings) = read(
            "Policy",
            """
              regions: { amplitude: [EU], eventbridge: ["eu-*", us-east-1] }
              personalFields:
                - { fields: [user.phone], partners: [amplitude] }
                - {}
              requireOwner: true
              requireLabels: [env, team]
              forbiddenEvents: ["users.messages.webhook.*", { group: canvas }]
            """
        )
        #expect(findings.isEmpty)
        let policy = try #require(workspace.policies.first)
        #expect(policy.regions.map(\.partner.value) == ["amplitude", "eventbridge"])
        #expect(policy.regions.map { $0.allowed.map(\.value) } == [["EU"], ["eu-*", "us-east-1"]])
        #expect(policy.personalFields.map { $0.fields?.map(\.value) } == [["user.phone"], nil])
        #expect(policy.personalFields.map { $0.partners?.map(\.value) } == [["amplitude"], nil])
        #expect(policy.requireOwner?.value == true)
        #expect(policy.requireLabels.map(\.value) == ["env", "team"])
        #expect(policy.forbiddenEvents.map(\.value) == [.name("users.messages.webhook.*"), .group("canvas")])
    }

    @Test func aPersonalFieldRuleThatCannotBeReadIsLeftOutAndNotWidened() throws {
        let lines = "  personalFields: [{ fields: user.phone }, { feilds: [user.phone] }, { partners: [] }]"
        let (workspace, findings) = read("Policy", lines)
        #expect(findings.count == 3)
        #expect(try #require(workspace.policies.first).personalFields.isEmpty)
    }

    @Test func aFieldWithoutItsMappingIsCorrected() {
        let text = document("Policy", "  personalFields: [properties.email_address]")
        #expect(Reading.read(text).findings.map(\.code) == ["CUR205"])
        #expect(Reading.read(fixed(text)).findings.isEmpty)
    }

    @Test func everyPartOfAWorkspaceArrives() throws {
        let (workspace, findings) = read(
            "Workspace",
            """
              retention: { age: 7d, size: 10GB }
              disk: { budget: 1GiB, reserve: 500MB }
              dedupe: { window: 12h, ids: 1000 }
              alerts: [{ webhook: { url: "https://a.example.com" } }, { command: [page, now] }]
            """
        )
        #expect(findings.isEmpty)
        let settings = try #require(workspace.settings.first)
        #expect(settings.retentionAge?.value == .seconds(7 * 86_400))
        #expect(settings.retentionSize?.value == 10_000_000_000)
        #expect(settings.diskBudget?.value == 1_073_741_824)
        #expect(settings.diskReserve?.value == 500_000_000)
        #expect(settings.dedupeWindow?.value == .seconds(12 * 3_600))
        #expect(settings.dedupeIDs?.value == 1000)
        #expect(
            settings.alerts.map(\.target.value) == [
                .webhook("https://a.example.com"), .command(["page", "now"]),
            ]
        )
        #expect(settings.settings.first?.value == "spec.retention.age")
        #expect(settings.settings.last?.value == "spec.alerts")
        #expect(settings.settings.count == 7)
    }

    @Test(arguments: [
        ("1B", 1), ("500MB", 500_000_000), ("10GB", 10_000_000_000), ("1GiB", 1 << 30), ("2TiB", 2 << 40),
        ("1000TB", 1_000_000_000_000_000), ("007KB", 7_000),
    ])
    func sizesCountByThousandsOrBy1024(text: String, bytes: Int) {
        #expect(SizeText.parse(text) == bytes)
    }

    @Test(arguments: [
        "", "10", "GB", "10 GB", "10gb", "10G", "1.5GB", "-1GB", "1001TB", "99999999999999999999GB",
        "1K\u{212A}B",
        "9999999999999999TB", "１GB",
    ])
    func otherTextsAreNoSizes(text: String) {
        #expect(SizeText.parse(text) == nil)
    }

    @Test(arguments: [
        ("10 GB", "10GB"), ("10gb", "10GB"), ("10G", "10GB"), ("1_000mb", "1000MB"), ("5gib", "5GiB"),
        ("5gi", "5GiB"),
    ])
    func spellingsThatMeanASizeAreCorrected(text: String, meant: String) {
        #expect(SizeText.meant(by: text) == meant)
    }

    @Test(arguments: ["", "10", "gb", "1.5GB", "9999TB", "ten GB"])
    func otherSpellingsAreNotGuessed(text: String) {
        #expect(SizeText.meant(by: text) == nil)
    }

    @Test func noExcerptShowsAWebhook() {
        let text = document(
            "Workspace",
            """
              alerts:
                - https://hooks.example.com/s3cret
                - { webhook: https://hooks.example.com/s3cret }
                - { webhook: { url: https://hooks.example.com/s3cret, urls: 1 } }
            """
        )
        let (workspace, findings) = Reading.read(text)
        #expect(findings.count == 3)
        #expect(!TextRenderer(files: workspace.files).render(findings).contains("s3cret"))
    }
}
