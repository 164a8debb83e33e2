import Diagnostics
import Testing

@testable import Planning

@Suite("Rules about partners")
struct PartnerRuleTests {
    private let key = "credentials: { apiKey: { env: K } }"

    private func settings(_ settings: String) -> Reading {
        Reading(ExampleWorkspace.amplitude("region: EU\n\(key)\nsettings: { \(settings) }"))
    }

    @Test func anUnknownPartnerListsThePartners() {
        let reading = Reading(
            ExampleWorkspace.text("source: events\npartner: zzz\nevents: [users.messages.email.Open]")
        )
        #expect(reading.codes == ["CUR401"])
        #expect(reading.findings[0].help == "partners: amplitude, eventbridge, http")
    }

    @Test func anUnknownRegionOffersANearOne() {
        let reading = Reading(ExampleWorkspace.amplitude("region: EUU\n\(key)"))
        #expect(reading.codes == ["CUR403"])
        #expect(reading.findings[0].message == "region 'EUU' is not offered by Amplitude")
        #expect(reading.findings[0].help == "did you mean 'EU'?")
        #expect(reading.marked == "EUU")
    }

    @Test func aMissingCredentialShowsTheLineToAdd() {
        let none = Reading(ExampleWorkspace.amplitude("region: EU"))
        #expect(none.marked == "spec")
        #expect(
            none.findings[0].help == "add 'credentials: { apiKey: { env: AMPLITUDE_API_KEY } }' below 'spec'"
        )
        let empty = Reading(ExampleWorkspace.amplitude("region: EU\ncredentials: {}"))
        #expect(empty.marked == "credentials")
        #expect(empty.findings[0].help == "add 'apiKey: { env: AMPLITUDE_API_KEY }' below 'credentials'")
    }

    @Test func aMisspelledCredentialIsOneFinding() {
        let reading = Reading(ExampleWorkspace.amplitude("region: EU\ncredentials: { apiKy: { env: K } }"))
        #expect(reading.codes == ["CUR406"])
        #expect(reading.findings[0].help == "did you mean 'apiKey'?")
    }

    @Test func eachMissingPartIsSaid() {
        let text = ExampleWorkspace.text(
            "source: events\npartner: eventbridge\nevents: [users.messages.email.Open]"
        )
        #expect(Reading(text).codes.sorted() == ["CUR402", "CUR405", "CUR405", "CUR420"])
    }

    @Test func aLiteralSecretIsNeverShown() {
        for line in [
            "bearerToken: hunter2secret", "bearerTken: hunter2secret", "bearerToken: \"hunter2secret\"",
        ] {
            let text = ExampleWorkspace.text(ExampleWorkspace.soundSpec + "\ncredentials: { \(line) }")
            let reading = Reading(text)
            #expect(reading.codes.contains("CUR407"))
            #expect(!reading.rendered.contains("hunter2secret"), "\(reading.rendered)")
            #expect(!"\(reading.findings)".contains("hunter2secret"))
            #expect(!JSONRenderer().render(reading.findings).contains("hunter2secret"))
        }
    }

    @Test func theProposedVariableIsDerivedFromPartnerAndCredential() {
        #expect(VariableName.derived(partner: "http", credential: "bearerToken") == "HTTP_BEARER_TOKEN")
        #expect(
            VariableName.derived(partner: "azure-blob", credential: "connectionString")
                == "AZURE_BLOB_CONNECTION_STRING"
        )
        #expect(VariableName.derived(partner: nil, credential: "iosKey2x") == "IOS_KEY2X")
        #expect(VariableName.derived(partner: nil, credential: "") == "SECRET")
        #expect(VariableName.derived(partner: nil, credential: "é") == "SECRET")
        #expect(VariableName.derived(partner: nil, credential: "9a") == "SECRET")
    }

    @Test(arguments: [
        ("minIdLength: 5", []), ("minIdLength: 0", ["CUR410"]), ("minIdLength: 101", ["CUR410"]),
        ("minIdLength: \"5\"", ["CUR410"]), ("minIdLength: 5.0", ["CUR410"]),
        ("minIdLength: [5]", ["CUR410"]),
        ("minIdLength: 99999999999999999999", ["CUR410"]), ("anonymous: true", []),
        ("anonymous: yes", ["CUR410"]),
        ("anonymous: \"true\"", ["CUR410"]), ("api: batch", []), ("api: Batch", ["CUR410"]),
        ("note: 012", []),
        ("note: \"\"", ["CUR410"]), ("minIdLenght: 5", ["CUR408"]), ("zzz: 5", ["CUR408"]),
    ])
    func settingsAreReadAsDeclared(line: String, codes: [String]) {
        #expect(settings(line).codes == codes)
    }

    @Test func aQuotedNumberIsToldApart() {
        let reading = settings("minIdLength: \"5\"")
        #expect(reading.findings[0].label == "quotes make it text")
        #expect(reading.findings[0].help == "write a whole number from 1 to 100, without quotes")
    }

    @Test func aBatchAboveThePartnersLimitCitesIt() {
        let text = ExampleWorkspace.amplitude("region: EU\n\(key)\ndelivery: { batchEvents: 11 }")
        let other = text.replacing("delivery:", with: "settings: { api: batch }\n  delivery:")
        #expect(Reading(other).codes.isEmpty)
        let above = Reading(other.replacing("11", with: "21"))
        #expect(above.codes == ["CUR418"])
        #expect(above.findings[0].source == "test page of amplitude, batch")
        let reading = Reading(text)
        #expect(reading.codes == ["CUR418"])
        #expect(reading.findings[0].source == "test page of amplitude")
        #expect(Reading(text.replacing("11", with: "10")).codes.isEmpty)
    }

    @Test(arguments: [
        ("inFlight: 256", []), ("inFlight: 257", ["CUR254"]), ("requestTimeout: 1s", []),
        ("requestTimeout: 999ms", ["CUR254"]), ("requestTimeout: 10m", []),
        ("requestTimeout: 11m", ["CUR254"]),
        ("credentialGrace: 0s", []), ("credentialGrace: 30d", []), ("credentialGrace: 31d", ["CUR254"]),
    ])
    func deliveryHasBounds(line: String, codes: [String]) {
        #expect(
            Reading(ExampleWorkspace.text(ExampleWorkspace.soundSpec + "\ndelivery: { \(line) }")).codes
                == codes
        )
    }

    @Test func whatReadingReportedIsNotReportedAgain() {
        // The region is there but no text: reading says so, and that it is missing would be a second finding.
        #expect(Reading(ExampleWorkspace.amplitude("region: [EU]\n\(key)")).codes == ["CUR205"])
        #expect(Reading(ExampleWorkspace.amplitude("region: EU\ncredentials: []")).codes == ["CUR205"])
        #expect(
            Reading(ExampleWorkspace.http("endpoint: { url: 5, }").replacing("url: 5", with: "url: [5]"))
                .codes == ["CUR205"]
        )
    }
}

