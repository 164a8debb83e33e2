import Diagnostics
import Plans
import Testing

@testable import Planning

@Suite("Rules about settings that belong together")
struct SettingRuleTests {
    private func settings(_ settings: String) -> Reading {
        Reading(ExampleWorkspace.eventBridge("settings: { \(settings) }"))
    }

    @Test(arguments: [
        ("accountId: 012345678901, partnerName: a", []), ("busName: b", []),
        ("busName: b, accountId: \"012345678901\"", []), ("accountId: 012345678901", ["CUR420"]),
        ("accountId: 012345678901, partnerName: a, busName: b", ["CUR421"]), ("partnerName: a", ["CUR409"]),
        ("partnerName: a, acountId: 012345678901", ["CUR408"]), ("busNam: b", ["CUR408"]),
        ("busName: b, externalId: x", ["CUR419"]), ("busName: b, externalId: x, roleArn: y", []),
        ("busName: b, sourceName: x", ["CUR419"]), ("busName: b, externalId: x, rolArn: y", ["CUR408"]),
        ("accountId: 12345678901, partnerName: a", ["CUR410"]),
        ("accountId: 0123456789012, partnerName: a", ["CUR410"]),
        ("accountId: ١٢٣٤٥٦٧٨٩٠١٢, partnerName: a", ["CUR410"]),
        ("accountId: 012345678901, partnerName: \u{212A}", ["CUR410"]),
        ("accountId: 012345678901, partnerName: a/b", ["CUR410"]), ("busName: [b]", ["CUR410"]),
        ("busName: { b: c }", ["CUR410"]),
    ])
    func settingsNeedExcludeAndCompleteEachOther(line: String, codes: [String]) {
        let reading = settings(line)
        #expect(reading.codes == codes, "\(reading.rendered)")
    }

    @Test func aRequiredSettingIsMissedWhateverElseIsGiven() {
        var partner = TestPartners.http
        partner.settings.append(.init("tenant", "Whose events.", .text(), need: .always))
        let text = ExampleWorkspace.text(ExampleWorkspace.soundSpec)
        let reading = Reading(["a.yaml": text], partners: [partner])
        #expect(reading.codes == ["CUR409"])
        #expect(reading.marked == "spec")
    }

    @Test func aSettingNeededBesideAnotherPointsAtThatOne() {
        let reading = settings("partnerName: a")
        #expect(reading.marked == "partnerName")
        #expect(
            reading.findings[0].message
                == "Amazon EventBridge needs the setting 'accountId' beside 'partnerName'"
        )
    }

    @Test func aCompanionIsProposedUnlessAnotherSettingExcludesIt() {
        #expect(
            settings("busName: b, externalId: x").findings[0].help
                == "add 'roleArn' below 'settings', or remove 'externalId'"
        )
        #expect(settings("busName: b, sourceName: x").findings[0].help == "remove 'sourceName'")
    }

    @Test func aFormIsSaidInWords() {
        #expect(settings("accountId: 1, partnerName: a").findings[0].help == "write 12 digits")
    }

    @Test func aPlainAccountKeepsItsZero() {
        let plan = settings("accountId: 012345678901, partnerName: a").plans.first
        #expect(plan?.settings["accountId"] == .text("012345678901"))
    }

    @Test func missingAlternativesAreListedWithTheirMeaning() {
        let finding = settings("roleArn: r").findings[0]
        #expect(
            finding.message == "Amazon EventBridge needs one of the settings 'partnerName', 'busName'"
        )
        #expect(
            finding.notes.map(\.message)
                == ["partnerName: Publish as this partner.", "busName: Put events on this bus."]
        )
    }

    @Test func competingSettingsShowBothPlacesAndMeanings() {
        let reading = settings("accountId: 012345678901, busName: b, partnerName: a")
        #expect(reading.marked == "partnerName")
        #expect(reading.findings[0].message == "'busName', 'partnerName' exclude each other")
        #expect(reading.findings[0].notes.first?.range != nil)
        #expect(reading.findings[0].notes.count == 3)
    }

    @Test(arguments: [
        ("eventsPerSecond: 30", []), ("eventsPerSecond: 31", ["CUR429"]), ("eventsPerDay: 500", []),
        ("eventsPerDay: 501", ["CUR429"]), ("eventsPerSecond: 31, api: batch", []),
        ("eventsPerSecond: 101, api: batch", ["CUR429"]), ("eventsPerDay: 501, api: batch", []),
    ])
    func ratesAreCeilingsOfTheInterfaceInUse(line: String, codes: [String]) {
        let reading = Reading(
            ExampleWorkspace.amplitude(
                "region: EU\ncredentials: { apiKey: { env: K } }\nsettings: { \(line) }"
            )
        )
        #expect(reading.codes == codes)
        #expect(!reading.plans.isEmpty)
    }

    @Test(arguments: [
        ("eu", []), (String(repeating: "x", count: 232), []),
        (String(repeating: "x", count: 233), ["CUR430"]),
        ("a b", ["CUR430"]), ("a//b", ["CUR430"]), ("é", ["CUR430"]), ("x012345678901y", ["CUR431"]),
    ])
    func theWholeNameIsChecked(source: String, codes: [String]) {
        let reading = settings("accountId: 012345678901, partnerName: example.com, sourceName: \(source)")
        #expect(reading.codes == codes, "\(reading.rendered)")
        if !codes.isEmpty { #expect(reading.marked == source) }
    }

    @Test func theDefaultPartsOfANameCountAsWell() {
        func read(_ length: Int) -> Reading {
            settings("accountId: 012345678901, partnerName: \(String(repeating: "x", count: length))")
        }
        // aws.partner/ + partnerName + /currents/example- + 8 digits
        #expect(read(256 - 12 - 18 - 8).codes.isEmpty)
        #expect(read(256 - 12 - 18 - 7).codes == ["CUR430"])
    }
}

