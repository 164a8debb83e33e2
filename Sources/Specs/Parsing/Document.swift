import Diagnostics

/// One YAML document: a tree whose every node remembers where it was written.
struct Document: Sendable {
    /// The topmost node.
    var root: Node
}

/// One value of a document.
struct Node: Sendable {
    /// How a text was written.
    enum Style: Sendable, Hashable {
        /// Without quotes: `text`.
        case plain
        /// In single or double quotes.
        case quoted
        /// As a block after `|` or `>`.
        case block
    }

    /// The tags a spec may use; anything else is reported when the text is read.
    enum Tag: String, Sendable {
        case text = "str"
        case integer = "int"
        case boolean = "bool"
        case null
        case number = "float"
        case mapping = "map"
        case sequence = "seq"
    }

    /// What a node holds.
    enum Content: Sendable {
        /// The characters, escapes resolved, line ends as LF.
        case scalar(String, Style)
        /// The items, in reading order.
        case sequence([Node])
        /// The pairs, in reading order; a key given twice stands here twice.
        case mapping([Entry])
    }

    /// One pair of a mapping.
    struct Entry: Sendable {
        var key: Node
        var value: Node
    }

    /// What the node holds.
    var content: Content
    /// The smallest stretch that holds the node.
    ///
    /// A text with its quotes, a collection up to its last content; for an alias, the alias itself.
    var range: SourceRange
    /// Where the content itself stands; differs from `range` only for an alias.
    var definition: SourceRange
    /// The tag, when one was written.
    var tag: Tag?
    /// The comment such as `#name` on account of which nothing stands here.
    var comment: SourceRange?
}

extension Node {
    /// The characters of a text, however it was written; nil for collections.
    var text: String? {
        guard case .scalar(let text, _) = content else { return nil }
        return text
    }

    /// The items of a sequence; nil for anything else.
    var items: [Node]? {
        guard case .sequence(let items) = content else { return nil }
        return items
    }

    /// The pairs of a mapping; nil for anything else.
    var entries: [Entry]? {
        guard case .mapping(let entries) = content else { return nil }
        return entries
    }

    /// The value of the first pair whose key is the text `key`.
    subscript(key: String) -> Node? {
        entries?.first { $0.key.text == key }?.value
    }

    /// Whether this is a text without quotes, whose meaning its looks may decide.
    var isPlain: Bool {
        guard case .scalar(_, .plain) = content else { return false }
        return true
    }

    /// Whether nothing stands here, or a plain `~` or `null`.
    var isNull: Bool {
        if tag == .null { return true }
        guard isPlain, tag == nil, let text else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(text)
    }

    /// As much of a text as a message shows: at most 60 characters.
    static func shorten(_ text: String) -> String {
        text.unicodeScalars.count > 60
            ? String(String.UnicodeScalarView(text.unicodeScalars.prefix(59))) + "…" : text
    }
}
