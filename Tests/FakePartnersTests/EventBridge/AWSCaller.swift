import Synchronization

@testable import FakePartners

/// Signs and makes calls, and moves the clock they are judged by.
final class AWSCaller: Sendable {
    /// The time it begins at, 2026-11-20T08:00:00Z.
    static let start = 1_795_161_600 as Int64
    static let source = "aws.partner/example.com/acme/currents-7"
    static let account = "123456789012"

    let fake: FakeEventBridge
    private let clock: Clock

    init(_ change: (inout FakeEventBridge.Settings) -> Void = { _ in }) {
        var settings = FakeEventBridge.Settings()
        change(&settings)
        let box = Clock(Self.start)
        fake = FakeEventBridge(settings: settings) { Double(box.now.withLock { $0 }) + 0.25 }
        clock = box
    }

    /// Seconds since 1970, for the fake and for whoever signs.
    var now: Int64 {
        get { clock.now.withLock { $0 } }
        set { clock.now.withLock { $0 = newValue } }
    }

    private final class Clock: Sendable {
        let now: Mutex<Int64>
        init(_ now: Int64) { self.now = Mutex(now) }
    }

    /// A key of the usual settings.
    static let key = AWSKey(id: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")

    /// A request that is signed as it should be, unless told otherwise.
    func request(
        _ call: String,
        _ body: String,
        service: AWSService = .events,
        key: AWSKey = key,
        region: String = "us-east-1",
        at seconds: Int64? = nil
    ) -> PartnerRequest {
        let date = AWSTime.basic(seconds ?? now)
        var headers = [(name: "host", value: "127.0.0.1:9002"), (name: "x-amz-date", value: date)]
        switch service {
        case .events:
            headers.append((name: "content-type", value: "application/x-amz-json-1.1"))
            headers.append((name: "x-amz-target", value: "AWSEvents.\(call)"))
        case .sts:
            headers.append((name: "content-type", value: "application/x-www-form-urlencoded; charset=utf-8"))
        }
        if let token = key.sessionToken { headers.append((name: "x-amz-security-token", value: token)) }
        let request = PartnerRequest(method: "POST", path: "/", headers: headers, body: Array(body.utf8))
        return Self.signed(request, key, date: date, region: region, service: service.rawValue)
    }

    /// Adds the `Authorization` field; signs all header fields but those left out.
    static func signed(
        _ request: PartnerRequest,
        _ key: AWSKey,
        date: String,
        day: String? = nil,
        region: String = "us-east-1",
        service: String = "events",
        leavingOut: String? = nil
    ) -> PartnerRequest {
        var request = request
        var signed = SigV4(
            accessKeyID: key.id,
            day: day ?? String(date.prefix(8)),
            region: region,
            service: service,
            signedHeaders: request.headers.map(\.name).filter { $0 != leavingOut }.sorted()
        )
        signed.signature = signed.signature(of: request, date: date, secret: key.secret)
        let field =
            "AWS4-HMAC-SHA256 Credential=\(signed.accessKeyID)/\(signed.scope), "
            + "SignedHeaders=\(signed.signedHeaders.joined(separator: ";")), Signature=\(signed.signature)"
        request.headers.append((name: "authorization", value: field))
        return request
    }

    func judge(_ request: PartnerRequest, script: FaultScript = FaultScript()) -> Judgement {
        fake.judge(request, credential: FakeCredential(token: fake.token), script: script)
    }

    /// Makes a call of EventBridge.
    func call(_ call: String, _ body: String, script: FaultScript = FaultScript()) -> Judgement {
        judge(request(call, body), script: script)
    }

    @discardableResult
    func createSource(_ name: String = source, account: String = account) -> Judgement {
        call("CreatePartnerEventSource", #"{"Name":"\#(name)","Account":"\#(account)"}"#)
    }

    func put(_ entries: String..., partner: Bool = true) -> Judgement {
        call(partner ? "PutPartnerEvents" : "PutEvents", "{\"Entries\":[\(entries.joined(separator: ","))]}")
    }

    @discardableResult
    func page(_ name: String, _ body: String = "", method: String = "POST") -> FakeAnswer? {
        let request = PartnerRequest(
            method: method,
            path: "/_fake/\(name)",
            headers: [],
            body: Array(body.utf8)
        )
        return fake.adminPage(name, request)
    }

    /// An entry of PutEvents or PutPartnerEvents; nil leaves a member out, `raw` members are added as they stand.
    static func entry(
        _ id: String = "a",
        source: String? = source,
        detailType: String? = "users.messages.email.Click",
        detail: String? = nil,
        time: String? = "1792665600",
        raw: String = ""
    ) -> String {
        var members: [String] = []
        if let time { members.append("\"Time\":\(time)") }
        if let source { members.append("\"Source\":\(JSONEscapes.quoted(source.utf8))") }
        if let detailType { members.append("\"DetailType\":\(JSONEscapes.quoted(detailType.utf8))") }
        let detail = detail ?? Sample.event(id)
        if !detail.isEmpty { members.append("\"Detail\":\(JSONEscapes.quoted(detail.utf8))") }
        if !raw.isEmpty { members.append(raw) }
        return "{\(members.joined(separator: ","))}"
    }
}

extension Judgement {
    var answer: FakeAnswer {
        switch self {
        case .accepted(_, let answer), .probe(let answer), .control(let answer), .refused(let answer): answer
        }
    }

    var body: String { String(decoding: answer.body, as: UTF8.self) }

    /// The ids of events that are taken and kept.
    var takenIDs: [String] {
        events.filter { !$0.isDiscarded }.map { String(decoding: $0.id, as: UTF8.self) }
    }

    var discarded: Int { events.count { $0.isDiscarded } }

    var isRefused: Bool { if case .refused = self { true } else { false } }

    private var events: [OfferedEvent] { if case .accepted(let events, _) = self { events } else { [] } }

    /// The error's name and the status, as `403 AccessDenied`.
    var error: String {
        let answer = answer
        guard let members = try? AWSInput(AWSValue.read(answer.body)), let code = try? members.text("__type")
        else {
            let name = body.split(separator: "<Code>").dropFirst().first?.prefix { $0 != "<" } ?? ""
            return "\(answer.status) \(name)"
        }
        return "\(answer.status) \(code)"
    }

    /// The result of each entry: its error's name, or `ok`.
    var results: [String] {
        guard let members = try? AWSInput(AWSValue.read(answer.body)), let list = try? members.list("Entries")
        else {
            return []
        }
        return list.map { value in
            guard let entry = try? AWSInput(value) else { return "?" }
            if let code = try? entry.text("ErrorCode") { return code }
            return (try? entry.text("EventId")) == nil ? "?" : "ok"
        }
    }
}
