import Connectors
import Delivery
import Events
import Foundation
import Plans
import Testing

@Suite("EventBridge entries")
struct EventBridgeMappingTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    private func lines(_ path: String) throws -> [String] {
        let bytes = try Data(contentsOf: Self.folder.appendingPathComponent(path))
        return bytes.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Events and the entries they must become; `Golden/make-golden.py` writes the files.
    private func pairs() throws -> [(event: String, entry: String)] {
        let events = try lines("../../../specs/samples/events.jsonl")
        let entries = try lines("Golden/samples.jsonl")
        try #require(events.count == entries.count && events.count > 70)
        let written = try ["Golden/required.jsonl", "Golden/hostile.jsonl"].flatMap { try lines($0) }
        return zip(events, entries).map { ($0, $1) }
            + stride(from: 0, to: written.count - 1, by: 2).map { (written[$0], written[$0 + 1]) }
    }

    private func map(_ event: String, by connector: (any Connector)? = nil) throws -> MappedRecord {
        try MappedRecord(event, by: try connector ?? EventBridgePlans.partner())
    }

    private func fields(_ entry: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(entry.utf8)) as? [String: Any])
    }

    private func event(detailBytes: Int, time: String = #""time":1,"#) -> String {
        let head = #"{"event_type":"users.messages.email.Open",\#(time)"id":""#
        return head + String(repeating: "x", count: detailBytes - head.utf8.count - 2) + #""}"#
    }

    @Test func everyEventBecomesItsGoldenEntry() throws {
        for (event, entry) in try pairs() {
            #expect(try map(event).text.utf8.elementsEqual(entry.utf8), "\(event)")
        }
    }

    @Test func theDetailIsTheEventByteForByte() throws {
        let long = String(repeating: #"é\"😀\\ "#, count: 10_000)
        let events = try pairs().map(\.event) + [#"{"id":"l","event_type":"x","p":"\#(long)"}"#]
        for event in events {
            let detail = try #require(try fields(try map(event).text)["Detail"] as? String)
            #expect(detail.utf8.elementsEqual(event.utf8))
        }
    }

    @Test func thePublishedExampleCountsAs517Bytes() throws {
        let event =
            #"{"event_type":"users.messages.email.Click","id":"3b7e5c1a-0d7c-4f5e-9a55-6a1f0c2d9e11","time":1792665600,"user":{"user_id":"64f0c2a9d5e1b20013a7c4aa","external_user_id":"cust-88213","timezone":"Europe/Berlin"},"properties":{"campaign_id":"8d1c2a90-11aa-4c35-9d0e-0f6f5f7d3c21","campaign_name":"Autumn win-back","dispatch_id":"5f1d0b7c2e9a4d6b8c3f1a20e7d94b55","email_address":"pat@example.com","url":"https://shop.example.com/sale"}}"#
        #expect(try map(event).result == .recordWeighing(517))
    }

    @Test func inBusModeTheEntryNamesBusAndSource() throws {
        let event = #"{"event_type":"users.messages.email.Open","id":"a","time":1}"#
        let usual = try fields(try map(event, by: EventBridgePlans.bus()).text)
        #expect(usual["EventBusName"] as? String == "orders-bus")
        #expect(usual["Source"] as? String == "braze.currents")
        let named = try map(event, by: EventBridgePlans.bus(["source": .text("acme")]))
        #expect(try fields(named.text)["Source"] as? String == "acme")
        // The bus's name does not count: 14 for the time, then source, type and detail.
        #expect(named.result == .recordWeighing(14 + 4 + 25 + event.utf8.count))
    }

    @Test func theLargestEntryIsOneByteBelowTheLimit() throws {
        let frame = 14 + EventBridgePlans.source.utf8.count + "users.messages.email.Open".utf8.count
        let largest = try map(event(detailBytes: 262_143 - frame))
        #expect(largest.result == .recordWeighing(262_143))
        let above = try map(event(detailBytes: 262_144 - frame))
        guard case .deadLettered(.tooLargeForPartner, _) = above.result else {
            Issue.record("\(above.result)")
            return
        }
        #expect(above.text.isEmpty)
    }

    @Test func withoutATimeAnEntryHasFourteenBytesMore() throws {
        let frame = EventBridgePlans.source.utf8.count + "users.messages.email.Open".utf8.count
        #expect(
            try map(event(detailBytes: 262_143 - frame, time: "")).result == .recordWeighing(262_143)
        )
    }

    @Test func escapesInTheEventDoNotCountTwice() throws {
        let event = #"{"event_type":"users.messages.email.Open","id":"\"\\\n"}"#
        let frame = EventBridgePlans.source.utf8.count + "users.messages.email.Open".utf8.count
        #expect(try map(event).result == .recordWeighing(frame + event.utf8.count))
    }

    @Test(arguments: [
        #"{"id":"a","time":1}"#, #"{"id":"a","event_type":""}"#,
        #"{"id":"a","event_type":"\#(String(repeating: "é", count: 129))"}"#,
    ])
    func anEventWithoutATypeThatFitsIsSetAside(event: String) throws {
        let record = try map(event)
        guard case .deadLettered(.mappingFailed, let words) = record.result else {
            Issue.record("\(record.result)")
            return
        }
        #expect(words.contains("1 to 128 characters"))
        #expect(record.text.isEmpty)
    }

    @Test func aMapperCanBeUsedAgain() throws {
        let connector = try EventBridgePlans.partner()
        let escaped = #"{"event_type":"users.\u0061","id":"a"}"#
        let first = try map(escaped, by: connector).text
        _ = try map(#"{"event_type":"other.\u0062.longer","id":"b"}"#, by: connector)
        #expect(try map(escaped, by: connector).text == first)
    }
}
