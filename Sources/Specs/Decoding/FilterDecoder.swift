import Diagnostics
import Plans

/// Reads `spec.filter`: objects whose keys are those of the event, down to lists of tests.
enum FilterDecoder {
    static let alternatives = "$or"

    /// The filter, or nil when there is none or nothing of it could be read.
    static func decode(_ spec: Fields, with nodes: inout NodeDecoder) -> FilterSpec? {
        guard let entry = spec.entries["filter"] else { return nil }
        let name = spec.path("filter")
        guard let entries = entry.value.entries else {
            nodes.wrongType(
                entry.value,
                named: name,
                wanted: "a mapping",
                help: "write the event's own keys, such as { properties: { campaign_name: [spring] } }"
            )
            return nil
        }
        guard !entries.isEmpty else {
            nodes.reportEmpty(
                entry.value.range,
                "'\(name)' is empty",
                help: "remove it to deliver every selected event"
            )
            return nil
        }
        let condition = object(entries, Place(name: name, path: []), with: &nodes)
        return condition.map { FilterSpec(key: entry.key.range, condition: $0) }
    }

    /// Where in a filter something stands.
    struct Place {
        /// How people would name it.
        var name: String
        /// The keys that lead there.
        var path: [Located<String>]

        func below(_ key: Located<String>) -> Place {
            Place(name: "\(name).\(Node.shorten(key.value))", path: path + [key])
        }
    }

    /// What an object asks for; nil when something in it was reported, so that nothing is asked by halves.
    private static func object(
        _ entries: [Node.Entry],
        _ place: Place,
        with nodes: inout NodeDecoder
    ) -> FilterSpec.Condition? {
        var seen: Set<String> = []
        var parts: [FilterSpec.Condition] = []
        var isWhole = true
        for entry in entries {
            guard let text = nodes.keyText(entry.key) else {
                isWhole = false
                continue
            }
            // A key given twice was reported when the text was read.
            guard seen.insert(text).inserted else { continue }
            let key = Located(text, at: entry.key.range)
            if let part = member(key, entry.value, place, with: &nodes) {
                parts.append(part)
            } else {
                isWhole = false
            }
        }
        return isWhole ? .all(parts) : nil
    }

    private static func member(
        _ key: Located<String>,
        _ value: Node,
        _ place: Place,
        with nodes: inout NodeDecoder
    ) -> FilterSpec.Condition? {
        if key.value == alternatives { return any(key, value, place, with: &nodes) }
        if isCombination(key.value, value) {
            nodes.reportCombination(key)
            return nil
        }
        let inner = place.below(key)
        if let items = value.items { return field(items, value, inner, with: &nodes) }
        guard let entries = value.entries, !isLoneTest(entries) else {
            bareValue(value, inner, with: &nodes)
            return nil
        }
        guard !entries.isEmpty else {
            nodes.reportEmpty(
                value.range,
                "'\(inner.name)' is an empty object",
                help: "name a field below it"
            )
            return nil
        }
        return object(entries, inner, with: &nodes)
    }

    private static func field(
        _ items: [Node],
        _ list: Node,
        _ place: Place,
        with nodes: inout NodeDecoder
    ) -> FilterSpec.Condition? {
        guard !items.isEmpty else {
            nodes.reportEmpty(
                list.range,
                "'\(place.name)' lists no value",
                help: "list what the field may be, or [{ exists: true }] for any value"
            )
            return nil
        }
        let tests = items.compactMap { FilterTestDecoder.test($0, named: place.name, with: &nodes) }
        return tests.count == items.count ? .field(place.path, tests) : nil
    }

    private static func any(
        _ key: Located<String>,
        _ value: Node,
        _ place: Place,
        with nodes: inout NodeDecoder
    ) -> FilterSpec.Condition? {
        let help = "write a list of objects: $or: [{ … }, { … }]"
        guard let items = value.items else {
            nodes.reportAlternatives(
                value.range,
                "'$or' wants a list of objects, but \(NodeDecoder.describe(value)) stands here",
                help: help
            )
            return nil
        }
        guard items.count > 1 else {
            let what = items.isEmpty ? "no alternative" : "one alternative only"
            nodes.reportAlternatives(
                value.range,
                "'$or' has \(what)",
                help: items.isEmpty ? help : "add another, or write what it asks for without '$or'"
            )
            return nil
        }
        let parts = items.compactMap { item -> FilterSpec.Condition? in
            guard let entries = item.entries else {
                nodes.reportAlternatives(
                    item.range,
                    "an alternative is an object, but \(NodeDecoder.describe(item)) stands here",
                    help: "write { field: [value] }; several values of one field need no '$or'"
                )
                return nil
            }
            guard !entries.isEmpty else {
                nodes.reportEmpty(item.range, "an alternative of '$or' is empty", help: "remove it")
                return nil
            }
            return object(entries, place, with: &nodes)
        }
        return parts.count == items.count ? .any(parts, at: key.range) : nil
    }

