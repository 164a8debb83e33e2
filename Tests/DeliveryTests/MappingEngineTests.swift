import Foundation
import Ledger
import Machine
import NIOCore
import Plans
import Synchronization
import Testing

@testable import Delivery

@Suite("Mappings in the delivery engine")
struct MappingEngineTests {
    private static let key = "a key of more than sixteen bytes"

    /// Writes down the bodies of all requests.
    private final class Bodies: Sendable {
        private let texts = Mutex<[String]>([])
        var all: String { texts.withLock { $0.joined(separator: "\n") } }

        func take(_ request: HTTPRequest) {
            let bytes = request.body.flatMap { Array($0.readableBytesView) }
            texts.withLock { $0.append(String(decoding: bytes, as: UTF8.self)) }
        }
    }

    private func bench(_ steps: [MappingStep], key: String? = nil) throws -> (EngineBench, Bodies) {
        let bench = try EngineBench()
        bench.plan.mappings = [EventMapping(steps: steps)]
        bench.plan.formatVersion = 2
        if let key { bench.plan.hashKey = .file(key) }
        let bodies = Bodies()
        bench.partner.answers { request in
            bodies.take(request)
            return nil
        }
        return (bench, bodies)
    }

    private static func event(_ id: String, _ properties: String) -> String {
        #"{"event_type":"users.messages.email.Open","id":"\#(id)","time":1,"user":{"user_id":"u"},"properties":{\#(properties)}}"#
    }

