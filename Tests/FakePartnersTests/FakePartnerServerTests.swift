import Foundation
import Synchronization
import Testing

@testable import FakePartners

@Suite("Fake partner server")
struct FakePartnerServerTests {
    /// Runs `body` with a fake and stops it.
    private func withFake(
        _ partner: FakeHTTP = FakeHTTP(),
        faults: String = "",
        settings: FakePartnerServer.Settings = FakePartnerServer.Settings(),
        _ body: (FakePartnerServer) async throws -> Void
    ) async throws {
        var settings = settings
        settings.faults = try FaultRule.parse(script: faults).get()
        let fake = try await FakePartnerServer.start(partner, settings: settings)
        let result: Result<Void, any Error>
        do { result = .success(try await body(fake)) } catch { result = .failure(error) }
        await fake.stop()
        try result.get()
    }

    @Test func booksEventsDuplicatesAndProbes() async throws {
        try await withFake { (fake) async throws in
            let port = fake.boundPort
            #expect(try await RawClient.post(Sample.batch(["a", "b"]), port: port).status == 200)
            #expect(try await RawClient.post(Sample.batch(["b", "c", "c"]), port: port).status == 200)
            #expect(try await RawClient.post("", port: port).status == 200)
            #expect(try await RawClient.post("{", port: port).status == 400)
            let ledger = try await RawClient.get("/_fake/ledger", port: port).body
            #expect(
                ledger == """
                    {"requests":4,"events":5,"distinct_ids":3,"duplicates":2,"discarded":0,"probes":1,"unanswered":0,\
                    "by_status":{"200":3,"400":1}}
                    """
            )
            #expect(fake.ledger.entries().map(\.count) == [1, 2, 2])
            #expect(fake.ledger.entry(id: "c")?.request == 2)
            #expect(fake.ledger.entry(id: "c")?.bytes == Array(Sample.event("c").utf8))
        }
    }

    @Test func listsEventsInTheOrderTheyCame() async throws {
        try await withFake { (fake) async throws in
            _ = try await RawClient.post(Sample.batch(["a", "b\\\"", "c"]), port: fake.boundPort)
            let page = try await RawClient.get("/_fake/events?offset=1&limit=1", port: fake.boundPort)
            let event = Sample.event("b\\\"")
            #expect(
                page.body
                    == "{\"total\":3,\"events\":[{\"id\":\"b\\\"\",\"count\":1,\"request\":1,\"event\":\(event)}]}"
            )
            #expect(try await RawClient.get("/_fake/events?limit=x", port: fake.boundPort).status == 400)
        }
    }

    @Test func resetForgetsEverythingAndStartsFaultsAgain() async throws {
        try await withFake(faults: "status=503 first=1") { (fake) async throws in
            #expect(try await RawClient.post(Sample.batch("a"), port: fake.boundPort).status == 503)
            #expect(try await RawClient.post(Sample.batch("a"), port: fake.boundPort).status == 200)
            #expect(try await RawClient.post("", to: "/_fake/reset", port: fake.boundPort).status == 200)
            #expect(fake.ledger.counts.requests == 0)
            #expect(fake.ledger.entries().isEmpty)
            #expect(try await RawClient.post(Sample.batch("a"), port: fake.boundPort).status == 503)
        }
    }

    @Test func faultsCanBeReplacedWhileItRuns() async throws {
        try await withFake { (fake) async throws in
            let port = fake.boundPort
            #expect(try await RawClient.post("status=500", to: "/_fake/faults", port: port).status == 200)
            #expect(try await RawClient.post(Sample.batch("a"), port: port).status == 500)
            let bad = try await RawClient.post("boom", to: "/_fake/faults", port: port)
            #expect(bad.status == 400)
            #expect(bad.body?.hasPrefix("line 1: unknown action 'boom'") == true)
            #expect(try await RawClient.post(Sample.batch("a"), port: port).status == 500)
            #expect(try await RawClient.post("", to: "/_fake/faults", port: port).status == 200)
            #expect(try await RawClient.post(Sample.batch("a"), port: port).status == 200)
        }
    }

    @Test(arguments: [
        ("GET", "/_fake/health", 200), ("POST", "/_fake/health", 405), ("GET", "/_fake/reset", 405),
        ("GET", "/_fake/x", 404),
    ])
    func adminPathsAnswerToTheirMethod(method: String, path: String, status: Int) async throws {
        try await withFake { (fake) async throws in
            #expect(
                try await RawClient.post("", to: path, port: fake.boundPort, method: method).status == status
            )
            #expect(fake.ledger.counts.requests == 0)
        }
    }

    @Test func aScriptedStatusTakesNothingAndMayAskForPatience() async throws {
        try await withFake(faults: "status=429 first=1 retry-after=7") { (fake) async throws in
            guard
                case .answer(429, _, let head) = try await RawClient.post(
                    Sample.batch("a"),
                    port: fake.boundPort
                )
            else {
                Issue.record("expected 429")
                return
            }
            #expect(head.lowercased().contains("retry-after: 7"))
            #expect(fake.ledger.counts.events == 0)
            #expect(try await RawClient.post(Sample.batch("a"), port: fake.boundPort).status == 200)
        }
    }

    @Test func aResetTakesNothing() async throws {
        try await withFake(faults: "reset first=1") { (fake) async throws in
            #expect(try await RawClient.post(Sample.batch("a"), port: fake.boundPort) == .reset)
            #expect(fake.ledger.counts.events == 0)
            #expect(fake.ledger.counts.unanswered == 1)
            #expect(try await RawClient.post(Sample.batch("a"), port: fake.boundPort).status == 200)
        }
    }

    @Test func aResetAfterwardsHasTakenTheEvents() async throws {
        try await withFake(faults: "reset-after first=1") { (fake) async throws in
            #expect(try await RawClient.post(Sample.batch("a"), port: fake.boundPort) == .reset)
            #expect(fake.ledger.counts.events == 1)
            #expect(try await RawClient.post(Sample.batch("a"), port: fake.boundPort).status == 200)
            #expect(fake.ledger.counts.duplicates == 1)
        }
    }

    @Test func garbageIsNoHTTPAndTheEventsAreTaken() async throws {
        try await withFake(faults: "garbage") { (fake) async throws in
            guard case .closed(let text) = try await RawClient.post(Sample.batch("a"), port: fake.boundPort)
            else {
                Issue.record("expected bytes that are no answer")
                return
            }
            #expect(!text.isEmpty && !text.hasPrefix("HTTP/"))
            #expect(fake.ledger.counts.events == 1)
        }
    }

    @Test func aTruncatedAnswerBeginsWellAndEndsEarly() async throws {
        try await withFake(faults: "truncate") { (fake) async throws in
            guard case .closed(let text) = try await RawClient.post(Sample.batch("a"), port: fake.boundPort)
            else {
                Issue.record("expected half an answer")
                return
            }
            #expect(text.hasPrefix("HTTP/1.1 200 "))
            #expect(fake.ledger.counts.events == 1)
        }
    }

    @Test func aHangingRequestIsLetGoWhenTheFakeStops() async throws {
        let started = try await FakePartnerServer.start(FakeHTTP(), settings: settings(faults: "hang"))
        async let outcome = RawClient.post(Sample.batch("a"), port: started.boundPort)
        while started.ledger.counts.unanswered == 0 { await Task.yield() }
        await started.stop()
        let ended = try await outcome
        #expect(ended == .closed("") || ended == .reset)
        #expect(started.ledger.counts.events == 0)
    }

    @Test func aDelayIsWaitedForBeforeTheAnswer() async throws {
        let waits = Waits()
        var settings = FakePartnerServer.Settings()
        settings.pause = { waits.add($0) }
        try await withFake(faults: "delay=200ms every=2", settings: settings) { (fake) async throws in
            for _ in 0..<4 {
                #expect(try await RawClient.post(Sample.batch("a"), port: fake.boundPort).status == 200)
            }
            #expect(waits.all == [.milliseconds(200), .milliseconds(200)])
        }
    }

    @Test func aBatchWithARejectedEventIsRefusedWhole() async throws {
        try await withFake(faults: "reject id=bad status=400") { (fake) async throws in
            #expect(try await RawClient.post(Sample.batch(["a", "bad"]), port: fake.boundPort).status == 400)
            #expect(fake.ledger.counts.events == 0)
            #expect(try await RawClient.post(Sample.batch("a"), port: fake.boundPort).status == 200)
        }
    }

    @Test func anExpiredTokenIs401AndTheNewOneWorks() async throws {
        try await withFake(FakeHTTP(token: "old"), faults: "token=new after=1") { (fake) async throws in
            let port = fake.boundPort
            #expect(try await RawClient.post(Sample.batch("a"), port: port, token: "old").status == 200)
            #expect(try await RawClient.post(Sample.batch("b"), port: port, token: "old").status == 401)
            #expect(try await RawClient.post(Sample.batch("b"), port: port, token: "other").status == 403)
            #expect(try await RawClient.post(Sample.batch("b"), port: port, token: "new").status == 200)
        }
    }

    @Test func aBodyBeyondTheLimitIs413() async throws {
        try await withFake(FakeHTTP(maximumBodyBytes: 50)) { (fake) async throws in
            #expect(try await RawClient.post(Sample.batch("a"), port: fake.boundPort).status == 413)
            #expect(fake.ledger.counts.events == 0)
        }
    }

    @Test func theRecordHasALineForEachEventBeforeItsAnswer() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(
            "record-\(UUID().uuidString)"
        ).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        var settings = FakePartnerServer.Settings()
        settings.recordPath = path
        try await withFake(settings: settings) { (fake) async throws in
            let spread = Sample.event("b").split(separator: ",").joined(separator: ",\n")
            _ = try await RawClient.post(Sample.batch("a"), port: fake.boundPort)
            _ = try await RawClient.post("{\"events\":[\(spread)]}", port: fake.boundPort)
            let flat = Sample.event("b").split(separator: ",").joined(separator: ", ")
            let expected =
                "{\"request\":1,\"event\":\(Sample.event("a"))}\n{\"request\":2,\"event\":\(flat)}\n"
            #expect(try String(contentsOfFile: path, encoding: .utf8) == expected)
        }
    }

    @Test func keepsOnlyWhatItIsToldToKeep() async throws {
        var settings = FakePartnerServer.Settings()
        settings.keep = .ids
        try await withFake(settings: settings) { (fake) async throws in
            _ = try await RawClient.post(Sample.batch(["a", "a"]), port: fake.boundPort)
            #expect(fake.ledger.counts.duplicates == 1)
            #expect(fake.ledger.entry(id: "a")?.bytes == [])
        }
        settings.keep = .none
        try await withFake(settings: settings) { (fake) async throws in
            _ = try await RawClient.post(Sample.batch(["a", "a"]), port: fake.boundPort)
            #expect(fake.ledger.counts.events == 2)
            #expect(fake.ledger.counts.duplicates == nil)
            #expect(fake.ledger.entries().isEmpty)
        }
    }

    @Test func idsThatLookAlikeAreNotTheSame() async throws {
        try await withFake { (fake) async throws in
            _ = try await RawClient.post(
                Sample.batch(["\u{e9}", "e\u{301}", "\\u00e9"]),
                port: fake.boundPort
            )
            #expect(fake.ledger.counts.distinctIDs == 2)
        }
    }

    @Test(arguments: ["0.0.0.0", "192.168.1.1", "example.com", "::", "", "127.0.0.1.example.com"])
    func listensOnLoopbackOnly(host: String) async throws {
        var settings = FakePartnerServer.Settings()
        settings.host = host
        await #expect(throws: FakePartnerProblem.self) {
            try await FakePartnerServer.start(FakeHTTP(), settings: settings)
        }
    }

    @Test func aPortInUseIsAnError() async throws {
        try await withFake { (fake) async throws in
            var settings = FakePartnerServer.Settings()
            settings.port = fake.boundPort
            await #expect(throws: (any Error).self) {
                try await FakePartnerServer.start(FakeHTTP(), settings: settings)
            }
        }
    }

    @Test func runEndsWhenItsTaskIsCancelled() async throws {
        let (ports, ready) = AsyncStream<Int>.makeStream()
        let task = Task { try await FakePartnerServer.run(FakeHTTP()) { ready.yield($0.boundPort) } }
        for await port in ports {
            #expect(try await RawClient.get("/_fake/health", port: port).body == "ok")
            task.cancel()
            break
        }
        try await task.value
    }

    private func settings(faults: String) throws -> FakePartnerServer.Settings {
        var settings = FakePartnerServer.Settings()
        settings.faults = try FaultRule.parse(script: faults).get()
        return settings
    }
}

/// The delays a fake was asked to wait.
private final class Waits: Sendable {
    private let contents = Mutex([Duration]())
    var all: [Duration] { contents.withLock { $0 } }
    func add(_ duration: Duration) { contents.withLock { $0.append(duration) } }
}
