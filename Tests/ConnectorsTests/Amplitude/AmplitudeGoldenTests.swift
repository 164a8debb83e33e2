import Connectors
import Delivery
import Events
import Foundation
import Glossary
import Plans
import Testing

/// Events and the records a second mapping made of them; `Golden/make.py` writes both.
@Suite("Amplitude: golden records")
struct AmplitudeGoldenTests {
    private static func lines(_ name: String) throws -> [String] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "Golden"
        )
        let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    @Test func everyEventBecomesTheRecordThatASecondMappingMakesOfIt() throws {
        let events = try Self.lines("events.jsonl")
        let records = try Self.lines("records.jsonl")
        try #require(events.count == records.count && events.count > 300)
        let connector = try ConnectorRegistry.connector(for: .amplitude())
        for (event, record) in zip(events, records) {
            let mapped = try MappedRecord(event, by: connector)
            switch record {
            case "no_identity": #expect(mapped.result == .filtered(.noIdentity), "\(event.prefix(400))")
            case "mapping_failed":
                guard case .deadLettered(.mappingFailed, let words) = mapped.result else {
                    Issue.record("\(mapped.result): \(event.prefix(400))")
                    continue
                }
                #expect(!words.isEmpty)
                #expect(mapped.text.isEmpty)
            default:
                #expect(mapped.result == .record, "\(event.prefix(400))")
                #expect(mapped.text == record, "\(event.prefix(400))")
            }
        }
    }

    @Test func everyListedTypeIsAmongThem() throws {
        let events = try Self.lines("events.jsonl").joined(separator: "\n")
        for type in AmplitudePlans.listed {
            #expect(events.contains("\"event_type\":\"\(type)\""), "\(type)")
        }
    }

    /// One mapper for all events, in one buffer, as the engine does it: no event leaves traces in the next.
    @Test func oneMapperServesAllOfThem() throws {
        let events = try Self.lines("events.jsonl")
        let records = try Self.lines("records.jsonl")
        var mapper = try ConnectorRegistry.connector(for: .amplitude()).makeMapper()
        var scanner = EventScanner(types: TypeTable(names: []))
        var scanned = ScannedEvent()
        let buffer = RecordBuffer()
        for event in events {
            let bytes = Array(event.utf8)
            let refusal = bytes.withUnsafeBytes { scanner.scan($0, into: &scanned) }
            try #require(refusal == nil)
            _ = bytes.withUnsafeBytes { mapper.map(scanned, line: $0, into: buffer) }
        }
        let written = buffer.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
        #expect(written == records.filter { $0.hasPrefix("{") }.joined())
    }
}

/// Plans for tests of this partner.
enum AmplitudePlans {
    /// The types of the integration's page.
    static var listed: [String] {
        guard case .listed(let types) = PartnerRequirements.amplitude.events else { return [] }
        return types
    }
}

extension Plan {
    /// A plan that selects everything Amplitude has a name for.
    static func amplitude(
        settings: [String: SettingValue] = [:],
        url: String = "https://api2.amplitude.com/2/httpapi",
        names: [String: String] = [:]
    ) -> Plan {
        var plan = Plan.sample(of: PartnerProfile.amplitude)
        let naming = PartnerRequirements.amplitude.naming
        let types = Set(naming?.names.keys.map { $0 } ?? []).union(AmplitudePlans.listed).sorted()
        plan.events = types.map {
            SelectedEvent(type: $0, name: names[$0] ?? naming?.name(of: $0), shape: "0")
        }
        plan.settings = settings
        plan.endpoint.url = url
        return plan
    }
}
