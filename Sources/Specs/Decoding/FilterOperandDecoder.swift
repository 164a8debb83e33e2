import Diagnostics
import Plans

/// Reads the operand of an operator.
enum FilterOperandDecoder {
    private typealias ValueTest = EventPattern.ValueTest

    /// The test, or nil when its operand was reported.
    static func test(_ name: String, _ operand: Node, with nodes: inout NodeDecoder) -> EventPattern
        .ValueTest?
    {
        switch name {
        case "prefix", "suffix": return affix(name, operand, with: &nodes)
        case "equals-ignore-case":
            return text(operand, of: name, with: &nodes).map { .equalsIgnoringCase($0) }
        case "wildcard": return wildcard(operand, with: &nodes).map { .wildcard($0) }
        case "cidr": return block(operand, with: &nodes).map { .cidr($0) }
        case "exists": return exists(operand, with: &nodes).map { .exists($0) }
        case "numeric": return FilterBoundsDecoder.bounds(operand, with: &nodes).map { .numeric($0) }
        default: return anythingBut(operand, with: &nodes).map { .anythingBut($0) }
        }
    }

    /// `prefix: a` or `prefix: { equals-ignore-case: a }`.
    private static func affix(
        _ name: String,
        _ operand: Node,
        with nodes: inout NodeDecoder
    ) -> ValueTest? {
        var operand = operand
        var ignoringCase = false
        if let entries = operand.entries {
            guard let entry = only("equals-ignore-case", in: entries, operand, of: name, with: &nodes) else {
                return nil
            }
            operand = entry
            ignoringCase = true
        }
        guard let text = text(operand, of: name, with: &nodes) else { return nil }
        return name == "prefix"
            ? .prefix(text, ignoringCase: ignoringCase) : .suffix(text, ignoringCase: ignoringCase)
    }

    /// The operand of the one operator that may stand here.
    private static func only(
        _ wanted: String,
        in entries: [Node.Entry],
        _ node: Node,
        of name: String,
        with nodes: inout NodeDecoder
    ) -> Node? {
        if entries.count == 1, entries[0].key.text == wanted { return entries[0].value }
        let culprit = entries.first { $0.key.text != wanted }?.key ?? entries.last?.key ?? node
        return FilterTestDecoder.wrong(
            culprit,
            "'\(name)' takes a text or { \(wanted): text }, but something else stands here",
            help: "write { \(name): text }",
            with: &nodes
        )
    }

    /// A text; anything else is reported, with quotes proposed for what only looks like another kind of value.
    static func text(
        _ node: Node,
        of name: String,
        allowsEmpty: Bool = true,
        with nodes: inout NodeDecoder
    ) -> String? {
        guard case .text(let text) = FilterScalar(node) else {
            let isScalar = node.text?.isEmpty == false && node.isPlain && node.tag == nil
            let start = SourceRange(file: node.range.file, start: node.range.start, end: node.range.start)
            let end = SourceRange(file: node.range.file, start: node.range.end, end: node.range.end)
            return FilterTestDecoder.wrong(
                node,
                "'\(name)' takes a text, but \(described(node)) stands here",
                help: isScalar ? "put it in quotes" : "write a text",
                fixes: isScalar
                    ? [
                        Fix("close the quotes", replace: end, with: "\""),
                        Fix("quote it", replace: start, with: "\""),
                    ]
                    : [],
                with: &nodes
            )
        }
        guard allowsEmpty || !text.isEmpty else {
            let message = "'\(name)' of an empty text leaves out every text"
            return FilterTestDecoder.wrong(node, message, help: "write a text", with: &nodes)
        }
        return text
    }

    private static func described(_ node: Node) -> String {
        switch FilterScalar(node) {
        case .number, .tooPrecise, .notFinite: "the number \(FilterTestDecoder.shown(node))"
        case .boolean: "the Boolean \(FilterTestDecoder.shown(node))"
        default: NodeDecoder.describe(node)
        }
    }

    private static func exists(_ operand: Node, with nodes: inout NodeDecoder) -> Bool? {
        if case .boolean(let flag) = FilterScalar(operand) { return flag }
        let meant: Bool? =
            switch operand.text?.lowercased() {
            case "true", "yes", "on", "1": true
            case "false", "no", "off", "0": false
            default: nil
            }
        return FilterTestDecoder.wrong(
            operand,
            "'exists' takes true or false, but \(described(operand)) stands here",
            help: meant.map { "write \($0), without quotes" } ?? "write true or false",
            fixes: meant.map { [Fix("write \($0)", replace: operand.range, with: "\($0)")] } ?? [],
            with: &nodes
        )
    }

    private static func wildcard(_ operand: Node, with nodes: inout NodeDecoder) -> String? {
        guard let text = text(operand, of: "wildcard", with: &nodes) else { return nil }
        let problem: (String, String)
        do {
            _ = try WildcardText(text)
            return text
        } catch .starsInARow {
            problem = ("has two stars in a row", "one '*' stands for any run of characters")
        } catch {
            problem = (
                "has a backslash that stands before neither '*' nor another backslash",
                "write '\\*' for a star, and two backslashes for one"
            )
        }
        nodes.report(
            FilterRules.badWildcard.diagnostic(
                at: operand.range,
                "'\(Node.shorten(text))' \(problem.0)",
                help: problem.1,
                source: FilterRules.source,
                fixes: starFix(text, operand)
            )
        )
        return nil
    }

