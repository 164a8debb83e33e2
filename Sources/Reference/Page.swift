/// A page in Markdown, put together line by line.
struct Page {
    private var lines: [String]

    /// Begins a page that says what writes it.
    init(_ title: String) {
        lines = ["<!-- Written by 'currentsctl reference'. Do not edit. -->", "", "# \(title)"]
    }

    /// The page in UTF-8.
    var bytes: [UInt8] { Array((lines.joined(separator: "\n") + "\n").utf8) }

    mutating func heading(_ text: String, level: Int) {
        lines += ["", String(repeating: "#", count: level) + " " + text]
    }

    mutating func paragraph(_ text: String) { lines += ["", text] }

    mutating func list(_ items: [String]) { if !items.isEmpty { lines += [""] + items.map { "- \($0)" } } }

    /// Text to copy, as it is but for characters that a page cannot show, which become their numbers.
    mutating func block(_ text: String, of language: String) {
        let fence = text.contains("```") ? "````" : "```"
        var rows = text.split(separator: "\n", omittingEmptySubsequences: false).map { Self.visible($0) }
        if rows.last == "" { rows.removeLast() }
        lines += ["", fence + language] + rows + [fence]
    }

    /// A table; nothing at all without rows.
    mutating func table(_ titles: [String], _ rows: [[String]]) {
        guard !rows.isEmpty else { return }
        lines += ["", Self.row(titles), Self.row(titles.map { _ in "---" })]
        lines += rows.map { Self.row($0.map { $0.replacing("|", with: "\\|") }) }
    }

    /// Text as a word of code.
    static func code(_ text: String) -> String {
        text.contains("`") ? "`` \(text) ``" : "`\(text)`"
    }

    private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

    private static func visible(_ row: Substring) -> String {
        row.unicodeScalars.reduce(into: "") { text, scalar in
            let isHidden = scalar != "\t" && [.control, .format].contains(scalar.properties.generalCategory)
            if isHidden {
                text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
    }
}
