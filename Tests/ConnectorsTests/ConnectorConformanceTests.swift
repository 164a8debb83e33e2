import Connectors
import Delivery
import Events
import Machine
import NIOCore
import Plans
import Testing

/// How one partner says things, so that the same questions can be asked of all; one in each partner's test folder.
struct PartnerProfile: Sendable, CustomTestStringConvertible {
    var requirements: PartnerRequirements
    /// Settings of a plan it can serve.
    var settings: [String: SettingValue] = [:]
    /// The answer by which it refuses a key.
    var refusedKey: PartnerAnswer

    var testDescription: String { requirements.partner }

    static let all: [PartnerProfile] = [.amplitude, .eventBridge, .http]
}

/// What every partner must do alike.
///
/// A new partner inherits it by its profile, which a test asks for.
@Suite("Conformance of connectors")
struct ConnectorConformanceTests {
    private static let secret = "c2VjcmV0LXRva2Vu"

    private func connector(_ profile: PartnerProfile) throws -> any Connector {
        try ConnectorRegistry.connector(for: .sample(of: profile))
    }

    @Test func everyPartnerHasAProfile() {
        #expect(PartnerProfile.all.map(\.requirements) == ConnectorRegistry.requirements)
    }

    private func credentials(_ profile: PartnerProfile) -> Credentials {
        Credentials(
            Dictionary(uniqueKeysWithValues: profile.requirements.credentials.map { ($0.name, Self.secret) })
        )
    }

    private func verdict(_ status: Int, _ profile: PartnerProfile) throws -> Verdict {
        try connector(profile).verdict(
            on: PartnerAnswer(status: status, body: []),
            to: RecordBatch([[0x7B], [0x7D]])
        )
    }

    @Test(arguments: PartnerProfile.all)
    func isListedByItsName(profile: PartnerProfile) throws {
        #expect(type(of: try connector(profile)).requirements == profile.requirements)
    }

    @Test func theListIsSorted() {
        let names = ConnectorRegistry.requirements.map(\.partner)
        #expect(names == names.sorted())
        #expect(Set(names).count == names.count)
    }

    @Test(arguments: PartnerProfile.all)
    func everyLimitNamesItsSource(profile: PartnerProfile) {
        let limits = profile.requirements.limits
        #expect(limits.eventsPerRequest.value > 0)
        #expect(limits.eventsPerRequest.source.contains("read 20"))
        #expect(limits.bytesPerRequest?.source.contains("read 20") != false)
        #expect(profile.requirements.credentialGrace.source.contains("read 20"))
    }

    @Test(arguments: PartnerProfile.all)
    func aPlanOfAnotherMappingVersionIsRefused(profile: PartnerProfile) {
        var plan = Plan.sample(of: profile)
        plan.mappingVersion += 1
        #expect(throws: ConnectorProblem.self) { try ConnectorRegistry.connector(for: plan) }
    }

    @Test(arguments: PartnerProfile.all)
    func mappingIsDeterministic(profile: PartnerProfile) throws {
        let connector = try connector(profile)
        let event =
            #"{"event_type":"users.messages.email.Open","id":"a","time":1,"user":{"user_id":"u","external_user_id":"cust-88213"},"properties":{}}"#
        let first = try MappedRecord(event, by: connector).text
        #expect(try MappedRecord(event, by: connector).text == first)
    }