    private func put(_ text: String, _ path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    @Test func thePartnerGetsTheRewrittenEvent() async throws {
        let (bench, bodies) = try bench([
            .rename(from: "properties.a", to: "properties.b"), .remove([FieldPattern("user")]),
        ])
        try bench.write((0..<25).map { Self.event("e\($0)", #""a":1.50"#) })
        try await bench.apply([bench.plan])
        let report = try #require(try await bench.run())
        #expect(report.pending == 0)
        #expect(bench.partner.counts.count == 25)
        #expect(
            bodies.all.contains(
                #"{"event_type":"users.messages.email.Open","id":"e7","time":1,"properties":{"b":1.50}}"#
            )
        )
        #expect(!bodies.all.contains("user_id"))
    }

    @Test func anEventThatCannotBeRewrittenIsSetAsideAsItCame() async throws {
        let (bench, bodies) = try bench([.rename(from: "properties.a", to: "properties.b")])
        let bad = Self.event("bad", #""a":1,"b":2"#)
        try bench.write([Self.event("good", #""a":1"#), bad])
        try await bench.apply([bench.plan])
        let report = try #require(try await bench.run())
        #expect(report.currents.first?.counts.deadLettered == [.mappingFailed: 1])
        #expect(bench.partner.counts == ["good": 1])
        let letter = try #require(try await bench.ledger().deadLetters(limit: 10).first)
        #expect(letter.body == Array(bad.utf8))
        #expect(letter.detail.contains("the event has both"))
        #expect(!bodies.all.contains("bad"))
    }

    @Test func aRefusedEventIsKeptAsItCame() async throws {
        let (bench, _) = try bench([.rename(from: "properties.a", to: "properties.b")])
        bench.partner.replies { _ in .answer(status: 400, body: "no") }
        let event = Self.event("one", #""a":1"#)
        try bench.write([event])
        try await bench.apply([bench.plan])
        try await bench.run()
        let letter = try #require(try await bench.ledger().deadLetters(limit: 10).first)
        #expect(letter.body == Array(event.utf8))
    }

    @Test func aKeyThatNothingIsHashedWithIsNotWaitedFor() async throws {
        let key = NSTemporaryDirectory() + "key-\(UUID().uuidString)"
        try put(Self.key, key)
        let (bench, _) = try bench([], key: key)
        bench.plan.mappings = nil
        try bench.write([Self.event("one", "")])
        try await bench.apply([bench.plan])
        let report = try #require(try await bench.run())
        #expect(report.pending == 0)
        #expect(bench.partner.counts == ["one": 1])
    }

    @Test func withoutTheKeyNothingIsTakenAndTheStateSaysWhy() async throws {
        let key = NSTemporaryDirectory() + "key-\(UUID().uuidString)"
        let (bench, bodies) = try bench([.hash([FieldPattern("properties.mail")], .keyed)], key: key)
        try bench.write((0..<30).map { Self.event("e\($0)", #""mail":"me@example.com""#) })
        try await bench.apply([bench.plan])
        let report = try #require(try await bench.run())
        let current = try #require(report.currents.first)
        #expect(current.pending == 30)
        #expect(current.remainder?.reason.contains("credentials_missing") == true)
        #expect(current.remainder?.reason.contains(Plan.hashKeyName) == true)
        #expect(bench.partner.requests.isEmpty)

        try put("short", key)
        let second = try #require(try await bench.run())
        #expect(second.currents.first?.pending == 30)
        #expect(second.currents.first?.remainder?.reason.contains("fewer than 16 bytes") == true)
        #expect(second.currents.first?.remainder?.reason.contains("short") == false)

        try put(Self.key + "\n", key)
        let third = try #require(try await bench.run())
        #expect(third.pending == 0)
        #expect(bench.partner.counts.values.allSatisfy { $0 == 1 })
        #expect(bodies.all.contains("e29"))
        #expect(!bodies.all.contains("me@example.com"))
        #expect(!bodies.all.contains(Self.key))
        try? FileManager.default.removeItem(atPath: key)
    }

    @Test(arguments: [false, true])
    func aDeadLetterIsTriedAgainAsSoonAsItsHashKeyIsThere(fromProgram: Bool) async throws {
        let key = NSTemporaryDirectory() + "key-\(UUID().uuidString)"
        try put(Self.key + "\n", key)
        let (bench, bodies) = try bench([.hash([FieldPattern("properties.mail")], .keyed)], key: key)
        if fromProgram { bench.plan.hashKey = .command(["cat", key]) }
        bench.partner.replies { _ in .answer(status: 400, body: "no") }
        try bench.write([Self.event("one", #""mail":"me@example.com""#)])
        try await bench.apply([bench.plan])
        try await bench.run()
        #expect(try await bench.ledger().markForReplay(.current("demo")) == 1)
        bench.partner.replies { _ in .take(status: 200) }
        let report = try #require(try await bench.run())
        #expect(report.pending == 0)
        #expect(report.currents.first?.counts.delivered == 1)
        #expect(!bodies.all.contains("me@example.com"))
        try? FileManager.default.removeItem(atPath: key)
    }

    @Test func aNewKeyEndsTheOpenBatch() async throws {
        let (bench, _) = try bench([.hash([FieldPattern("properties.mail")], .keyed)], key: "unused")
        try bench.write([Self.event("e", "")])
        let feedTypes = ["users.messages.email.Open"]
        let lane = try LaneBench.lane(bench, types: feedTypes)
        #expect(!lane.canSend)
        lane.credentials = Credentials([Plan.hashKeyName: Self.key])
        #expect(lane.canSend)
        LaneBench.offer(Self.event("one", #""mail":"x""#), to: lane, types: feedTypes)
        #expect(lane.openEvents == 1)
        lane.credentials = Credentials([Plan.hashKeyName: Self.key])
        #expect(lane.openEvents == 1, "the same key changes nothing")
        lane.credentials = Credentials([Plan.hashKeyName: "another key of sixteen bytes"])
        #expect(lane.openEvents == 0)
        #expect(lane.hasSealed)
        lane.credentials = nil
        #expect(lane.lacksHashKey)
    }

    @Test func aPreviewNeedsNoSecret() throws {
        let (bench, _) = try bench([.hash([FieldPattern("properties.mail")], .keyed)], key: "/nowhere/at/all")
        var preview = EventPreview(
            plan: bench.plan,
            connector: try bench.connector(bench.plan),
            knownTypes: ["users.messages.email.Open"]
        )
        let result = try #require(
            Array(Self.event("e", #""mail":"me@example.com""#).utf8).withUnsafeBytes {
                preview.result(for: $0)
            }
        )
        #expect(result.outcome == .record)
        #expect(
            result.record.map { String(decoding: $0, as: UTF8.self) } == Self.event("e", #""mail":"[hash]""#)
        )
        #expect(result.detail.contains("[hash]"))
        let failed = try #require(
            Array(Self.event("", "").utf8).withUnsafeBytes { preview.result(for: $0) }
        )
        #expect(failed.outcome == .refused)
    }

    @Test func aPreviewSaysWhyAnEventCannotBeRewritten() throws {
        let (bench, _) = try bench([.rename(from: "properties.a", to: "properties.b")])
        var preview = EventPreview(
            plan: bench.plan,
            connector: try bench.connector(bench.plan),
            knownTypes: ["users.messages.email.Open"]
        )
        let result = try #require(
            Array(Self.event("e", #""a":1,"b":2"#).utf8).withUnsafeBytes { preview.result(for: $0) }
        )
        #expect(result.outcome == .deadLettered)
        #expect(result.reason == "mapping_failed")
        #expect(result.detail.contains("the event has both"))
    }
}
