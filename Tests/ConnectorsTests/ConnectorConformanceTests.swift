import Connectors
import Delivery
import Events
import NIOCore
import Plans
import Testing

/// What every partner must do alike.
///
/// A new partner inherits it by its line in the registry.
@Suite("Conformance of connectors")
struct ConnectorConformanceTests {
    private static let secret = "c2VjcmV0LXRva2Vu"

    private func connector(_ requirements: PartnerRequirements) throws -> any Connector {
        try ConnectorRegistry.connector(for: .sample(of: requirements))
    }

    private func credentials(_ requirements: PartnerRequirements) -> Credentials {
        Credentials(Dictionary(uniqueKeysWithValues: requirements.credentials.map { ($0.name, Self.secret) }))
    }

    private func verdict(_ status: Int, _ requirements: PartnerRequirements) throws -> Verdict {
        try connector(requirements).verdict(on: PartnerAnswer(status: status, body: []), events: 2)
    }

    @Test(arguments: ConnectorRegistry.requirements)
    func isListedByItsName(requirements: PartnerRequirements) throws {
        #expect(type(of: try connector(requirements)).requirements == requirements)
    }

    @Test func theListIsSorted() {
        let names = ConnectorRegistry.requirements.map(\.partner)
        #expect(names == names.sorted())
        #expect(Set(names).count == names.count)
    }

    @Test(arguments: ConnectorRegistry.requirements)
    func everyLimitNamesItsSource(requirements: PartnerRequirements) {
        let limits = requirements.limits
        #expect(limits.eventsPerRequest.value > 0)
        #expect(limits.eventsPerRequest.source.contains("read 20"))
        #expect(limits.bytesPerRequest?.source.contains("read 20") != false)
        #expect(requirements.credentialGrace.source.contains("read 20"))
    }

    @Test(arguments: ConnectorRegistry.requirements)
    func aPlanOfAnotherMappingVersionIsRefused(requirements: PartnerRequirements) {
        var plan = Plan.sample(of: requirements)
        plan.mappingVersion += 1
        #expect(throws: ConnectorProblem.self) { try ConnectorRegistry.connector(for: plan) }
    }

    @Test(arguments: ConnectorRegistry.requirements)
    func mappingIsDeterministic(requirements: PartnerRequirements) throws {
        let connector = try connector(requirements)
        let event =
            #"{"event_type":"users.messages.email.Open","id":"a","time":1,"user":{"user_id":"u","external_user_id":"xx"},"properties":{}}"#
        let first = try MappedRecord(event, by: connector).text
        #expect(try MappedRecord(event, by: connector).text == first)
    }

    @Test(arguments: ConnectorRegistry.requirements)
    func theRequestCarriesTheRecordsUnchangedOverAnyRetry(requirements: PartnerRequirements) throws {
        let connector = try connector(requirements)
        let records = ByteBuffer(string: #"{"id":"a"},{"id":"b"}"#)
        let bodies = (0..<2).map { _ in
            connector.request(carrying: records, events: 2, credentials: credentials(requirements)).bodyText
        }
        #expect(bodies[0] == bodies[1])
        #expect(bodies[0].contains(#"{"id":"a"},{"id":"b"}"#))
    }

    @Test(arguments: ConnectorRegistry.requirements)
    func secretsAreInNoDescription(requirements: PartnerRequirements) throws {
        let credentials = credentials(requirements)
        #expect(!"\(credentials)".contains(Self.secret))
        #expect(!String(reflecting: try connector(requirements)).contains(Self.secret))
        #expect(
            credentials.scrub("you sent \(Self.secret)!") == "you sent ***!"
                || requirements.credentials.isEmpty
        )
    }

    @Test(arguments: ConnectorRegistry.requirements)
    func answersThatBlameNobodyAreTriedAgain(requirements: PartnerRequirements) throws {
        for status in [408, 425, 429, 500, 502, 503, 504] {
            guard case .transient = try verdict(status, requirements) else {
                Issue.record("\(requirements.partner): \(status)")
                continue
            }
        }
    }

    @Test(arguments: ConnectorRegistry.requirements)
    func aRefusedKeyIsNoFaultOfTheEvents(requirements: PartnerRequirements) throws {
        guard case .credentialsInvalid = try verdict(401, requirements) else {
            Issue.record("\(requirements.partner)")
            return
        }
    }

    @Test(arguments: ConnectorRegistry.requirements)
    func redirectsAreNotFollowed(requirements: PartnerRequirements) throws {
        for status in [301, 302, 307, 308] {
            guard case .misconfigured = try verdict(status, requirements) else {
                Issue.record("\(requirements.partner): \(status)")
                continue
            }
        }
    }

    @Test(arguments: ConnectorRegistry.requirements)
    func whatIsTooLargeIsNarrowedDown(requirements: PartnerRequirements) throws {
        guard case .tooLarge = try verdict(413, requirements) else {
            Issue.record("\(requirements.partner)")
            return
        }
    }
}

extension Plan {
    /// A plan that a partner can serve, with every credential and the first region.
    static func sample(of requirements: PartnerRequirements) -> Plan {
        Plan(
            current: "sample",
            source: SourcePlan(name: "events", kind: .file, path: "events.jsonl", isFollowed: false),
            partner: requirements.partner,
            mappingVersion: requirements.mappingVersion,
            region: requirements.regions.first?.name,
            endpoint: EndpointPlan(
                url: requirements.regions.first?.url ?? "https://receiver.example.com/in?w=1"
            ),
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
