import Plans

@testable import Events

/// Events in, rewritten events out, for one type.
enum Rewriting {
    static let type = "users.messages.email.Open"
    static let key = Array("a key of more than sixteen bytes".utf8)

    static func plan(_ mappings: [EventMapping], types: [String] = [type]) -> Plan {
        Plan(
            current: "c",
            source: SourcePlan(name: "s", kind: .file, path: "events.ndjson", isFollowed: false),
            partner: "p",
            mappingVersion: 1,
            endpoint: EndpointPlan(url: "https://example.com"),
            glossary: GlossaryStamp(release: "10", digest: "sha256:0"),
            events: types.map { SelectedEvent(type: $0, shape: "") },
            mappings: mappings,
            delivery: DeliveryPlan(
                inFlight: 1,
                batchEvents: 1,
                batchBytes: 1,
                requestTimeoutMilliseconds: 1,
                credentialGraceSeconds: 1,
                onExpiry: .wait
            )
        )
    }

    /// The event after the mappings: its text, or `!` and the words of the failure.
    static func rewrite(
        _ line: String,
        _ mappings: [EventMapping],
        types: [String] = [type],
        key: HashKey? = HashKey(Self.key)
    ) -> String {
        let table = TypeTable(names: types)
        guard let rewriter = EventRewriter(plan: plan(mappings, types: types), types: table, key: key) else {
            return line
        }
        return rewrite(line, rewriter, types)
    }

    static func rewrite(_ line: String, _ rewriter: EventRewriter, _ types: [String] = [type]) -> String {
        let scanned = ScannedLine(line, types: types)
        guard scanned.refusal == nil else { return "refused" }
        return scanned.bytes.withUnsafeBytes { bytes in
            switch rewriter.rewrite(scanned.event, line: bytes) {
            case .unchanged: String(decoding: bytes, as: UTF8.self)
            case .failed(let words): "!" + words
            case .rewritten: rewriter.withRewritten { String(decoding: $1, as: UTF8.self) }
            }
        }
    }

    /// An event with these members beside `event_type` and `id`.
    static func event(_ members: String) -> String {
        #"{"event_type":"\#(type)","id":"1""# + (members.isEmpty ? "}" : ",\(members)}")
    }
}

extension [FieldPattern] {
    static func paths(_ paths: String...) -> [FieldPattern] { paths.map { FieldPattern($0) } }
}
