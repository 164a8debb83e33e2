import Foundation
import Testing

@testable import FakePartners

@Suite("Fake Amplitude: over the wire")
struct AmplitudeServerTests {
    private let path = "/2/httpapi"

    /// Runs `body` with a fake that listens, and stops it.
    private func withFake(
        faults: String = "",
        recordPath: String? = nil,
        _ body: (AmplitudeProject, FakePartnerServer) async throws -> Void
    ) async throws {
        let project = AmplitudeProject()
        var settings = FakePartnerServer.Settings()
        settings.faults = try FaultRule.parse(script: faults, forms: project.fake.faultForms).get()
        settings.recordPath = recordPath
        let server = try await FakePartnerServer.start(project.fake, settings: settings)
        let result: Result<Void, any Error>
        do { result = .success(try await body(project, server)) } catch { result = .failure(error) }
        await server.stop()
        try result.get()
    }

    private func post(_ events: [String], _ server: FakePartnerServer) async throws -> RawClient.Outcome {
        try await RawClient.post(AmplitudeProject.body(events), to: path, port: server.boundPort)
    }

    @Test func theLedgerKnowsEventsByInsertIDAndRepeatsAsDuplicates() async throws {
        try await withFake { (project, server) async throws in
            let event = AmplitudeProject.event("a", more: #","event_properties":{"n":1.0}"#)
            #expect(try await post([event], server).status == 200)
            #expect(try await post([event, AmplitudeProject.event("b")], server).status == 200)
            #expect(server.ledger.counts.events == 3)
            #expect(server.ledger.counts.duplicates == 1)
            #expect(server.ledger.entry(id: "a")?.bytes == Array(event.utf8))
            let page = try #require(try await RawClient.get("/_fake/ledger", port: server.boundPort).body)
            let members = try JSONValue.members(of: page)
            #expect(members["duplicates"] == 1)
            #expect(members["deduplicated"] == 1)
            #expect(
                members["peak_events_per_second"]
                    == ["project": 3, "devices": [], "users": [["id": "user-1", "peak": 3]]]
            )
        }
    }

    @Test func theRecordSaysWhoseAndWhere() async throws {
        let record = FileManager.default.temporaryDirectory.appendingPathComponent(
            "record-\(UUID().uuidString)"
        ).path
        defer { try? FileManager.default.removeItem(atPath: record) }
        try await withFake(recordPath: record) { (project, server) async throws in
            let event = AmplitudeProject.event("a", device: "device-1")
            _ = try await post([event], server)
            let line =
                #"{"request":1,"event":\#(event),"user_id":"user-1","device_id":"device-1","endpoint":"/2/httpapi"}"#
            #expect(try String(contentsOfFile: record, encoding: .utf8) == line + "\n")
        }
    }

    @Test func anErrorAfterwardsHasTakenTheEvents() async throws {
        try await withFake(faults: "status-after=502 first=1") { (project, server) async throws in
            #expect(try await post([AmplitudeProject.event("a")], server).status == 502)
            #expect(server.ledger.counts.events == 1)
            #expect(try await post([AmplitudeProject.event("a")], server).status == 200)
            #expect(server.ledger.counts.duplicates == 1)
            #expect(try project.ledger()["deduplicated"] == 1)
        }
    }

    @Test func anErrorAfterwardsDoesNotHideARefusal() async throws {
        try await withFake(faults: "status-after=502") { (project, server) async throws in
            #expect(try await post(["{}"], server).status == 400)
        }
    }

    @Test func anErrorBeforehandHasTakenNothing() async throws {
        try await withFake(faults: "status=503 first=1") { (project, server) async throws in
            #expect(try await post([AmplitudeProject.event("a")], server).status == 503)
            #expect(server.ledger.counts.events == 0)
            #expect(
                try project.ledger()["peak_events_per_second"] == ["project": 0, "devices": [], "users": []]
            )
        }
    }

    @Test func theKeyRotates() async throws {
        try await withFake(faults: "token=new-key after=1") { (project, server) async throws in
            let events = [AmplitudeProject.event("a")]
            #expect(try await post(events, server).status == 200)
            let old = try await post(events, server)
            #expect(old.status == 400)
            #expect(old.body == #"{"code":400,"error":"Invalid API key: \#(AmplitudeProject.key)"}"#)
            let body = AmplitudeProject.body(events).split(separator: AmplitudeProject.key).joined(
                separator: "new-key"
            )
            #expect(try await RawClient.post(body, to: path, port: server.boundPort).status == 200)
        }
    }

    @Test func ownFaultsHoldForTheRequestsTheyName() async throws {
        try await withFake(faults: "forbidden every=2") { (project, server) async throws in
            let statuses = [
                try await post([AmplitudeProject.event("a")], server).status,
                try await post([AmplitudeProject.event("a")], server).status,
                try await post([AmplitudeProject.event("a")], server).status,
            ]
            #expect(statuses == [200, 403, 200])
        }
    }

    @Test func ownFaultsCanBePutInForceWhileItRuns() async throws {
        try await withFake { (project, server) async throws in
            let port = server.boundPort
            let change = try await RawClient.post("silence device=device-1", to: "/_fake/faults", port: port)
            #expect(change.body == "1 faults in force")
            let event = AmplitudeProject.event("a", device: "device-1")
            #expect(try await post([event], server).status == 400)
        }
    }

    @Test func theClockCanBeMovedOnByAPage() async throws {
        try await withFake { (project, server) async throws in
            let port = server.boundPort
            #expect(try await post(AmplitudeProject.events(31, device: "noisy"), server).status == 429)
            let moved = try await RawClient.post("30\n", to: "/_fake/clock", port: port)
            #expect(moved.body == "the clock is 30 s ahead")
            #expect(try await post(AmplitudeProject.events(1, device: "noisy"), server).status == 200)
            for bad in ["", "-1", "soon", "99999999999"] {
                #expect(try await RawClient.post(bad, to: "/_fake/clock", port: port).status == 400)
            }
            #expect(try await RawClient.get("/_fake/clock", port: port).status == 405)
            #expect(try await RawClient.get("/_fake/other", port: port).status == 404)
        }
    }

    @Test func resetPutsTheClockRightAndForgets() async throws {
        try await withFake { (project, server) async throws in
            let port = server.boundPort
            _ = try await RawClient.post("100", to: "/_fake/clock", port: port)
            _ = try await post([AmplitudeProject.event("a")], server)
            #expect(try await RawClient.post("", to: "/_fake/reset", port: port).status == 200)
            let answer = try await post([AmplitudeProject.event("a")], server)
            #expect(answer.body?.contains(#""server_upload_time":\#(AmplitudeProject.start)}"#) == true)
            #expect(try project.ledger()["deduplicated"] == 0)
        }
    }
}
