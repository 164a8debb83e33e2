import Foundation
import Testing

/// One at a time: moto is slow, and there is more than this suite to run beside it.
@Suite(
    "EventBridge as moto plays it, signatures and permissions checked, with the built program",
    .enabled(if: Moto.isInstalled, "moto is not installed: run Scripts/bootstrap-peers (Scripts/test does)"),
    .serialized
)
struct MotoTests {
    @Test func everySampleEventArrivesOnceAsItWasWritten() async throws {
        let samples = try String(contentsOf: Self.samples, encoding: .utf8)
        let site = try await BusSite()
        try site.write(samples, to: "events.jsonl")
        try site.writeSpec()
        let apply = try await site.apply()
        #expect(!apply.errors.contains("warning"), "\(apply.errors)")
        let run = try await site.run("run", "--once")
        #expect(run.status == 0, "\(run.output)\(run.errors)")

        let sent = try samples.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        let arrived = Dictionary(grouping: try await site.moto.arrivals(), by: \.id)
        #expect(!sent.isEmpty)
        #expect(arrived.count == sent.count)
        for event in sent {
            let id = try #require(event["id"] as? String)
            let arrivals = arrived[id] ?? []
            #expect(arrivals.count == 1, "\(id)")
            let arrival = try #require(arrivals.first)
            #expect(try Self.canonical(arrival.detail) == Self.canonical(event))
            #expect(arrival.detailType == event["event_type"] as? String)
            #expect(arrival.source == "braze.currents")
            let seconds = try #require(event["time"] as? Int)
            #expect(arrival.time == Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601))
        }
        #expect(
            try await site.books() == [
                "in": sent.count, "delivered": sent.count, "filtered": 0, "deadLettered": 0, "pending": 0,
            ]
        )
    }

    @Test func aWrongSecretKeepsAllUntilItIsPutRight() async throws {
        let site = try await BusSite()
        try site.writeEvents(40)
        try site.writeSpec()
        let right = site.moto.world.sender
        let wrong = Moto.Keys(id: right.id, secret: String(right.secret.reversed()))
        let apply = try await site.apply(keys: wrong)
        #expect(apply.errors.contains("warning: current 'demo'"), "the probe's failure is a warning")
        let run = try await site.run("run", "--once")
        #expect(run.status == 3, "\(run.errors)")
        #expect(run.output.contains("credentials_invalid"), "\(run.output)")
        #expect(try await site.moto.count() == 0)
        #expect(try await site.books()["pending"] == 40)

        try site.writeKeys(right)
        let next = try await site.run("run", "--once")
        #expect(next.status == 0, "\(next.output)\(next.errors)")
        #expect(try await site.moto.count() == 40)
        #expect(try await site.books()["delivered"] == 40)

        let status = try await site.run("status")
        for secret in [wrong.secret, right.secret] {
            for result in [apply, run, next, status] {
                #expect(!(result.output + result.errors).contains(secret))
            }
            #expect(try site.stateFiles(holding: secret).isEmpty)
        }
        #expect(try !site.stateFiles(holding: site.moto.url).isEmpty, "the search finds what is there")
    }

    @Test func aRoleIsTakenWithItsExternalID() async throws {
        let site = try await BusSite()
        try site.writeEvents(40)
        let world = site.moto.world
        try site.writeSpec(settings: ", roleArn: \"\(world.role)\", externalId: \(world.externalId)")
        _ = try await site.apply(keys: world.borrower)
        let run = try await site.run("run", "--once")
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        #expect(try await site.moto.count() == 40)
        #expect(try await site.books()["delivered"] == 40)
    }

    @Test func aRoleIsNotTakenWithAnotherExternalID() async throws {
        let site = try await BusSite()
        try site.writeEvents(40)
        let world = site.moto.world
        try site.writeSpec(settings: ", roleArn: \"\(world.role)\", externalId: another-one")
        _ = try await site.apply(keys: world.borrower)
        let run = try await site.run("run", "--once")
        #expect(run.status == 3, "\(run.errors)")
        #expect(run.output.contains("credentials_invalid"), "\(run.output)")
        #expect(run.output.contains("token service answered 403, and the identity lacks"), "\(run.output)")
        #expect(try await site.moto.count() == 0)
        #expect(try await site.books()["pending"] == 40)
    }

    @Test func aMissingPermissionPausesAndLosesNothing() async throws {
        let site = try await BusSite()
        try site.writeEvents(40)
        try site.writeSpec()
        _ = try await site.apply(keys: site.moto.world.onlooker)
        let run = try await site.run("run", "--once")
        #expect(run.status == 3, "\(run.errors)")
        #expect(run.output.contains("lacks the permission"), "\(run.output)")
        #expect(try await site.moto.count() == 0)
        #expect(try await site.books()["pending"] == 40)

        try site.writeKeys(site.moto.world.sender)
        let next = try await site.run("run", "--once")
        #expect(next.status == 0, "\(next.output)\(next.errors)")
        #expect(Set(try await site.moto.arrivals().map(\.id)).count == 40)
        #expect(try await site.books()["delivered"] == 40)
    }

    @Test func nothingIsLostWhenRunsAreKilled() async throws {
        let site = try await BusSite()
        let count = 3_000
        try site.writeEvents(count)
        try site.writeSpec(bus: site.moto.world.busArn)
        _ = try await site.apply()
        for part in [count / 10, count / 3] {
            let run = try site.start("run")
            defer { run.kill() }
            try await site.moto.wait(for: part)
            run.kill()
            #expect(try await run.wait().wasKilled, "it was to be killed in the middle")
        }
        #expect(try await site.moto.count() < count, "it was to be killed in the middle")
        let last = try await site.run("run", "--once")
        #expect(last.status == 0, "\(last.output)\(last.errors)")
        let arrived = Set(try await site.moto.arrivals().map(\.id))
        #expect(arrived == Set((0..<count).map { "e\($0)" }))
        #expect(try await site.books()["delivered"] == count)
    }

    private static let samples = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("specs/samples/events.jsonl")

    /// Equal for equal values, however they were written.
    private static func canonical(_ object: [String: Any]) throws -> String {
        let bytes = try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
        return String(decoding: bytes, as: UTF8.self)
    }
}
