import Diagnostics

/// The wording of what to try next.
enum Hint {
    /// Asks whether a near name was meant, or lists the names there are; `what` they are comes in the plural.
    static func closest(to word: String, among names: [String], _ what: String) -> String {
        if let name = Suggestion.closest(to: word, among: names) { return "did you mean '\(name)'?" }
        return names.isEmpty ? "there are no \(what)" : "\(what): \(list(names))"
    }

    /// The near name as a change of text; none when there is none.
    static func fixes(of word: Located<String>, among names: [String]) -> [Fix] {
        guard let name = Suggestion.closest(to: word.value, among: names) else { return [] }
        return fixes(of: word, with: name)
    }

    /// A name in the place of a text, in quotes where YAML needs them.
    static func fixes(of word: Located<String>, with name: String) -> [Fix] {
        [Fix("write '\(name)'", writing: name, at: word.range)]
    }

    /// Such as `'a', 'b'`.
    static func quoted(_ names: [String]) -> String { names.map { "'\($0)'" }.joined(separator: ", ") }

    /// Such as `a, b, c`; long lists are cut.
    static func list(_ names: [String]) -> String {
        let most = 20
        let shown = names.prefix(most).joined(separator: ", ")
        return names.count > most ? shown + " and \(names.count - most) more" : shown
    }
}

extension Located<String> {
    /// The place of some of the text's bytes; the whole place when the text was written in another way than as itself.
    func range(ofBytes bytes: Range<Int>) -> SourceRange {
        let isPlain = value.utf8.allSatisfy { (0x20..<0x7F).contains($0) && $0 != 0x5C }
        let width = range.end.offset - range.start.offset
        let quotes = width - value.utf8.count
        guard isPlain, range.start.line == range.end.line, quotes == 0 || quotes == 2,
            bytes.lowerBound >= 0, bytes.upperBound <= value.utf8.count
        else { return range }
        let shift = quotes / 2
        return SourceRange(
            file: range.file,
            start: range.start.moved(by: bytes.lowerBound + shift),
            end: range.start.moved(by: bytes.upperBound + shift)
        )
    }
}

extension SourcePosition {
    fileprivate func moved(by count: Int) -> SourcePosition {
        SourcePosition(line: line, column: column + count, offset: offset + count)
    }
}
