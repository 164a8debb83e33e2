import Diagnostics

// The findings about values of the wrong type or outside their bounds, in the words people see.
extension NodeDecoder {
    /// Reports a value of the wrong type: what is wanted, and what stands there.
    mutating func wrongType(
        _ node: Node,
        named name: String,
        wanted: String,
        help: String? = nil,
        fixes: [Fix] = [],
        hidesText: Bool = false
    ) {
        if hidesText { hide(node) }
        var help = help
        var fixes = fixes
        if help == nil, !hidesText, let lone = Self.loneText(node, wanted: wanted) {
            help = "write it without the brackets"
            // What stands where a reference to a secret belongs may be the secret: no change of text repeats it.
            if !Self.holdsReferences(name) {
                fixes = [Fix("take the brackets away", writing: lone, at: node.range)]
            }
        }
        report(
            ShapeRules.wrongType.diagnostic(
                at: node.range,
                "'\(name)' wants \(wanted), but \(Self.describe(node, hidesText: hidesText)) stands here",
                help: help ?? Self.help(for: node, wanted: wanted),
                fixes: fixes,
                hidesText: hidesText
            )
        )
    }

    /// What to try when nothing better is known than what is wanted and what stands there.
    private static func help(for node: Node, wanted: String) -> String {
        if wanted == "a text", node.isNull, let text = node.text, !text.isEmpty {
            return "put it in quotes if the text '\(text)' is meant"
        }
        if wanted == "a mapping" { return "write 'key: value' on the lines below it, indented further" }
        if node.comment != nil {
            return "what follows '#' is a comment; put the text in quotes if '#' belongs to it"
        }
        if node.isNull { return "write \(wanted), or remove the key" }
        switch wanted {
        case "a list": return "write a list, each item after '- '"
        case "a whole number": return "write digits alone, such as 10"
        default: return "write \(wanted) here" + (node.text == nil ? ", without brackets" : "")
        }
    }

    /// The only item of a list that stands where one word is wanted.
    private static func loneText(_ node: Node, wanted: String) -> String? {
        guard wanted == "a text" || wanted.hasPrefix("one of"), let items = node.items, items.count == 1,
            let text = items[0].text, !items[0].isNull, !text.isEmpty
        else { return nil }
        return text
    }

    /// Whether a place is below the references to secrets.
    private static func holdsReferences(_ name: String) -> Bool {
        name.hasPrefix("spec.credentials") || name.hasPrefix("spec.hashKey")
    }

    /// Reports a value outside what its key takes.
    mutating func badValue(
        _ range: SourceRange,
        _ message: String,
        help: String? = nil,
        hidesText: Bool = false
    ) {
        report(ShapeRules.badValue.diagnostic(at: range, message, help: help, hidesText: hidesText))
    }

    /// What stands somewhere, in words.
    static func describe(_ node: Node, hidesText: Bool = false) -> String {
        switch node.content {
        case .sequence: return "a list"
        case .mapping: return "a mapping"
        case .scalar(let text, let style):
            if node.isNull { return text.isEmpty ? "nothing" : "'\(text)', which is nothing in YAML," }
            if hidesText { return "a text" }
            return (style == .plain ? "" : "the text ") + "'\(Node.shorten(text))'"
        }
    }

    /// The words in quotes, with commas.
    static func list(_ words: [String]) -> String {
        words.map { "'\($0)'" }.joined(separator: ", ")
    }
}
