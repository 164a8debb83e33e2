/// What is wrong with the events of an upload: field names, and the indexes of the events.
struct AmplitudeFindings {
    private var missing: [String: [Int]] = [:]
    private var invalid: [String: [Int]] = [:]
    private var shortIDs: [String: [Int]] = [:]

    /// Looks at events that are all well formed.
    init(of events: [AmplitudeEvent], minimumIDLength: Int, faults: [PartnerFault]) {
        for (index, event) in events.enumerated() {
            for name in event.missing { missing[name, default: []].append(index) }
            for name in event.invalid.union(faults.invalidFields(of: event)) {
                invalid[name, default: []].append(index)
            }
            for (name, id) in [("user_id", event.userID), ("device_id", event.deviceID)] {
                guard let id, String(decoding: id, as: UTF8.self).unicodeScalars.count < minimumIDLength
                else {
                    continue
                }
                shortIDs[name, default: []].append(index)
            }
        }
    }

    /// The documented 400; nil when nothing is wrong.
    ///
    /// The documentation says that short ids are removed and that the event "may" then be rejected; the members and the
    /// words for ids are those the service has been seen to answer.
    ///
    /// - Source: Amplitude documentation, "HTTP V2 API", "400", read 2026-11-20; for short ids rudder-transformer's
    ///   Amplitude destination, a comment on `events_with_invalid_id_lengths`, read 2026-11-21.
    func answer(firstOnly: Bool) -> FakeAnswer? {
        guard !missing.isEmpty || !invalid.isEmpty || !shortIDs.isEmpty else { return nil }
        let maps = [
            ("events_with_missing_fields", missing), ("events_with_invalid_fields", invalid),
            ("events_with_invalid_id_lengths", shortIDs),
        ]
        let members = maps.filter { !$0.1.isEmpty }.map { name, fields in
            let sorted = fields.sorted { $0.key < $1.key }.map { field, indexes in
                (name: field, json: AmplitudeAnswer.indexes(firstOnly ? Array(indexes.prefix(1)) : indexes))
            }
            return (name: name, json: JSONText.object(sorted))
        }
        return AmplitudeAnswer.refusal(400, words, members)
    }

    private var words: String {
        if !missing.isEmpty { return "Request missing required field" }
        return invalid.isEmpty
            ? "Invalid id length for user_id or device_id" : "Invalid field values on some events"
    }
}