@Suite("Rules about endpoints")
struct EndpointRuleTests {
    private func read(_ url: String, allow: String = "[]") -> Reading {
        Reading(ExampleWorkspace.endpoint("{ url: \"\(url)\", allow: \(allow) }"))
    }

    @Test(arguments: [
        ("https://events.example.com", []), ("http://events.example.com", ["CUR414"]),
        ("https://localhost/x", ["CUR415"]), ("https://2130706433", ["CUR415"]),
        ("https://0x7f000001", ["CUR415"]),
        ("https://017700000001", ["CUR415"]), ("https://127.1", ["CUR415"]),
        ("https://[::ffff:127.0.0.1]", ["CUR415"]),
        ("https://localhost.", ["CUR415"]), ("https://169.254.169.254/latest", ["CUR416"]),
        ("https://10.0.0.1", ["CUR416"]),
        ("https://[fe80::1]", ["CUR416"]), ("https://0.0.0.0", ["CUR416"]),
        ("https://100.64.1.1", ["CUR416"]),
        ("http://127.0.0.1:8080", ["CUR415"]), ("ftp://events.example.com", ["CUR412"]),
        ("https://events.example.com/#x", ["CUR412"]), ("https://events.example.com:0", ["CUR412"]),
        ("https://u:p@events.example.com", ["CUR413"]),
    ])
    func onlyHTTPSToPublicAddressesPasses(url: String, codes: [String]) {
        #expect(read(url).codes == codes)
    }

