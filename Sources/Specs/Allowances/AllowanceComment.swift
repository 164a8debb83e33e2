public import Diagnostics

/// A comment that asks to allow a finding: `# currents:allow CUR308 until 2027-03-31: why`.
///
/// It speaks of the line at whose end it stands, or, alone on a line, of the next line that is not a comment.
public struct AllowanceComment: Sendable, Hashable {
    /// The comment, from its `#` to the end of the line.
    public var range: SourceRange
    /// The comment's words with their places.
    public var words: [Word]
    /// The line it speaks of.
    public var line: Int
    /// What goes when the comment is removed: the space before it too, or its whole line.
    public var removal: SourceRange

    /// One word of a comment.
    public struct Word: Sendable, Hashable {
        /// The characters.
        public var text: String
        /// Where it stands.
        public var range: SourceRange
    }
}

/// Finds the comments that ask to allow a finding.
enum AllowanceScanner {
    private static let opening = Array("currents:".utf8)

    /// The comments of a file whose documents could all be read.
    static func comments(in file: SourceFile, _ documents: [Document]) -> [AllowanceComment] {
        let candidates = Self.signs(in: file.bytes)
        guard !candidates.isEmpty else { return [] }
        let texts = documents.flatMap { Self.texts(in: $0.root, file) }
            .sorted { $0.lowerBound < $1.lowerBound }
        // Both are in the order of the file, so one walk over the texts serves all candidates.
        var index = 0
        var end = 0
        return candidates.filter { sign in
            while index < texts.count, texts[index].lowerBound <= sign {
                end = max(end, texts[index].upperBound)
                index += 1
            }
            return sign >= end
        }
        .map { comment(at: $0, file) }
    }

    /// The offsets of each `#` that could begin such a comment.
    private static func signs(in bytes: [UInt8]) -> [Int] {
        bytes.indices.filter { index in
            guard bytes[index] == UInt8(ascii: "#"), index == 0 || isSpace(bytes[index - 1]) else {
                return false
            }
            return bytes[(index + 1)...].drop { $0 == UInt8(ascii: " ") }.starts(with: opening)
        }
    }

    /// The stretches in which a `#` is a character like any other: quoted texts, and blocks below their first line.
    private static func texts(in node: Node, _ file: SourceFile) -> [Range<Int>] {
        switch node.content {
        case .scalar(_, .plain): return []
        case .scalar(_, .quoted): return [node.definition.start.offset..<node.definition.end.offset]
        case .scalar(_, .block):
            let first = file.offsets(ofLine: node.definition.start.line).upperBound
            return [first..<max(first, node.definition.end.offset)]
        case .sequence(let items): return items.flatMap { texts(in: $0, file) }
        case .mapping(let entries):
            return entries.flatMap { texts(in: $0.key, file) + texts(in: $0.value, file) }
        }
    }

    private static func comment(at sign: Int, _ file: SourceFile) -> AllowanceComment {
        let start = file.position(atOffset: sign)
        let whole = file.offsets(ofLine: start.line)
        var before = sign
        while before > whole.lowerBound, isSpace(file.bytes[before - 1]) { before -= 1 }
        let isAlone = before == whole.lowerBound
        let next = start.line < file.lineStarts.count ? file.lineStarts[start.line] : file.bytes.count
        return AllowanceComment(
            range: file.range(sign..<whole.upperBound),
            words: words(of: file, in: (sign + 1)..<whole.upperBound),
            line: isAlone ? lineBelow(start.line, file) : start.line,
            removal: file.range(isAlone ? whole.lowerBound..<next : before..<whole.upperBound)
        )
    }

    /// The next line that is more than a comment; the line itself when there is none.
    private static func lineBelow(_ line: Int, _ file: SourceFile) -> Int {
        var below = line + 1
        while below <= file.lineStarts.count {
            let first = file.bytes[file.offsets(ofLine: below)].first { !isSpace($0) }
            if first != UInt8(ascii: "#") { return below }
            below += 1
        }
        return line
    }

    private static func words(of file: SourceFile, in stretch: Range<Int>) -> [AllowanceComment.Word] {
        file.bytes[stretch].split(whereSeparator: isSpace).map { word in
            AllowanceComment.Word(
                text: String(decoding: word, as: UTF8.self),
                range: file.range(word.startIndex..<word.endIndex)
            )
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
            || byte == UInt8(ascii: "\r")
    }
}