@Suite("Rules about services")
struct ServiceRuleTests {
    private func services(_ services: String, settings: String = "busName: b, roleArn: r") -> Reading {
        Reading(
            ExampleWorkspace.eventBridge(
                "settings: { \(settings) }\nendpoint: { services: { \(services) } }"
            )
        )
    }

    @Test(arguments: [
        ("sts: https://sts.example.com", []), ("audit: https://audit.example.com", []),
        ("stsx: https://sts.example.com", ["CUR425"]), ("zzzzzz: https://sts.example.com", ["CUR425"]),
        ("sts: sts.example.com", ["CUR412"]), ("sts: http://sts.example.com", ["CUR414"]),
        ("sts: https://127.0.0.1", ["CUR415"]), ("sts: https://169.254.169.254", ["CUR416"]),
        ("sts: https://u:p@sts.example.com", ["CUR413"]), ("sts: https://sts.example.com/deep/path?x=1", []),
    ])
    func theirAddressesAreHeldToTheSameRules(line: String, codes: [String]) {
        let reading = services(line.replacing(": ", with: ": \"") + "\"")
        #expect(reading.codes == codes, "\(reading.rendered)")
        #expect(!reading.rendered.contains("u:p"))
    }

    @Test func exceptionsHoldForServices() {
        let text = ExampleWorkspace.assumingRole(
            "{ services: { sts: \"http://127.0.0.1:9\" }, allow: [plaintext, loopback] }"
        )
        #expect(Reading(text).codes.isEmpty)
    }

    @Test func aServiceNobodyAsksIsAWarning() {
        let reading = services("sts: \"https://sts.example.com\"", settings: "busName: b")
        #expect(reading.codes == ["CUR426"])
        #expect(reading.marked == "sts")
        #expect(reading.plans.first?.endpoint.services["sts"] == nil)
    }

    @Test func aMisspelledSettingExplainsANeedlessService() {
        #expect(
            services("sts: \"https://sts.example.com\"", settings: "busName: b, rolArn: r").codes == [
                "CUR408"
            ]
        )
    }

    @Test func aPartnerWithoutServicesSaysSo() {
        let reading = Reading(
            ExampleWorkspace.endpoint(
                "{ url: \"https://events.example.com\", services: { sts: \"https://sts.example.com\" } }"
            )
        )
        #expect(reading.codes == ["CUR425"])
        #expect(reading.findings[0].help == "remove it: Custom HTTP uses no further services")
    }
}