    @Test func exceptionsAreNamedOneByOne() {
        #expect(read("http://127.0.0.1", allow: "[plaintext, loopback]").codes.isEmpty)
        #expect(read("http://127.0.0.1", allow: "[plaintext, private]").codes == ["CUR415"])
        #expect(read("https://10.0.0.1", allow: "[loopback]").codes == ["CUR416"])
        #expect(read("https://u@127.0.0.1", allow: "[plaintext, loopback, private]").codes == ["CUR413"])
    }

    @Test func theSmallestPartIsUnderlined() {
        #expect(read("http://events.example.com").marked == "http")
        #expect(read("https://127.0.0.1:80/x").marked == "127.0.0.1")
        #expect(read("https://[::1]:80/x").marked == "[::1]")
        #expect(read("https://a.example:99999/x").marked == "99999")
        #expect(read("https://a.example/x#frag").marked == "#frag")
    }

    @Test func theHelpNamesEveryExceptionThatIsNeeded() {
        let help = read("http://127.0.0.1").findings[0].help
        #expect(
            help
                == "use a public host, or, if that is meant, write 'allow: [plaintext, loopback]' below 'endpoint'"
        )
    }

    @Test(arguments: [
        "https://u:hunter2@a.example", "htps://u:hunter2@a.example", "u:hunter2@a.example",
        "https://u:hun/ter2@a.example",
        "https://u:hunter2 x@a.example", "https://u:#hunter2@a.example",
    ])
    func aPasswordIsNeverShown(url: String) {
        let reading = read(url)
        #expect(reading.findings.hasErrors)
        #expect(!reading.rendered.contains("hun"), "\(reading.rendered)")
        #expect(!"\(reading.findings.map(\.message))".contains("hun"))
    }
}

@Suite("Rules about the workspace")
struct WorkspaceRuleTests {
    @Test func aDuplicatePointsAtTheFirst() {
        let reading = Reading([
            "a.yaml": ExampleWorkspace.text(ExampleWorkspace.soundSpec),
            "b.yaml": ExampleWorkspace.soundCurrent(metadata: "{ name: example }"),
        ])
        #expect(reading.codes == ["CUR250"])
        #expect(reading.findings[0].range?.file == "b.yaml")
        #expect(reading.findings[0].notes[0].range?.file == "a.yaml")
    }

    @Test func aSourceAndACurrentMayShareAName() {
        #expect(
            Reading(ExampleWorkspace.text(ExampleWorkspace.soundSpec, metadata: "{ name: events }")).codes
                .isEmpty
        )
    }

    @Test(arguments: [
        ("{ name: a, renamedFrom: a }", []), ("{ name: a, renamedFrom: b }", ["{ name: b }"]),
        ("{ name: a, renamedFrom: x }", ["{ name: b, renamedFrom: x }"]),
    ])
    func aRenameNeedsAFreeName(metadata: String, others: [String]) {
        let text = ExampleWorkspace.text(
            ExampleWorkspace.soundSpec,
            metadata: metadata,
            more: others.map(ExampleWorkspace.soundCurrent)
        )
        #expect(Reading(text).codes == ["CUR253"])
    }

    @Test func anUnreadableFileExplainsAMissingSource() {
        let current = ExampleWorkspace.soundCurrent(metadata: "{ name: a }")
        #expect(Reading(["a.yaml": current]).codes == ["CUR251"])
        #expect(!Reading(["a.yaml": current, "b.yaml": "kind: [\n"]).codes.contains("CUR251"))
    }
}