    private static func starFix(_ text: String, _ operand: Node) -> [Fix] {
        guard text.contains("**"), !text.contains("\\"), !text.contains("\""),
            text.unicodeScalars.allSatisfy({ $0.value >= 0x20 })
        else { return [] }
        var single = text
        while single.contains("**") { single = single.replacing("**", with: "*") }
        return [Fix("write '\(single)'", replace: operand.range, with: "\"\(single)\"")]
    }

    private static func block(_ operand: Node, with nodes: inout NodeDecoder) -> String? {
        guard let text = text(operand, of: "cidr", with: &nodes) else { return nil }
        if AddressBlock(text) != nil { return text }
        let whole = [("/32", "one IPv4 address"), ("/128", "one IPv6 address")]
            .first { AddressBlock(text + $0.0) != nil }
        nodes.report(
            FilterRules.badBlock.diagnostic(
                at: operand.range,
                "'\(Node.shorten(text))' is not a block of IP addresses",
                help: whole.map { "write '\(text)\($0.0)' for \($0.1)" }
                    ?? "write an address and its leading bits, such as 10.0.0.0/8 or 2001:db8::/32",
                source: FilterRules.source
            )
        )
        return nil
    }
}

extension FilterOperandDecoder {
    /// A value, a list of texts or of numbers, or another operator with one text or a list.
    private static func anythingBut(_ operand: Node, with nodes: inout NodeDecoder) -> [ValueTest]? {
        if let entries = operand.entries { return anythingBut(entries, operand, with: &nodes) }
        let items = operand.items ?? [operand]
        guard !items.isEmpty else {
            let help = "list what the field may not be"
            return FilterTestDecoder.wrong(operand, "'anything-but' lists nothing", help: help, with: &nodes)
        }
        var tests: [ValueTest] = []
        for item in items {
            guard let test = excluded(item, first: tests.first, with: &nodes) else { return nil }
            tests.append(test)
        }
        return tests
    }

    /// One value that a field may not be; texts and numbers do not mix.
    private static func excluded(
        _ item: Node,
        first: ValueTest?,
        with nodes: inout NodeDecoder
    ) -> ValueTest? {
        guard item.text != nil, let test = FilterTestDecoder.value(item, named: "anything-but", with: &nodes)
        else {
            guard item.text == nil else { return nil }
            return FilterTestDecoder.wrong(
                item,
                "'anything-but' lists texts or numbers, but \(NodeDecoder.describe(item)) stands here",
                help: "write { anything-but: { prefix: [a, b] } } for several prefixes",
                with: &nodes
            )
        }
        switch (test, first) {
        case (.text, nil), (.text, .text), (.number, nil), (.number, .number): return test
        case (.text, _), (.number, _):
            return FilterTestDecoder.wrong(
                item,
                "'anything-but' lists texts or numbers, and here both",
                help: "put numbers in quotes if the field is a text",
                with: &nodes
            )
        default:
            return FilterTestDecoder.wrong(
                item,
                "'anything-but' takes texts and numbers, but \(described(item)) stands here",
                help: "list the values that may pass instead, such as [true]",
                with: &nodes
            )
        }
    }

    private static let operatorsWithin = Language.refused.known

    private static func anythingBut(
        _ entries: [Node.Entry],
        _ operand: Node,
        with nodes: inout NodeDecoder
    ) -> [ValueTest]? {
        guard entries.count == 1, let key = entries[0].key.text, operatorsWithin.contains(key) else {
            let culprit = entries.count > 1 ? entries[1].key : entries.first?.key ?? operand
            let meant = culprit.text.flatMap { Suggestion.closest(to: $0, among: operatorsWithin) }
            let isSure = entries.count == 1 && meant != nil
            return FilterTestDecoder.wrong(
                culprit,
                "'anything-but' takes one of \(NodeDecoder.list(operatorsWithin)), but something else stands here",
                help: isSure
                    ? "did you mean '\(meant ?? "")'?" : "write a value, a list, or { prefix: text }",
                fixes: isSure
                    ? [Fix("write '\(meant ?? "")'", replace: culprit.range, with: meant ?? "")] : [],
                with: &nodes
            )
        }
        let value = entries[0].value
        let items = value.items ?? [value]
        guard !items.isEmpty else {
            return FilterTestDecoder.wrong(value, "'\(key)' lists nothing", help: "list texts", with: &nodes)
        }
        var tests: [ValueTest] = []
        for item in items {
            guard let test = excluded(key, item, with: &nodes) else { return nil }
            tests.append(test)
        }
        return tests
    }

    private static func excluded(_ key: String, _ item: Node, with nodes: inout NodeDecoder) -> ValueTest? {
        if key == "wildcard" { return wildcard(item, with: &nodes).map { .wildcard($0) } }
        let isAffix = key != "equals-ignore-case"
        guard let text = text(item, of: key, allowsEmpty: !isAffix, with: &nodes) else { return nil }
        switch key {
        case "prefix": return .prefix(text, ignoringCase: false)
        case "suffix": return .suffix(text, ignoringCase: false)
        default: return .equalsIgnoringCase(text)
        }
    }
}
