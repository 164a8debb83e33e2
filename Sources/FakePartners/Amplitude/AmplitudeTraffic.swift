/// What the project has seen: rates, daily counts and the ids of events.
///
/// A request that is refused counts nowhere but in the peaks.
struct AmplitudeTraffic {
    private let settings: FakeAmplitude.Settings
    private var meters: [AmplitudeParty: AmplitudeMeter] = [:]
    private var project = AmplitudeWindow()
    private var projectPeak = 0
    /// When each `insert_id` was last counted, by whose it was.
    private var counted: [[UInt8]: [AmplitudeParty: Int64]] = [:]
    private var deduplicated = 0
    private var countedTwice = 0
    private var withoutInsertID = 0

    /// How long an `insert_id` is remembered.
    private static let memory: Int64 = 7 * 86_400_000
    /// How many devices and users the ledger page names at most.
    private static let listed = 100

    init(settings: FakeAmplitude.Settings) { self.settings = settings }

    /// What Amplitude has against a request whose events are right; nil when it takes it.
    mutating func refusal(
        of events: [AmplitudeEvent],
        at endpoint: AmplitudeEndpoint,
        now: Int64,
        faults: [PartnerFault]
    ) -> FakeAnswer? {
        for (party, milliseconds) in faults.compactMap(\.throttling) {
            meters[party, default: AmplitudeMeter()]
                .throttle(at: endpoint, until: now &+ milliseconds, now: now)
        }
        var offers: [AmplitudeParty: Int] = [:]
        for party in events.lazy.flatMap(\.parties) { offers[party, default: 0] += 1 }
        var verdict = AmplitudeVerdict(threshold: endpoint.deviceRate(in: settings))
        for (party, count) in offers { weigh(party, count, at: endpoint, now: now, into: &verdict) }
        verdict.silenced = faults.silencedDevices.intersection(events.compactMap(\.deviceID))
        let recent = project.count(seconds: 1, now: now) + events.count
        projectPeak = max(projectPeak, recent)
        verdict.exceedsProjectRate = settings.projectRate.map { recent > $0 } ?? false
        return verdict.answer(to: events)
    }

    private mutating func weigh(
        _ party: AmplitudeParty,
        _ offered: Int,
        at endpoint: AmplitudeEndpoint,
        now: Int64,
        into verdict: inout AmplitudeVerdict
    ) {
        var meter = meters.removeValue(forKey: party) ?? AmplitudeMeter()
        defer { meters[party] = meter }
        meter.notePeak(offered: offered, now: now)
        let rate = meter.rate(at: endpoint, offered: offered, now: now)
        if rate > endpoint.deviceRate(in: settings) {
            let pause = settings.throttleSeconds ?? endpoint.pauseSeconds
            meter.throttle(at: endpoint, until: now &+ Int64(pause) &* 1000, now: now)
            verdict.throttled[party] = rate
        } else if meter.isThrottled(at: endpoint, now: now) {
            verdict.throttled[party] = rate
        }
        let today = meter.today(now: now) + offered
        if today > settings.dailyQuota { verdict.overQuota[party] = today }
    }

    /// Counts the events of a request that is taken, and gives their identities.
    mutating func take(_ events: [AmplitudeEvent], at endpoint: AmplitudeEndpoint, now: Int64) -> [[UInt8]] {
        project.add(events.count, now: now)
        var offers: [AmplitudeParty: Int] = [:]
        for party in events.lazy.flatMap(\.parties) { offers[party, default: 0] += 1 }
        for (party, count) in offers {
            meters[party, default: AmplitudeMeter()].take(count, at: endpoint, now: now)
        }
        return events.map { identity(of: $0, now: now) }
    }

    private mutating func identity(of event: AmplitudeEvent, now: Int64) -> [UInt8] {
        guard let id = event.insertID, let owner = event.parties.first else {
            withoutInsertID += 1
            return Array("no insert_id: \(withoutInsertID)".utf8)
        }
        if let last = counted[id]?[owner], now &- last < Self.memory {
            deduplicated += 1
            return id
        }
        if counted[id] != nil { countedTwice += 1 }
        counted[id, default: [:]][owner] = now
        return id
    }

    /// Members of the ledger page; the busiest devices and users first.
    func ledgerMembers() -> [(name: String, json: String)] {
        var devices: [(id: [UInt8], peak: Int)] = []
        var users: [(id: [UInt8], peak: Int)] = []
        for (party, meter) in meters where meter.peak > 0 {
            switch party {
            case .device(let id): devices.append((id, meter.peak))
            case .user(let id): users.append((id, meter.peak))
            }
        }
        let peaks = [
            (name: "project", json: String(projectPeak)),
            (name: "devices", json: Self.busiest(devices)),
            (name: "users", json: Self.busiest(users)),
        ]
        return [
            ("peak_events_per_second", JSONText.object(peaks)), ("deduplicated", String(deduplicated)),
            ("counted_twice", String(countedTwice)), ("without_insert_id", String(withoutInsertID)),
        ]
    }

    private static func busiest(_ parties: [(id: [UInt8], peak: Int)]) -> String {
        let sorted = parties.sorted { first, second in
            guard first.peak == second.peak else { return first.peak > second.peak }
            return first.id.lexicographicallyPrecedes(second.id)
        }
        return JSONText.array(
            sorted.prefix(listed).map { party in
                "{\"id\":\(JSONEscapes.quoted(party.id)),\"peak\":\(party.peak)}"
            }
        )
    }
}

extension AmplitudeEvent {
    /// Its device and its user, so far as they are there; the first is whose `insert_id` it is.
    var parties: [AmplitudeParty] {
        [deviceID.map(AmplitudeParty.device), userID.map(AmplitudeParty.user)].compactMap(\.self)
    }
}
