import Synchronization

/// Amplitude's HTTP V2 and batch upload, as strict as its documentation allows.
///
/// Where the documentation leaves a choice, the fake takes the stricter: a body of exactly 1,000,000 bytes is not "under
/// 1 MB", and an empty list of events lacks the required field `events`. Status 404 and 405 are ours, for the
/// documented `Invalid request path` has no place of its own.
///
/// - Source: Amplitude documentation, "HTTP V2 API" and "Batch Event Upload API", read 2026-11-20.
public final class FakeAmplitude: FakePartner {
    /// The key that is in force when no other is given.
    public static let testKey = "fa4e0000000000000000000000000001"

    /// What the simulated project allows.
    public struct Settings: Sendable {
        /// The project's key.
        public var apiKey = FakeAmplitude.testKey
        /// Events per second that HTTP V2 takes for one device or one user.
        public var deviceRate = 30
        /// Events per second, averaged over 30 seconds, that batch upload takes for one device or one user.
        public var batchDeviceRate = 1000
        /// Events in a rolling day for one device or one user.
        public var dailyQuota = 500_000
        /// How long a device or user stays throttled; nil for 30 seconds, and 15 for batch upload.
        public var throttleSeconds: Int?
        /// Events per second of the whole project; nil for no limit.
        public var projectRate: Int?

        /// The documented limits.
        public init() {}
    }

    /// The partner's name.
    public let name = "amplitude"
    /// The larger of the two limits; HTTP V2's own is judged later.
    public let maximumBodyBytes = AmplitudeEndpoint.batch.maximumBodyBytes

    private struct State {
        var traffic: AmplitudeTraffic
        var unknownFields: [String: Int] = [:]
        /// How far a person has moved the clock.
        var ahead: Int64 = 0
    }

    private let settings: Settings
    private let clock: @Sendable () -> Int64
    private let state: Mutex<State>

    /// Sets up a project.
    ///
    /// - Parameters:
    ///   - settings: What it allows.
    ///   - clock: Milliseconds since 1970.
    public init(settings: Settings = Settings(), clock: @escaping @Sendable () -> Int64) {
        self.settings = settings
        self.clock = clock
        state = Mutex(State(traffic: AmplitudeTraffic(settings: settings)))
    }

    /// The project's key.
    public var token: String? { settings.apiKey }

    /// Judges address, size, key, events and traffic, in this order.
    public func judge(_ request: PartnerRequest, credential: FakeCredential) -> Judgement {
        guard let endpoint = AmplitudeEndpoint(rawValue: request.page) else {
            return .refused(AmplitudeAnswer.refusal(404, "Invalid request path"))
        }
        if let refusal = refusalOfHead(request, at: endpoint) { return .refused(refusal) }
        let now = now()
        guard let upload = AmplitudeUpload.read(request.body, now: now) else {
            return .refused(AmplitudeAnswer.refusal(400, "Invalid JSON request body"))
        }
        switch eventsToCount(upload, request, endpoint, credential) {
        case .failure(let refusal): return .refused(refusal.answer)
        case .success(let events): return admit(events, request, endpoint, now: now)
        }
    }

    /// The documented 413.
    public func tooLarge() -> FakeAnswer { AmplitudeAnswer.refusal(413, "Payload too large") }

    /// Forgets all traffic and puts the clock right.
    public func reset() {
        state.withLock { $0 = State(traffic: AmplitudeTraffic(settings: settings)) }
    }

    private func now() -> Int64 { clock() &+ state.withLock { $0.ahead } }

    private func refusalOfHead(_ request: PartnerRequest, at endpoint: AmplitudeEndpoint) -> FakeAnswer? {
        guard request.method == "POST" else {
            return AmplitudeAnswer.refusal(405, "Method not allowed")
        }
        guard request.mediaType == "application/json" else {
            return AmplitudeAnswer.refusal(400, "Invalid JSON request body")
        }
        guard request.body.count <= endpoint.maximumBodyBytes else { return tooLarge() }
        return request.body.isEmpty ? AmplitudeAnswer.refusal(400, "Missing request body") : nil
    }

    private struct Refusal: Error { var answer: FakeAnswer }

