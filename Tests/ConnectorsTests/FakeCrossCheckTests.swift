import Connectors
import Delivery
import Events
import FakePartners
import Foundation
import Machine
import NIOCore
import Plans
import Testing

/// Connector and fake were written from the same pages by different hands; here each checks the other.
@Suite("Connectors and simulated partners")
struct FakeCrossCheckTests {
    /// One partner both ways.
    struct Pair: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var profile: PartnerProfile
        var credentials: Credentials
        var fake: @Sendable () -> any FakePartner
    }

    static let now = WallInstant(milliseconds: 1_795_000_000_000)

    static let pairs: [Pair] = [
        Pair(
            testDescription: "http",
            profile: .http,
            credentials: Credentials(["bearerToken": "dG9rZW4="]),
            fake: { FakeHTTP(token: "dG9rZW4=") }
        ),
        Pair(
            testDescription: "amplitude",
            profile: .amplitude,
            credentials: Credentials(["apiKey": FakeAmplitude.testKey]),
            fake: {
                var settings = FakeAmplitude.Settings()
                settings.deviceRate = 1_000_000
                return FakeAmplitude(settings: settings, clock: { now.milliseconds })
            }
        ),
        Pair(
            testDescription: "eventbridge",
            profile: .eventBridge,
            credentials: Credentials([
                "accessKeyId": "AKIDEXAMPLE", "secretAccessKey": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            ]),
            fake: {
                var settings = FakeEventBridge.Settings()
                settings.region = PartnerRequirements.eventBridge.regions.first?.name ?? ""
                settings.buses = ["orders-bus"]
                return FakeEventBridge(settings: settings, clock: { Double(now.milliseconds) / 1000 })
            }
        ),
    ]

    private static func samples() throws -> [String] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = root.appendingPathComponent("specs/samples/events.jsonl")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    /// The records of the samples, repeated with ids of their own until there are `count`.
    private func records(_ connector: any Connector, count: Int) throws -> [[UInt8]] {
        var records: [[UInt8]] = []
        let samples = try Self.samples()
        var round = 0
        while records.count < count {
            for sample in samples where records.count < count {
                let event = sample.replacing("\"id\":\"", with: "\"id\":\"\(round)-", maxReplacements: 1)
                let mapped = try MappedRecord(event, by: connector)
                if !mapped.text.isEmpty { records.append(Array(mapped.text.utf8)) }
            }
            round += 1
        }
        return records
    }

    private func judge(_ batch: RecordBatch, _ pair: Pair, _ connector: any Connector) -> Judgement {
        let request = connector.request(carrying: batch, credentials: pair.credentials, at: Self.now)
        let fake = pair.fake()
        let body = request.body.flatMap { Array($0.readableBytesView) }
        var headers = request.headers.map { (name: $0.name.lowercased(), value: $0.value) }
        headers += [("host", request.target.hostHeader), ("content-length", String(body.count))]
        let received = PartnerRequest(
            method: request.method,
            path: request.target.pathAndQuery,
            headers: headers,
            body: body
        )
        return fake.judge(received, credential: FakeCredential(token: fake.token))
    }

    @Test func everyPartnerHasBoth() {
        #expect(
            Self.pairs.map(\.profile.requirements.partner).sorted()
                == ConnectorRegistry.requirements.map(\.partner)
        )
    }

    /// The largest request the requirements allow is one the fake's own numbers allow.
    @Test(arguments: pairs)
    func theFullestRequestIsTakenAndUnderstood(pair: Pair) throws {
        let connector = try ConnectorRegistry.connector(for: .sample(of: pair.profile))
        let limits = pair.profile.requirements.limits(for: pair.profile.settings)
        var records = try records(connector, count: limits.eventsPerRequest.value)
        if let bytes = limits.bytesPerRequest {
            var room = bytes.value / 2
            records = records.filter {
                room -= $0.count; return room > 0
            }
        }
        let batch = RecordBatch(records)
        guard case .accepted(let events, let answer) = judge(batch, pair, connector) else {
            Issue.record("not taken: \(judge(batch, pair, connector))")
            return
        }
        #expect(events.count == records.count)
        let verdict = connector.verdict(
            on: PartnerAnswer(status: answer.status, body: answer.body),
            to: batch
        )
        #expect(verdict == .delivered || verdict == .perEvent(records.map { _ in .delivered }))
    }

    /// A probe is harmless at the partner, and its answer says that events could be sent.
    @Test(arguments: pairs)
    func aProbeTakesNothing(pair: Pair) throws {
        let connector = try ConnectorRegistry.connector(for: .sample(of: pair.profile))
        guard let request = connector.probe(credentials: pair.credentials, at: Self.now) else { return }
        let fake = pair.fake()
        let body = request.body.flatMap { Array($0.readableBytesView) }
        var headers = request.headers.map { (name: $0.name.lowercased(), value: $0.value) }
        headers += [("host", request.target.hostHeader), ("content-length", String(body.count))]
        let judgement = fake.judge(
            PartnerRequest(
                method: request.method,
                path: request.target.pathAndQuery,
                headers: headers,
                body: body
            ),
            credential: FakeCredential(token: fake.token)
        )
        let answer: FakeAnswer
        switch judgement {
        case .accepted:
            Issue.record("the probe was taken for events")
            return
        case .probe(let given), .refused(let given), .control(let given): answer = given
        }
        switch connector.verdict(
            on: PartnerAnswer(status: answer.status, body: answer.body),
            to: RecordBatch()
        ) {
        case .delivered, .perEvent, .refused, .tooLarge: break
        case let verdict: Issue.record("a right key is answered with \(verdict)")
        }
    }

    /// A wrong key is told apart from wrong events.
    @Test(arguments: pairs)
    func aWrongKeyIsUnderstood(pair: Pair) throws {
        let connector = try ConnectorRegistry.connector(for: .sample(of: pair.profile))
        var wrong = pair
        let names = pair.profile.requirements.credentials.filter { $0.name != "sessionToken" }.map(\.name)
        wrong.credentials = Credentials(Dictionary(uniqueKeysWithValues: names.map { ($0, "d3Jvbmc=") }))
        let batch = RecordBatch(try records(connector, count: 3))
        guard case .refused(let answer) = judge(batch, wrong, connector) else {
            Issue.record("taken with a wrong key")
            return
        }
        let verdict = connector.verdict(
            on: PartnerAnswer(status: answer.status, body: answer.body),
            to: batch
        )
        guard case .credentialsInvalid = verdict else {
            Issue.record("\(verdict)")
            return
        }
    }
}
