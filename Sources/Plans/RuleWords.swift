/// Filters and mappings in one line each, in the words of a spec.
enum RuleWords {
    /// A filter as the event pattern it was written as, on one line.
    static func text(of pattern: EventPattern) -> String { line(json(of: pattern)) }

    /// The steps of mappings, each with the events it is for.
    static func texts(of mappings: [EventMapping]) -> [String] {
        mappings.flatMap { mapping in
            let scope = mapping.events.map { " (only \(names($0)))" } ?? ""
            return mapping.steps.map { text(of: $0) + scope }
        }
    }

    private static func names(_ events: [String]) -> String {
        events.count <= 3 ? events.joined(separator: ", ") : "\(events.count) event types, \(events[0]) …"
    }

    private static func text(of step: MappingStep) -> String {
        switch step {
        case .rename(let from, let to): "rename \(from) to \(to)"
        case .remove(let patterns): "remove \(list(patterns))"
        case .keep(let patterns): "keep only \(list(patterns))"
        case .hash(let patterns, let algorithm): "hash \(list(patterns)) with \(algorithm.rawValue)"
        case .redact(let patterns): "redact \(list(patterns))"
        case .set(let path, let json): "set \(path) to \(json)"
        }
    }

    private static func list(_ patterns: [FieldPattern]) -> String {
        patterns.isEmpty ? "nothing" : patterns.map(\.text).joined(separator: ", ")
    }
}

extension RuleWords {
    private static func json(of pattern: EventPattern) -> CanonicalJSON {
        switch pattern {
        case .all(let parts):
            parts.reduce(.object([:])) { merge($0, json(of: $1)) }
        case .any(let parts):
            .object(["$or": .array(parts.map(json))])
        case .field(let path, let tests):
            path.reversed().reduce(.array(tests.map(json))) { .object([$1: $0]) }
        }
    }

    /// Both objects in one; what cannot stand in one object stays beside it, which only a filter made by hand needs.
    private static func merge(_ left: CanonicalJSON, _ right: CanonicalJSON) -> CanonicalJSON {
        guard case .object(var members) = left, case .object(let others) = right else {
            return .array([left, right])
        }
        for (key, value) in others { members[key] = members[key].map { merge($0, value) } ?? value }
        return .object(members)
    }

    private static func json(of test: EventPattern.ValueTest) -> CanonicalJSON {
        switch test {
        case .text(let text): .text(text)
        case .number(let text): number(text)
        case .boolean(let flag): .boolean(flag)
        case .null: .null
        case .prefix(let text, let ignoringCase): .object(["prefix": folded(text, ignoringCase)])
        case .suffix(let text, let ignoringCase): .object(["suffix": folded(text, ignoringCase)])
        case .equalsIgnoringCase(let text): .object(["equals-ignore-case": .text(text)])
        case .wildcard(let text): .object(["wildcard": .text(text)])
        case .anythingBut(let tests): .object(["anything-but": .array(tests.map(json))])
        case .numeric(let bounds):
            .object(["numeric": .array(bounds.flatMap { [.text($0.relation.rawValue), number($0.bound)] })])
        case .exists(let flag): .object(["exists": .boolean(flag)])
        case .cidr(let block): .object(["cidr": .text(block)])
        }
    }

    private static func number(_ text: String) -> CanonicalJSON {
        Int(text).map { .integer($0) } ?? Double(text).map { .decimal($0) } ?? .text(text)
    }

    private static func folded(_ text: String, _ ignoringCase: Bool) -> CanonicalJSON {
        ignoringCase ? .object(["equals-ignore-case": .text(text)]) : .text(text)
    }

    /// Canonical JSON on one line: outside texts, its line breaks and indentation mean nothing, and inside there are
    /// none.
    private static func line(_ value: CanonicalJSON) -> String {
        String(decoding: value.bytes, as: UTF8.self).split(separator: "\n")
            .map { $0.drop { $0 == " " } }.reduce(into: "") { line, part in
                let opens = line.isEmpty || line.hasSuffix("{") || line.hasSuffix("[")
                let closes = part.hasPrefix("}") || part.hasPrefix("]")
                line += (opens || closes ? "" : " ") + part
            }
    }
}
