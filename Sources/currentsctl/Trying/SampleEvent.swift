import Glossary
import Plans

/// A made-up event of a type, marked so that people recognise it wherever it turns up.
///
/// Equal arguments give equal events.
struct SampleEvent {
    /// What every made-up text begins with.
    static let mark = "currents-test"
    /// The made-up user.
    static let user = "\(mark)-user"

    /// How much of an event is made up.
    enum Extent {
        /// Every field that HTTP carries, secrets and deprecated ones left out.
        case whole
        /// What every event of the type has, and who it is about.
        case short
    }

    /// The event type.
    let type: EventType
    /// The event's id.
    let id: String
    /// Seconds since 1970.
    let time: Int64
    /// How much is made up.
    let extent: Extent
    /// The name of a custom event.
    var customName = "\(mark)-event"

    /// The event as one line of JSON.
    var json: String { tree.json }

    /// The event.
    var tree: JSONTree {
        var members: [EventField.Placement: [JSONTree.Member]] = [:]
        for field in type.fields where isWanted(field) {
            let member = JSONTree.Member(key: field.httpName ?? field.name, value: value(of: field))
            members[field.placement, default: []].append(member)
        }
        let top = (members[.top] ?? []).filter { !["event_type", "id", "time"].contains($0.key) }
        return .object(
            [
                .init(key: "event_type", value: .text(type.name)), .init(key: "id", value: .text(id)),
                .init(key: "time", value: .number(String(time))),
            ] + top + [
                .init(key: "user", value: .object(members[.user] ?? [])),
                .init(key: "properties", value: .object(members[.properties] ?? [])),
            ]
        )
    }

    private func isWanted(_ field: EventField) -> Bool {
        guard field.isInHTTP else { return false }
        if field.isRequired || field.httpPath == "user.external_user_id" { return true }
        let isSecret = ["secret_token", "key_material"].contains(field.semantic)
        guard extent == .whole, !field.isDeprecated, !isSecret else { return false }
        return true
    }

    private func value(of field: EventField) -> JSONTree {
        switch field.httpType ?? field.type {
        case .string: .text(text(of: field))
        case .int, .long: .number(whole(of: field))
        case .float: .number(field.semantic == "geo" ? "0.0" : "1.5")
        case .boolean: .boolean(false)
        case .strings: .list([.text(Self.mark)])
        case .map: .object([.init(key: "currents_test", value: .boolean(true))])
        }
    }

    private func whole(of field: EventField) -> String {
        switch field.semantic {
        case "timestamp_s": String(time)
        case "timestamp_ms": String(time * 1000)
        default: "1"
        }
    }

    private func text(of field: EventField) -> String {
        if field.httpPath == "user.external_user_id" { return Self.user }
        if field.name == "platform" { return "web" }
        if let text = Self.texts[field.semantic] { return text }
        switch field.semantic {
        case "event_id": return id
        case "user_id": return Self.user
        case "custom_event_name": return customName
        case "timestamp_s", "timestamp_ms": return whole(of: field)
        default: return "\(Self.mark)-\(field.name)"
        }
    }

    /// Texts whose form a partner may check; addresses, hosts and numbers are those set aside for examples.
    private static let texts = [
        "advertising_id": "00000000-0000-4000-8000-000000000000", "amount": "1.50", "country": "DE",
        "currency_code": "EUR", "date_of_birth": "1970-01-01", "device_id": "\(mark)-device",
        "domain": "example.com", "email": "\(mark)@example.com", "contact_point": "\(mark)@example.com",
        "gender": "unknown", "host": "example.com", "iana_timezone": "Etc/UTC", "ip": "192.0.2.1",
        "json_string": "{}", "custom_payload_json": "{\"currents_test\":true}", "language": "en",
        "locale": "en-US", "path": "/\(mark)", "phone": "+15555550100",
        "url": "https://example.com/\(mark)", "user_agent": "\(mark)/1",
    ]
}