    /// Whether a key combines objects as other filter languages do; only `$or` does here.
    private static func isCombination(_ key: String, _ value: Node) -> Bool {
        let word = key.drop { $0 == "$" }.lowercased()
        let isWord =
            key.hasPrefix("$") || ["or", "anyof", "oneof", "and", "allof", "not", "noneof"].contains(word)
        guard isWord, let items = value.items, !items.isEmpty else { return false }
        return items.allSatisfy { item in
            guard let entries = item.entries, !entries.isEmpty else { return false }
            return entries.allSatisfy { $0.value.text == nil && !isLoneTest([$0]) }
        }
    }

    /// Whether an object is a test that lacks its brackets, and not a field named as an operator.
    private static func isLoneTest(_ entries: [Node.Entry]) -> Bool {
        guard entries.count == 1, let key = entries[0].key.text, FilterTestDecoder.operators.contains(key)
        else {
            return false
        }
        switch key {
        case "anything-but", "equals-ignore-case": return true
        case "numeric":
            let first = entries[0].value.items?.first?.text ?? ""
            return entries[0].value.text != nil || EventPattern.NumericBound.Relation(rawValue: first) != nil
        case "prefix", "suffix":
            return entries[0].value.text != nil || entries[0].value["equals-ignore-case"] != nil
        default: return entries[0].value.text != nil
        }
    }

    private static func bareValue(_ value: Node, _ place: Place, with nodes: inout NodeDecoder) {
        let range = value.range
        // A comma or bracket without quotes would mean something else between brackets.
        let isSafe = !value.isPlain || value.text?.contains { ",[]{}".contains($0) } == false
        let isFixable = range.start.line == range.end.line && isSafe && !value.isNull
        let start = SourceRange(file: range.file, start: range.start, end: range.start)
        let end = SourceRange(file: range.file, start: range.end, end: range.end)
        nodes.report(
            FilterRules.bareValue.diagnostic(
                at: range,
                "'\(place.name)' wants a list of values, but \(NodeDecoder.describe(value)) stands here",
                help: value.isNull
                    ? "list what the field may be, such as [null]"
                    : range.start.line == range.end.line
                        ? "put it in [ ]" : "write a list, each item after '- '",
                source: FilterRules.source,
                // The later place first, so that the first change does not move the second.
                fixes: isFixable
                    ? [
                        Fix("close the list", replace: end, with: "]"),
                        Fix("open a list", replace: start, with: "["),
                    ]
                    : []
            )
        )
    }
}

extension NodeDecoder {
    fileprivate mutating func reportEmpty(_ range: SourceRange, _ message: String, help: String) {
        report(
            FilterRules.nothingAsked.diagnostic(at: range, message, help: help, source: FilterRules.source)
        )
    }

    fileprivate mutating func reportCombination(_ key: Located<String>) {
        let word = key.value.drop { $0 == "$" }.lowercased()
        let means = ["or", "anyof", "oneof"].contains(word)
        let help =
            switch word {
            case "or", "anyof", "oneof": "did you mean '$or'?"
            case "and", "allof": "write the fields of all of them below each other: all must fit"
            case "not", "noneof": "write [{ anything-but: … }] at each field"
            default: "only '$or' stands before a list of objects"
            }
        report(
            FilterRules.badAlternatives.diagnostic(
                at: key.range,
                "'\(Node.shorten(key.value))' does not combine conditions",
                help: help,
                source: FilterRules.source,
                fixes: means ? [Fix("write '$or'", replace: key.range, with: "$or")] : []
            )
        )
    }

    fileprivate mutating func reportAlternatives(_ range: SourceRange, _ message: String, help: String) {
        report(
            FilterRules.badAlternatives.diagnostic(at: range, message, help: help, source: FilterRules.source)
        )
    }
}
