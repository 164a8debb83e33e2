/// The bodies Amplitude answers with.
///
/// - Source: Amplitude documentation, "HTTP V2 API", "Response", and "Batch Event Upload API", "Responses", read
///   2026-11-20.
enum AmplitudeAnswer {
    /// A refusal: code, words, and what else is known.
    static func refusal(
        _ status: Int,
        _ words: String,
        _ members: [(name: String, json: String)] = []
    ) -> FakeAnswer {
        let all =
            [(name: "code", json: String(status)), (name: "error", json: JSONText.quoted(words))] + members
        return answer(status, all)
    }

    /// A field of the request itself is missing.
    static func missing(_ field: String) -> FakeAnswer {
        refusal(400, "Request missing required field", [("missing_field", JSONText.quoted(field))])
    }

    /// Repeats what the sender sent, so that a sender which logs answers is caught logging its key.
    static func invalidKey(_ key: [UInt8]) -> FakeAnswer {
        refusal(400, "Invalid API key: \(String(decoding: key, as: UTF8.self))")
    }

    /// The events are taken.
    static func taken(events: Int, bytes: Int, at now: Int64) -> FakeAnswer {
        let members = [("code", 200), ("events_ingested", events), ("payload_size_bytes", bytes)]
        return answer(
            200,
            members.map { (name: $0.0, json: String($0.1)) } + [
                (name: "server_upload_time", json: String(now))
            ]
        )
    }

    static func indexes(_ indexes: [Int]) -> String { JSONText.array(indexes.map { String($0) }) }

    private static func answer(_ status: Int, _ members: [(name: String, json: String)]) -> FakeAnswer {
        FakeAnswer(
            status: status,
            contentType: "application/json",
            body: Array(JSONText.object(members).utf8)
        )
    }
}
