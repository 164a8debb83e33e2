/// The lines of one finding as they are written: the frame, the colours, the gutter of line numbers.
struct TextPage {
    /// What has been written so far.
    private(set) var text = ""
    private var needsFrame = false
    private let usesColour: Bool
    private let gutter: Int

    private static let frameColour = "34"
    private static let boldColour = "1"

    /// Opens a page whose line numbers have at most `gutter` digits.
    init(usesColour: Bool, gutter: Int) {
        self.usesColour = usesColour
        self.gutter = gutter
    }

    /// Writes `error[CUR301]: …`.
    mutating func headline(_ diagnostic: Diagnostic) {
        let word = "\(diagnostic.severity.rawValue)[\(diagnostic.code)]"
        line(
            paint(word, Self.colour(of: diagnostic.severity))
                + paint(": \(safe(diagnostic.message))", Self.boldColour)
        )
    }

    /// Writes `┌─ file:line:column`.
    mutating func place(_ range: SourceRange, corner: String) {
        closeExcerpt()
        frame("\(corner)", " \(safe(range.file)):\(range.start.line):\(range.start.column)")
    }

    /// The line of text and its underline, below a line of frame; one more follows when anything does.
    mutating func excerpt(
        _ excerpt: Excerpt,
        line number: Int,
        mark: Character,
        label: String?,
        as severity: Severity
    ) {
        let digits = String(number)
        frame("│")
        let numbered = String(repeating: " ", count: max(0, gutter - digits.count)) + digits
        line(paint(numbered + "│", Self.frameColour) + indented(excerpt.text))
        let underline = String(repeating: mark, count: excerpt.underlineWidth)
        let words = [underline, label.map(safe)].compactMap(\.self).joined(separator: " ")
        let space = String(repeating: " ", count: excerpt.underlineStart + 1)
        frame("│", space + paint(words, Self.colour(of: severity)))
        needsFrame = true
    }

    /// Writes `= help: …`.
    mutating func footer(_ word: String, _ text: String) {
        closeExcerpt()
        frame("=", " \(paint(word, Self.boldColour)): \(safe(text))")
    }

    private mutating func closeExcerpt() {
        if needsFrame { frame("│") }
        needsFrame = false
    }

    private mutating func frame(_ sign: String, _ rest: String = "") {
        line(paint(String(repeating: " ", count: gutter) + sign, Self.frameColour) + rest)
    }

    private mutating func line(_ content: String) {
        text += content + "\n"
    }

    private func indented(_ line: String) -> String { line.isEmpty ? "" : " " + line }

    private func safe(_ text: String) -> String { SafeText.escape(text) }

    private func paint(_ text: String, _ colour: String) -> String {
        usesColour ? "\u{1B}[\(colour)m\(text)\u{1B}[0m" : text
    }

    private static func colour(of severity: Severity) -> String {
        switch severity {
        case .error: "1;31"
        case .warning: "1;33"
        case .note: "1;36"
        }
    }
}
