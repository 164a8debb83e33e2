import Connectors
import Delivery
import Machine
import Plans
import Testing

extension PartnerProfile {
    static let http = PartnerProfile(requirements: .http, refusedKey: PartnerAnswer(status: 401, body: []))
}

@Suite("Custom HTTP")
struct HTTPConnectorTests {
    private let moment = WallInstant(milliseconds: 0)
    private let batch = RecordBatch([[0x7B], [0x7D]])

    private func connector() throws -> any Connector {
        try ConnectorRegistry.connector(for: .sample(of: .http as PartnerProfile))
    }

    @Test func anEventPassesAsItWasWritten() throws {
        let event =
            #"{ "id":"a","time": 1.0, "event_type":"x","properties":{"big":1e400,"precise":9007199254740993} }"#
        let record = try MappedRecord(event, by: try connector())
        #expect(record.result == .record)
        #expect(record.text == event)
    }

    @Test func theBodyIsThePublishedEnvelope() throws {
        let request = try connector().request(
            carrying: RecordBatch([Array(#"{"id":"a"}"#.utf8), Array(#"{"id":"b"}"#.utf8)]),
            credentials: Credentials(["bearerToken": "dG9rZW4="]),
            at: moment
        )
        #expect(request.method == "POST")
        #expect(request.target.host == "receiver.example.com")
        #expect(request.target.pathAndQuery == "/in?w=1")
        #expect(request.bodyText == #"{"events":[{"id":"a"},{"id":"b"}]}"#)
        let headers = Dictionary(uniqueKeysWithValues: request.headers.map { ($0.name, $0.value) })
        #expect(headers["Braze-Currents-Version"] == "1")
        #expect(headers["Content-Type"] == "application/json")
        #expect(headers["Authorization"] == "Bearer dG9rZW4=")
    }

    @Test func withoutATokenThereIsNoAuthorization() throws {
        let request = try connector().request(
            carrying: RecordBatch(),
            credentials: Credentials([:]),
            at: moment
        )
        #expect(!request.headers.contains { $0.name == "Authorization" })
    }

    @Test func theProbeIsAnEmptyBatch() throws {
        #expect(
            try connector().probe(credentials: Credentials([:]), at: moment)?.bodyText == #"{"events":[]}"#
        )
    }

    /// The published status table, row by row.
    @Test(arguments: [200, 201, 204, 299])
    func success(status: Int) throws {
        #expect(try connector().verdict(on: PartnerAnswer(status: status, body: []), to: batch) == .delivered)
    }

    @Test func aBadRequestIsNarrowedDown() throws {
        let verdict = try connector().verdict(
            on: PartnerAnswer(status: 400, body: Array("no\u{1B} id\n".utf8)),
            to: batch
        )
        #expect(verdict == .refused(.init(status: 400, "the receiver answered 400: no id")))
    }

    @Test(arguments: [401, 403, 404])
    func credentials(status: Int) throws {
        guard
            case .credentialsInvalid(let failure) =
                try connector().verdict(on: PartnerAnswer(status: status, body: []), to: batch)
        else {
            Issue.record("\(status)")
            return
        }
        #expect(failure.status == status)
    }

    @Test(arguments: [402, 405, 409, 410, 418, 422, 429, 499, 500, 503, 599])
    func everythingElseIsSentAgain(status: Int) throws {
        let answer = PartnerAnswer(status: status, body: [], retryAfter: .seconds(7))
        guard case .transient(_, let retryAfter) = try connector().verdict(on: answer, to: batch) else {
            Issue.record("\(status)")
            return
        }
        #expect(retryAfter == .seconds(7))
    }
}