    /// The upload's events once nothing is wrong with any of them.
    private func eventsToCount(
        _ upload: AmplitudeUpload,
        _ request: PartnerRequest,
        _ endpoint: AmplitudeEndpoint,
        _ credential: FakeCredential
    ) -> Result<[AmplitudeEvent], Refusal> {
        func refused(_ answer: FakeAnswer) -> Result<[AmplitudeEvent], Refusal> {
            .failure(Refusal(answer: answer))
        }
        guard let key = upload.apiKey else { return refused(AmplitudeAnswer.missing("api_key")) }
        guard key.elementsEqual((credential.token ?? "").utf8) else {
            return refused(AmplitudeAnswer.invalidKey(key))
        }
        guard let events = upload.events, !events.isEmpty else {
            return refused(AmplitudeAnswer.missing("events"))
        }
        guard events.count <= endpoint.maximumEvents else { return refused(tooLarge()) }
        if request.faults.contains(where: { $0.forbids(events) }) {
            return refused(AmplitudeAnswer.refusal(403, "Forbidden"))
        }
        noteUnknownFields(of: events)
        guard !events.contains(where: \.isBroken) else {
            return refused(AmplitudeAnswer.refusal(400, "Invalid event JSON"))
        }
        let findings = AmplitudeFindings(
            of: events,
            minimumIDLength: upload.minimumIDLength,
            faults: request.faults
        )
        if let refusal = findings.answer(firstOnly: endpoint.namesFirstOnly) { return refused(refusal) }
        return .success(events)
    }

    private func admit(
        _ events: [AmplitudeEvent],
        _ request: PartnerRequest,
        _ endpoint: AmplitudeEndpoint,
        now: Int64
    ) -> Judgement {
        let (refusal, ids) = state.withLock { state in
            let refusal = state.traffic.refusal(of: events, at: endpoint, now: now, faults: request.faults)
            return (refusal, refusal == nil ? state.traffic.take(events, at: endpoint, now: now) : [])
        }
        if let refusal { return .refused(refusal) }
        let offered = zip(events, ids).map { event, id in
            var offered = OfferedEvent(id: id, bytes: event.bytes)
            for (name, owner) in [("user_id", event.userID), ("device_id", event.deviceID)] {
                if let owner { offered.notes.append(EventNote(name, json: JSONEscapes.quoted(owner))) }
            }
            offered.notes.append(EventNote("endpoint", json: JSONText.quoted(endpoint.rawValue)))
            return offered
        }
        let answer = AmplitudeAnswer.taken(
            events: request.faults.ingested ?? events.count,
            bytes: request.body.count,
            at: now
        )
        return .accepted(offered, answer)
    }

    private func noteUnknownFields(of events: [AmplitudeEvent]) {
        let names = events.flatMap(\.unknownFields)
        guard !names.isEmpty else { return }
        state.withLock { state in for name in names { state.unknownFields[name, default: 0] += 1 } }
    }
}

extension FakeAmplitude {
    /// The faults of Amplitude's own.
    public var faultForms: [FaultForm] { AmplitudeFaults.forms }

    /// Peaks, repetitions and fields the documentation does not name.
    public func ledgerMembers() -> [(name: String, json: String)] {
        state.withLock { state in
            let unknown = state.unknownFields.sorted { $0.key < $1.key }.map { ($0.key, String($0.value)) }
            return state.traffic.ledgerMembers() + [("unknown_fields", JSONText.object(unknown))]
        }
    }

    /// `POST /_fake/clock` moves the clock on by the whole seconds in the body.
    ///
    /// - Parameters:
    ///   - page: What follows `/_fake/`.
    ///   - request: The request.
    /// - Returns: The answer; nil for other pages.
    public func adminPage(_ page: String, _ request: PartnerRequest) -> FakeAnswer? {
        guard page == "clock" else { return nil }
        guard request.method == "POST" else {
            return FakeAnswer(status: 405, text: "another method is needed")
        }
        let text = String(decoding: request.body, as: UTF8.self).filter { !$0.isWhitespace }
        guard let seconds = UInt32(text) else {
            return FakeAnswer(status: 400, text: "the body should be whole seconds to move the clock on by")
        }
        let ahead = state.withLock { state in
            state.ahead &+= Int64(seconds) * 1000
            return state.ahead
        }
        return FakeAnswer(status: 200, text: "the clock is \(ahead / 1000) s ahead")
    }
}
