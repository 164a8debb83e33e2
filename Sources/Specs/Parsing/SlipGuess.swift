import Diagnostics

/// Finds the slip of the pen behind a complaint of the YAML library, which often comes lines later.
///
/// No message quotes the text: where reading went wrong, nobody knows what is a secret.
struct SlipGuess {
    private let failure: YAMLFailure
    private let text: MarkedText

    /// The finding about the slip; nil when none of the usual ones explains the failure.
    static func diagnostic(for failure: YAMLFailure, in text: MarkedText) -> Diagnostic? {
        let guess = SlipGuess(failure: failure, text: text)
        return guess.conflict ?? guess.bracket ?? guess.quote ?? guess.line
    }

    private func report(
        _ place: Range<Int>,
        _ message: String,
        help: String,
        note: DiagnosticNote? = nil,
        fix: Fix? = nil
    ) -> Diagnostic {
        ReadingRules.syntax.diagnostic(
            at: text.range(place),
            message,
            notes: note.map { [$0] } ?? [],
            help: help,
            fixes: fix.map { [$0] } ?? []
        )
    }

    /// The characters of a line without its end.
    private func stretch(_ line: Int) -> Range<Int> {
        let start = text.start(ofLine: line)
        let next = text.start(ofLine: line + 1)
        return start..<(next > start && text.ascii(next - 1) == "\n" ? next - 1 : next)
    }

    /// The first character of a line that is no space; nil for lines that are empty or a comment.
    private func content(_ line: Int) -> Int? {
        let first = stretch(line).first { text.ascii($0) != " " }
        return first.flatMap { text.ascii($0) == "#" ? nil : $0 }
    }

    private func indent(_ line: Int) -> Int { content(line).map { $0 - stretch(line).lowerBound } ?? 0 }

    /// The line with content before a line.
    private func contentLine(before line: Int) -> Int? {
        (0..<max(line, 0)).reversed().prefix(20).first { content($0) != nil }
    }

    /// The line with content after a line.
    private func contentLine(after line: Int) -> Int? {
        (line + 1..<line + 20).first { text.start(ofLine: $0) < text.count && content($0) != nil }
    }
}

extension SlipGuess {
    /// What git leaves where two branches changed the same lines.
    private var conflict: Diagnostic? {
        let line = text.line(of: failure.index)
        let mark = (max(0, line - 20)...line + 1).first { line in
            let start = text.start(ofLine: line)
            return ["<<<<<<< ", "======= ", "=======\n", ">>>>>>> "].contains(text.text(start..<start + 8))
        }
        guard let mark else { return nil }
        return report(
            text.start(ofLine: mark)..<text.start(ofLine: mark) + 7,
            "a merge conflict is left in this file",
            help:
                "keep one of the two versions and remove the lines that begin with '<<<<<<<', '=======' and '>>>>>>>'"
        )
    }

