/// One line of a file made ready for a terminal, with the columns its underline covers.
struct Excerpt {
    /// The line, tabs expanded, unsafe characters escaped, secrets masked, cut when long.
    private(set) var text = ""
    /// The first column of the underline, from 0.
    private(set) var underlineStart = 0
    /// How many columns the underline is wide; at least 1.
    private(set) var underlineWidth = 1

    /// What is shown of one character or mask, where it began, and how wide it is.
    private struct Cell {
        var text: String
        var offset: Int
        var columns: Int
        var isMarked: Bool
    }

    private static let tab = "    "
    private static let mask = "***"
    private static let widest = 160
    /// Characters of a long line kept before the underline.
    private static let lead = 60
    /// Bytes of a line looked at on either side of the marked place: far more than are ever shown.
    private static let reach = 1_000

    /// Prepares the first line of `range`.
    init(of range: SourceRange, in file: SourceFile, hiding secrets: SecretStretches) {
        let line = file.offsets(ofLine: range.start.line)
        let start = min(max(range.start.offset, line.lowerBound), line.upperBound)
        let end = min(max(range.end.offset, start), line.upperBound)
        let window = max(line.lowerBound, start - Self.reach)..<min(line.upperBound, start + Self.reach)
        let hidden = secrets.reaching(into: window)
        let cells = Self.cells(of: file.bytes, in: window, marking: start..<end, hiding: hidden)
        let first =
            cells.firstIndex(where: \.isMarked) ?? cells.firstIndex { $0.offset >= start } ?? cells.count
        lay(out: cells, from: first, through: cells.lastIndex(where: \.isMarked))
        if window.upperBound < line.upperBound, !text.hasSuffix("…") { text += "…" }
    }
}

extension Excerpt {
    private mutating func lay(out cells: [Cell], from first: Int, through last: Int?) {
        let total = cells.reduce(0) { $0 + $1.columns }
        let leading = cells.prefix(first).reduce(0) { $0 + $1.columns }
        var start = 0
        if total > Self.widest, leading > Self.lead {
            start = max(0, first - Self.lead)
            text = "…"
        }
        var column = text.isEmpty ? 0 : 1
        underlineStart = column
        var width = 0
        for (index, cell) in cells.enumerated().dropFirst(start) {
            if column + cell.columns > Self.widest {
                text += "…"
                break
            }
            if index == first { underlineStart = column }
            if let last, index >= first, index <= last { width += cell.columns }
            text += cell.text
            column += cell.columns
        }
        if first >= cells.count { underlineStart = column }
        underlineWidth = max(width, 1)
    }

    /// Cuts a stretch of bytes into cells; a stretch of secret bytes becomes one cell.
    private static func cells(
        of bytes: [UInt8],
        in window: Range<Int>,
        marking marked: Range<Int>,
        hiding secrets: [Range<Int>]
    ) -> [Cell] {
        let (text, offsets) = decode(bytes, window)
        var cells: [Cell] = []
        var scalar = 0
        var isHiding = false
        for character in text {
            let start = offsets[scalar]
            scalar += character.unicodeScalars.count
            let stretch = start..<offsets[scalar]
            let isMarked = stretch.overlaps(marked)
            guard secrets.contains(where: stretch.overlaps) else {
                isHiding = false
                cells.append(cell(for: character, at: start, isMarked: isMarked))
                continue
            }
            if !isHiding {
                cells.append(Cell(text: mask, offset: start, columns: mask.count, isMarked: false))
            }
            if isMarked { cells[cells.count - 1].isMarked = true }
            isHiding = true
        }
        return cells
    }

    /// The characters of a stretch of bytes, and the byte offset of each scalar and of the end; bytes that are
    /// not UTF-8 become U+FFFD.
    private static func decode(_ bytes: [UInt8], _ window: Range<Int>) -> (text: String, offsets: [Int]) {
        // A stretch that begins inside a character begins after it instead.
        let start = bytes[window].firstIndex { $0 & 0xC0 != 0x80 } ?? window.upperBound
        var source = bytes[start..<window.upperBound].makeIterator()
        var parser = Unicode.UTF8.ForwardParser()
        var text = String.UnicodeScalarView()
        var offsets = [start]
        while true {
            let length: Int
            switch parser.parseScalar(from: &source) {
            case .emptyInput: return (String(text), offsets)
            case .valid(let encoded):
                text.append(Unicode.UTF8.decode(encoded))
                length = encoded.count
            case .error(let count):
                text.append("\u{FFFD}")
                length = count
            }
            offsets.append((offsets.last ?? start) + length)
        }
    }

    private static func cell(for character: Character, at offset: Int, isMarked: Bool) -> Cell {
        let text: String
        let columns: Int
        if character == "\t" {
            (text, columns) = (tab, tab.count)
        } else if character.unicodeScalars.contains(where: SafeText.isUnsafe) {
            text = SafeText.escape(String(character))
            columns = text.count
        } else {
            (text, columns) = (String(character), SafeText.columns(of: character))
        }
        return Cell(text: text, offset: offset, columns: columns, isMarked: isMarked)
    }
}
