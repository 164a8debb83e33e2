/// Who of a request sends too much, or is not heard at all.
struct AmplitudeVerdict {
    /// Events per second that one device or user may send.
    let threshold: Int
    /// Rates of those that are throttled.
    var throttled: [AmplitudeParty: Int] = [:]
    /// Daily counts of those over the quota.
    var overQuota: [AmplitudeParty: Int] = [:]
    var silenced: Set<[UInt8]> = []
    var exceedsProjectRate = false

    init(threshold: Int) { self.threshold = threshold }

    /// The answer; nil when there is nothing against the request.
    func answer(to events: [AmplitudeEvent]) -> FakeAnswer? {
        if !silenced.isEmpty { return silencedAnswer(to: events) }
        // The documentation gives the limit and no body of its own.
        if exceedsProjectRate { return AmplitudeAnswer.refusal(429, "Too many requests") }
        guard !throttled.isEmpty || !overQuota.isEmpty else { return nil }
        var members = rates(to: events)
        let quotas = [
            ("exceeded_daily_quota_devices", devices(of: overQuota)),
            ("exceeded_daily_quota_users", users(of: overQuota)),
        ]
        for (name, counts) in quotas where !counts.isEmpty { members.append((name, JSONText.object(counts))) }
        return AmplitudeAnswer.refusal(429, "Too many requests for some devices and users", members)
    }

    private func silencedAnswer(to events: [AmplitudeEvent]) -> FakeAnswer {
        let devices = silenced.map { JSONEscapes.quoted($0) }.sorted()
        let indexes = events.indices.filter { events[$0].deviceID.map(silenced.contains) ?? false }
        let members = [
            (name: "silenced_devices", json: JSONText.array(devices)),
            (name: "silenced_events", json: AmplitudeAnswer.indexes(indexes)),
            (
                name: "exceeded_daily_quota_devices",
                json: JSONText.object(self.devices(of: overQuota))
            ),
        ]
        return AmplitudeAnswer.refusal(400, "Events silenced for device_id", members + rates(to: events))
    }

    /// Threshold, throttled devices and users, and the events of both.
    ///
    /// Events of those over their daily quota are not among them: the documentation says so of throttling only.
    private func rates(to events: [AmplitudeEvent]) -> [(name: String, json: String)] {
        let indexes = events.indices.filter { index in
            events[index].parties.contains { throttled[$0] != nil }
        }
        return [
            ("eps_threshold", String(threshold)),
            ("throttled_devices", JSONText.object(devices(of: throttled))),
            ("throttled_users", JSONText.object(users(of: throttled))),
            ("throttled_events", AmplitudeAnswer.indexes(indexes)),
        ]
    }

    private func devices(of counts: [AmplitudeParty: Int]) -> [(name: String, json: String)] {
        members(counts) { if case .device(let id) = $0 { id } else { nil } }
    }

    private func users(of counts: [AmplitudeParty: Int]) -> [(name: String, json: String)] {
        members(counts) { if case .user(let id) = $0 { id } else { nil } }
    }

    private func members(
        _ counts: [AmplitudeParty: Int],
        _ id: (AmplitudeParty) -> [UInt8]?
    ) -> [(name: String, json: String)] {
        counts.compactMap { party, count in
            id(party).map { (name: String(decoding: $0, as: UTF8.self), json: String(count)) }
        }.sorted { $0.name < $1.name }
    }
}