    @Test(arguments: PartnerProfile.all)
    func theRequestCarriesTheRecordsUnchangedOverAnyRetry(profile: PartnerProfile) throws {
        let connector = try connector(profile)
        let batch = RecordBatch([Array(#"{"id":"a"}"#.utf8), Array(#"{"id":"b"}"#.utf8)])
        let moment = WallInstant(milliseconds: 1_792_665_600_000)
        let bodies = (0..<2).map { _ in
            connector.request(carrying: batch, credentials: credentials(profile), at: moment).bodyText
        }
        #expect(bodies[0] == bodies[1])
        #expect(bodies[0].contains(#"{"id":"a"},{"id":"b"}"#))
    }

    @Test(arguments: PartnerProfile.all)
    func secretsAreInNoDescription(profile: PartnerProfile) throws {
        let credentials = credentials(profile)
        #expect(!"\(credentials)".contains(Self.secret))
        #expect(!String(reflecting: try connector(profile)).contains(Self.secret))
        #expect(
            credentials.scrub("you sent \(Self.secret)!") == "you sent ***!"
                || profile.requirements.credentials.isEmpty
        )
    }

    @Test func secretsAreMaskedHoweverTheyAreWrittenAndBeforeWordsAreCut() {
        let credentials = Credentials(["key": #"ab/c"d\e"#])
        #expect(credentials.scrub(#"raw ab/c"d\e!"#) == "raw ***!")
        #expect(credentials.scrub(#"json ab/c\"d\\e!"#) == "json ***!")
        #expect(credentials.scrub(#"slashes ab\/c\"d\\e!"#) == "slashes ***!")
        #expect(credentials.scrub("address ab%2Fc%22d%5Ce ab%2fc%22d%5ce") == "address *** ***")
        let long = Credentials(["key": String(repeating: "k", count: 32)])
        let words = String(repeating: "x", count: 290) + String(repeating: "k", count: 32)
        #expect(!long.scrub(words).contains("k"))
    }

    @Test(arguments: PartnerProfile.all)
    func answersThatBlameNobodyAreTriedAgain(profile: PartnerProfile) throws {
        for status in [408, 425, 429, 500, 502, 503, 504] {
            guard case .transient = try verdict(status, profile) else {
                Issue.record("\(profile.requirements.partner): \(status)")
                continue
            }
        }
    }

    @Test(arguments: PartnerProfile.all)
    func aRefusedKeyIsNoFaultOfTheEvents(profile: PartnerProfile) throws {
        let verdict = try connector(profile).verdict(
            on: profile.refusedKey,
            to: RecordBatch([[0x7B], [0x7D]])
        )
        guard case .credentialsInvalid = verdict else {
            Issue.record("\(profile.requirements.partner)")
            return
        }
    }

    @Test(arguments: PartnerProfile.all)
    func redirectsAreNotFollowed(profile: PartnerProfile) throws {
        for status in [301, 302, 307, 308] {
            guard case .misconfigured = try verdict(status, profile) else {
                Issue.record("\(profile.requirements.partner): \(status)")
                continue
            }
        }
    }

    @Test(arguments: PartnerProfile.all)
    func whatIsTooLargeIsNarrowedDown(profile: PartnerProfile) throws {
        guard case .tooLarge = try verdict(413, profile) else {
            Issue.record("\(profile.requirements.partner)")
            return
        }
    }
}

extension Plan {
    /// A plan that a partner can serve, with every credential and the first region.
    static func sample(of profile: PartnerProfile) -> Plan {
        let requirements = profile.requirements
        return Plan(
            current: "sample",
            source: SourcePlan(name: "events", kind: .file, path: "events.jsonl", isFollowed: false),
            partner: requirements.partner,
            mappingVersion: requirements.mappingVersion,
            region: requirements.regions.first?.name,
            endpoint: EndpointPlan(
                url: requirements.regions.first?.url ?? "https://receiver.example.com/in?w=1"
            ),
            settings: profile.settings,
            glossary: GlossaryStamp(release: "10", digest: "sha256:0"),
            events: [SelectedEvent(type: "users.messages.email.Open", shape: "0")],
            delivery: DeliveryPlan(
                inFlight: 4,
                batchEvents: requirements.limits.eventsPerRequest.value,
                batchBytes: 1 << 20,
                requestTimeoutMilliseconds: 1000,
                credentialGraceSeconds: 3600,
                onExpiry: .deadLetter
            )
        )
    }
}

/// One event mapped by a connector.
struct MappedRecord {
    var result: MappingResult
    var text: String

    init(_ event: String, by connector: any Connector) throws {
        var scanner = EventScanner(types: TypeTable(names: ["users.messages.email.Open"]))
        var scanned = ScannedEvent()
        let buffer = RecordBuffer()
        var mapper = connector.makeMapper()
        let bytes = Array(event.utf8)
        let refusal = bytes.withUnsafeBytes { scanner.scan($0, into: &scanned) }
        try #require(refusal == nil)
        result = bytes.withUnsafeBytes { mapper.map(scanned, line: $0, into: buffer) }
        text = buffer.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}

extension HTTPRequest {
    /// The whole body as text.
    var bodyText: String { body.map { String(buffer: $0) }.joined() }
}