    /// A bracket that closes nothing, closes the wrong thing, or is missing.
    private var bracket: Diagnostic? {
        let index = failure.index
        let sign = text.ascii(index)
        let isClosing = sign == "]" || sign == "}"
        guard failure.problem.hasPrefix("did not find expected ',' or") else {
            guard isClosing, failure.problem.hasPrefix("did not find expected") else { return nil }
            return report(
                index..<index + 1,
                "nothing is open that this could close",
                help: "remove it",
                fix: Fix("remove it", replace: text.range(index..<index + 1), with: "")
            )
        }
        let isList = failure.problem.hasSuffix("']'")
        let closing = isList ? "]" : "}"
        let opened = failure.contextIndex
        if isClosing {
            return report(
                index..<index + 1,
                "this cannot close what '\(isList ? "[" : "{")' opened",
                help: "write '\(closing)'",
                note: DiagnosticNote("opened here", at: text.range(opened..<opened + 1)),
                fix: Fix("write '\(closing)'", replace: text.range(index..<index + 1), with: closing)
            )
        }
        let line = stretch(text.line(of: opened))
        // A list of many lines begins on a line of its own, and then a ',' is as likely to be missing as the end.
        let isOnOneLine = (opened + 1..<max(opened + 1, line.upperBound)).contains { text.ascii($0) != " " }
        guard isOnOneLine, text.line(of: opened) != text.line(of: index) else { return nil }
        return report(
            opened..<opened + 1,
            "the \(isList ? "list" : "mapping") that begins here is not closed",
            help: "close it with '\(closing)'",
            note: DiagnosticNote(
                "this cannot stand in it",
                at: text.range(index..<min(index + 1, text.count))
            )
        )
    }

    /// A text whose closing quote is the opening one of another, lines below; or one with more text behind it.
    private var quote: Diagnostic? {
        guard failure.problem == "did not find expected key" else { return nil }
        var end = failure.index - 1
        while text.ascii(end) == " " { end -= 1 }
        guard let sign = text.ascii(end), sign == "\"" || sign == "'" else { return nil }
        guard let start = (0..<end).reversed().first(where: { text.ascii($0) == sign }) else { return nil }
        guard text.line(of: start) != text.line(of: end) else {
            return report(
                failure.index..<failure.index + 1,
                "a text ends at its closing quote, and more follows here",
                help: "put all of it in the quotes; a comment begins with '#'"
            )
        }
        return report(
            start..<start + 1,
            "the text that begins here has no closing \(sign) on its line",
            help: "close it with \(sign)",
            note: DiagnosticNote("it ends here instead", at: text.range(end..<end + 1))
        )
    }

    /// A line that is no `key: value`, though it was meant to be one.
    private var line: Diagnostic? {
        let here = text.line(of: failure.index)
        switch failure.problem {
        case "could not find expected ':'":
            return slip(inLine: text.line(of: failure.contextIndex))
        case "mapping values are not allowed in this context":
            guard let before = contentLine(before: here) else { return nil }
            return indent(before) >= indent(here) ? slip(inLine: before) : tooFarIn(here, below: before)
        case "did not find expected key", "did not find expected '-' indicator":
            guard content(here) == failure.index, let before = contentLine(before: here),
                indent(before) > indent(here)
            else { return nil }
            return report(
                failure.index..<failure.index + 1,
                "nothing that is open on the lines before begins in this column",
                help: "begin it in the column of what it belongs to",
                note: DiagnosticNote(
                    "the mapping or list around it begins here",
                    at: text.range(failure.contextIndex..<min(failure.contextIndex + 1, text.count))
                )
            )
        default: return nil
        }
    }

    /// A line that stands deeper than the one before it, which has a value already.
    private func tooFarIn(_ line: Int, below other: Int) -> Diagnostic? {
        guard let first = content(line), text.ascii(first) != "-", let key = content(other) else {
            return nil
        }
        let end = endOfWord(from: key)
        guard end > key, text.ascii(end) == ":",
            (end + 1..<stretch(other).upperBound).contains(where: isPrinted)
        else { return slip(inLine: other) }
        if let above = contentLine(before: other), isOutOfLine(other, between: above, and: line) {
            let missing = String(repeating: " ", count: indent(line) - indent(other))
            return report(
                key..<end,
                "this line is indented less than the line after it, which belongs beside it",
                help: "begin both in the same column",
                note: DiagnosticNote("the line after it begins here", at: text.range(first..<first + 1)),
                fix: Fix("begin it in the same column", replace: text.range(key..<key), with: missing)
            )
        }
        let surplus = stretch(line).lowerBound + indent(other)..<first
        return report(
            surplus,
            "this line is indented further than the one before it, which has its value already",
            help: "begin it in the same column",
            note: DiagnosticNote("the line before begins here", at: text.range(key..<key + 1)),
            fix: Fix("begin it in the same column", replace: text.range(surplus), with: "")
        )
    }

    /// Whether a line stands too far left: the lines around it agree on a column, or it fills a key as empty as a
    /// heading, and the line after it stands where both belong.
    private func isOutOfLine(_ line: Int, between above: Int, and below: Int) -> Bool {
        if indent(above) == indent(below) { return true }
        guard indent(above) == indent(line), let key = content(above) else { return false }
        let end = endOfWord(from: key)
        guard end > key, text.ascii(end) == ":" else { return false }
        let rest = (end + 1..<stretch(above).upperBound).first(where: isPrinted)
        return rest.map { text.ascii($0) == "#" } ?? true
    }

    private func slip(inLine line: Int) -> Diagnostic? {
        guard var first = content(line) else { return nil }
        while text.ascii(first) == "-", text.ascii(first + 1) == " " { first += 2 }
        if text.ascii(first) == "-", text.ascii(first + 1) != "-" {
            return missing(" ", at: first + 1, "a space is missing after '-'")
        }
        let end = endOfWord(from: first)
        guard end > first else { return nil }
        let rest = (end..<stretch(line).upperBound)
        switch text.ascii(end) {
        case ":" where rest.count > 1 && text.ascii(end + 1) != " " && text.ascii(end + 1) != "/":
            return missing(" ", at: end + 1, "a space is missing after ':'")
        case " ":
            if let sign = rest.first(where: { text.ascii($0) != " " }), text.ascii(sign) == "=" {
                let place = end..<sign + 1
                return report(
                    sign..<sign + 1,
                    "'=' gives no value in YAML",
                    help: "write ':' right after the key, and a space",
                    fix: Fix("write ':'", replace: text.range(place), with: ":")
                )
            }
            let hasColon = rest.contains { text.ascii($0) == ":" }
            return hasColon ? nil : missing(":", at: end, "a ':' is missing after the key")
        case nil, "\n":
            guard let next = contentLine(after: line), indent(next) > indent(line) else { return nil }
            return missing(":", at: end, "a ':' is missing after the key")
        default: return nil
        }
    }

    private func missing(_ sign: String, at index: Int, _ message: String) -> Diagnostic {
        let name = sign == " " ? "a space" : "'\(sign)'"
        return report(
            index - 1..<index,
            message,
            help: "write 'key: value', or '- item' in a list",
            fix: Fix("add \(name)", replace: text.range(index..<index), with: sign)
        )
    }

    private func endOfWord(from index: Int) -> Int {
        var end = index
        while let sign = text.ascii(end), sign.isLetter || sign.isNumber || sign == "_" { end += 1 }
        return end
    }

    private func isPrinted(_ index: Int) -> Bool { text.ascii(index).map { !$0.isWhitespace } ?? true }
}
