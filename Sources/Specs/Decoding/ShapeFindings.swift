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
        if help == nil, wanted == "a text", node.isNull, let text = node.text, !text.isEmpty {
            help = "put it in quotes if the text '\(text)' is meant"
        }
        if help == nil, wanted == "a mapping" {
            help = "write 'key: value' on the lines below it, indented further"
        }
        if help == nil, node.comment != nil {
            help = "what follows '#' is a comment; put the text in quotes if '#' belongs to it"
        }
        report(
            ShapeRules.wrongType.diagnostic(
                at: node.range,
                "'\(name)' wants \(wanted), but \(Self.describe(node, hidesText: hidesText)) stands here",
                help: help,
                fixes: fixes,
                hidesText: hidesText
            )
        )
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
