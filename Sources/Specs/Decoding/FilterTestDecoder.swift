import Diagnostics
import Plans

/// Reads one item of a field's list: a plain value, or an operator with its operand.
enum FilterTestDecoder {
    typealias ValueTest = EventPattern.ValueTest

    static let operators = Language.valueTest.known

    /// The test, or nil when it was reported.
    static func test(
        _ node: Node,
        named name: String,
        with nodes: inout NodeDecoder
    ) -> Located<ValueTest>? {
        let test: ValueTest? =
            switch node.content {
            case .scalar: value(node, named: name, with: &nodes)
            case .mapping(let entries): operation(entries, node, named: name, with: &nodes)
            case .sequence:
                wrong(
                    node,
                    "'\(name)' lists values, but a list stands here",
                    help: "write the values without the inner brackets",
                    with: &nodes
                )
            }
        return test.map { Located($0, at: node.range) }
    }

    /// A text, number, Boolean or null, by the core schema of YAML 1.2.
    static func value(_ node: Node, named name: String, with nodes: inout NodeDecoder) -> ValueTest? {
        switch FilterScalar(node) {
        case .text(let text): return .text(text)
        case .number(let number): return .number(number)
        case .boolean(let flag): return .boolean(flag)
        case .null where node.text?.isEmpty == true:
            return wrong(node, "an item of '\(name)' is empty", help: "write a value, or null", with: &nodes)
        case .null: return .null
        case .tooPrecise:
            let help = "use at most 15 digits, or put it in quotes if it is a text"
            return wrong(node, "\(shown(node)) has too many digits to be compared", help: help, with: &nodes)
        case .notFinite:
            let help = "put it in quotes if the text is meant"
            return wrong(node, "\(shown(node)) is a number that JSON does not know", help: help, with: &nodes)
        case nil:
            let message = "'\(name)' wants a value, but \(NodeDecoder.describe(node)) stands here"
            return wrong(node, message, help: "write a text, number, true, false or null", with: &nodes)
        }
    }

    /// Reports an operand.
    @discardableResult
    static func wrong<Value>(
        _ node: Node,
        _ message: String,
        help: String,
        fixes: [Fix] = [],
        as entry: CatalogueEntry = FilterRules.badOperand,
        with nodes: inout NodeDecoder
    ) -> Value? {
        nodes.report(
            entry.diagnostic(
                at: node.range,
                message,
                help: help,
                source: FilterRules.source,
                fixes: fixes
            )
        )
        return nil
    }

    static func shown(_ node: Node) -> String { "'\(Node.shorten(node.text ?? ""))'" }

    private static func operation(
        _ entries: [Node.Entry],
        _ node: Node,
        named name: String,
        with nodes: inout NodeDecoder
    ) -> ValueTest? {
        guard let entry = entries.first else {
            return wrong(
                node,
                "a test of '\(name)' is empty",
                help: "write { prefix: … } or a value",
                with: &nodes
            )
        }
        guard entries.count == 1 else {
            nodes.report(
                FilterRules.unknownOperator.diagnostic(
                    at: entries[1].key.range,
                    "a test has one operator, and another stands here",
                    notes: [DiagnosticNote("the first operator", at: entry.key.range)],
                    help: "give each its own braces; the field passes when either fits",
                    source: FilterRules.source
                )
            )
            return nil
        }
        guard let key = nodes.keyText(entry.key) else { return nil }
        guard operators.contains(key) else {
            unknown(key, entry, with: &nodes)
            return nil
        }
        return FilterOperandDecoder.test(key, entry.value, with: &nodes)
    }

    private static func unknown(_ key: String, _ entry: Node.Entry, with nodes: inout NodeDecoder) {
        let letters = key.lowercased().filter(\.isLetter)
        let meant = synonyms[letters] ?? Suggestion.closest(to: key, among: operators)
        let help =
            switch letters {
            case "contains", "includes": "write { wildcard: \"*\(entry.value.text ?? "text")*\" }"
            case "regex", "regexp", "matches":
                "there are no regular expressions; try wildcard, prefix or suffix"
            default:
                meant.map { "did you mean '\($0)'?" } ?? "the operators are \(NodeDecoder.list(operators))"
            }
        nodes.report(
            FilterRules.unknownOperator.diagnostic(
                at: entry.key.range,
                "'\(Node.shorten(key))' is not an operator",
                help: help,
                source: FilterRules.source,
                fixes: meant.map { [Fix("write '\($0)'", replace: entry.key.range, with: $0)] } ?? []
            )
        )
    }

    /// What people write for an operator that takes the same operand, letters only.
    private static let synonyms = [
        "startswith": "prefix", "beginswith": "prefix", "endswith": "suffix",
        "equalsignorecase": "equals-ignore-case",
        "iequals": "equals-ignore-case", "anythingbut": "anything-but", "not": "anything-but",
        "notequals": "anything-but", "ne": "anything-but", "glob": "wildcard", "like": "wildcard",
        "exist": "exists",
        "ip": "cidr", "ipaddress": "cidr", "range": "numeric",
    ]
}

/// What a scalar means in JSON, by the core schema of YAML 1.2.
enum FilterScalar {
    case text(String)
    /// A number, in the spelling plans use.
    case number(String)
    case boolean(Bool)
    case null
    /// A number with more digits than a plan can hold.
    case tooPrecise
    /// Infinity, or not a number.
    case notFinite

    /// Reads a scalar; nil for collections, and for a tag that the characters do not fit.
    init?(_ node: Node) {
        guard let text = node.text else { return nil }
        switch node.tag {
        case .text: self = .text(text)
        case nil where !node.isPlain: self = .text(text)
        case nil: self = Self.null(text) ?? Self.boolean(text) ?? Self.number(text) ?? .text(text)
        case .null: self = .null
        case .boolean:
            guard let boolean = Self.boolean(text) else { return nil }
            self = boolean
        case .integer, .number:
            guard let number = Self.number(text) else { return nil }
            self = number
        case .mapping, .sequence: return nil
        }
    }

    private static func null(_ text: String) -> FilterScalar? {
        ["", "~", "null", "Null", "NULL"].contains(text) ? .null : nil
    }

    private static func boolean(_ text: String) -> FilterScalar? {
        if ["true", "True", "TRUE"].contains(text) { return .boolean(true) }
        return ["false", "False", "FALSE"].contains(text) ? .boolean(false) : nil
    }

    private static func number(_ text: String) -> FilterScalar? {
        if let whole = WholeNumber(text) { return whole.value.map { .number(String($0)) } ?? .tooPrecise }
        var digits = text[...]
        let isNegative = digits.hasPrefix("-")
        if isNegative || digits.hasPrefix("+") { digits = digits.dropFirst() }
        if [".inf", ".Inf", ".INF"].contains(digits) { return .notFinite }
        if [".nan", ".NaN", ".NAN"].contains(text) { return .notFinite }
        let mantissa = digits.prefix { $0 != "e" && $0 != "E" }
        let parts = mantissa.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.contains(where: { !$0.isEmpty }),
            parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        let whole = parts[0].drop { $0 == "0" }
        let fraction = parts.count == 2 ? parts[1] : ""
        // What JSON asks for and YAML does not: digits on both sides of the point, and no zero in front.
        let json =
            (isNegative ? "-" : "") + (whole.isEmpty ? "0" : whole) + (fraction.isEmpty ? "" : ".\(fraction)")
            + digits.dropFirst(mantissa.count)
        guard DecimalNumber.order(json, json) != nil else { return nil }
        return DecimalNumber.canonical(json).map { .number($0) } ?? .tooPrecise
    }
}
