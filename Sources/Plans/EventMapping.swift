/// A rewriting of source events before the partner's own mapping sees them.
public struct EventMapping: Sendable, Hashable, Codable {
    /// The event types it applies to, sorted by name; nil for every type the current delivers.
    public var events: [String]?
    /// What is done, in this order; renames that follow each other are made at once, so that two names can be swapped.
    public var steps: [MappingStep]

    /// Describes a rewriting.
    public init(events: [String]? = nil, steps: [MappingStep]) {
        self.events = events
        self.steps = steps
    }

    /// The steps, those that are made at once together: renames that follow each other, and every other step alone.
    var stepsMadeAtOnce: [[MappingStep]] {
        steps.reduce(into: []) { groups, step in
            if case .rename = step, case .rename? = groups.last?.last {
                groups[groups.count - 1].append(step)
            } else {
                groups.append([step])
            }
        }
    }

    /// The steps in words, each with the events it is for when these are not all.
    public var summaries: [String] {
        let scope = events.map { " (only \(Self.names($0)))" } ?? ""
        return steps.map { $0.summary + scope }
    }

    private static func names(_ events: [String]) -> String {
        guard events.count > 3, let first = events.first else { return events.joined(separator: ", ") }
        return "\(events.count) event types, \(first) …"
    }

    /// Whether events of a type are rewritten.
    public func applies(to type: String) -> Bool { events?.contains(type) ?? true }
}

/// One change of an event's fields.
///
/// Fields are named by their path from the top of the event, a dot between two keys (`properties.campaign_name`); see
/// `FieldPattern`.
public enum MappingStep: Sendable, Hashable, Codable {
    /// A field gets another path; objects on the way to it are made.
    ///
    /// An event that has a value there already cannot be delivered.
    case rename(from: String, to: String)
    /// Fields that fit are taken away.
    case remove([FieldPattern])
    /// Fields that fit none are taken away; `event_type`, `id` and `time` always stay.
    case keep([FieldPattern])
    /// Values are replaced by their hash, in 64 lower-case hexadecimal digits.
    ///
    /// Of a text its characters are hashed, escapes undone, in UTF-8; of any other value its JSON as written. What is
    /// absent, `null` or an empty object stays so.
    case hash([FieldPattern], HashAlgorithm)
    /// Values are replaced by `MappingStep.redacted`; what is absent, `null` or an empty object stays so.
    case redact([FieldPattern])
    /// A field gets this value, a JSON text; one that is there is replaced, and objects on the way to it are made.
    case set(String, json: String)

    /// What a redacted value becomes.
    public static let redacted = "[redacted]"

    /// How a text is hashed.
    public enum HashAlgorithm: String, Sendable, Hashable, Codable, CaseIterable {
        /// HMAC with SHA-256, keyed by the current's `hashKey`: nobody without the key can find the text by trying.
        case keyed = "hmac-sha256"
        /// Plain SHA-256, which partners that match users by hashes expect.
        case plain = "sha256"
    }
}
