/// Writes findings as a table for a comment on a pull request.
public struct MarkdownRenderer: Sendable {
    /// Makes a renderer.
    public init() {}

    /// A comment may be 65,536 characters long, and nobody reads that many.
    private static let mostShown = 100

    /// A headline and a table in reading order, each line ended by a line feed; the same findings give the same text.
    public func render(_ diagnostics: [Diagnostic]) -> String {
        guard !diagnostics.isEmpty else { return "### currentsctl: no findings\n" }
        let shown = diagnostics.inReadingOrder().prefix(Self.mostShown)
        let left = diagnostics.count - shown.count
        let rest = left > 0 ? "\nAnd \(left) more, which `currentsctl validate` shows.\n" : ""
        return """
            ### currentsctl: \(TextRenderer.summary(of: diagnostics))

            | Code | Place | Finding | Next step |
            |---|---|---|---|
            \(shown.map(row).joined(separator: "\n"))

            """ + rest
    }

    private func row(_ diagnostic: Diagnostic) -> String {
        let place = diagnostic.range.map { "\($0.file):\($0.start.line):\($0.start.column)" } ?? ""
        let cells = [
            "\(diagnostic.severity.rawValue) \(diagnostic.code)", place, diagnostic.message,
            diagnostic.help ?? "",
        ]
        return "| " + cells.map(MarkdownText.escape).joined(separator: " | ") + " |"
    }
}

/// Text that Markdown shows as it is.
enum MarkdownText {
    /// One line in which nothing is markup, a mention, a reference to an issue or a line end.
    static func escape(_ text: String) -> String {
        SafeText.escape(text.replacing("\r\n", with: " ").replacing("\n", with: " ")).unicodeScalars
            .reduce(into: "") { result, scalar in
                switch scalar {
                case "&": result += "&amp;"
                case "<": result += "&lt;"
                case ">": result += "&gt;"
                case "@": result += "&#64;"
                case "#": result += "&#35;"
                case "|", "`", "*", "_", "[", "]", "\\", "~", "$", "!":
                    result += "\\"
                    result.unicodeScalars.append(scalar)
                default: result.unicodeScalars.append(scalar)
                }
            }
    }
}
