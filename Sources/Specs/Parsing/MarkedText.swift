import Diagnostics

/// The text as the YAML library is given it, and the way back from the library's marks to places in the file.
///
/// Every line end becomes one LF, as YAML itself demands of texts: the library counts the characters of CRLF
/// differently in different places, and marks would drift. Marks count characters; places count bytes.
struct MarkedText {
    /// The text with LF line ends, in UTF-8.
    private(set) var bytes: [UInt8] = []
    /// For each character of `bytes`, and for the end, its offset in `bytes`.
    private(set) var offsets: [UInt32] = []
    /// The same characters' offsets in the file.
    private var fileOffsets: [UInt32] = []
    /// The number of the first character of each line of the file.
    private var lineStarts: [Int] = [0]
    private let path: String

    /// Prepares a file that is known to be UTF-8.
    init(_ file: SourceFile) {
        path = file.path
        bytes.reserveCapacity(file.bytes.count)
        offsets.reserveCapacity(file.bytes.count + 1)
        fileOffsets.reserveCapacity(file.bytes.count + 1)
        let lineFeed = UInt8(ascii: "\n")
        var previous: UInt8 = 0
        for (offset, byte) in file.bytes.enumerated() {
            defer { previous = byte }
            // The CR of this CRLF has become the LF already.
            if byte == lineFeed, previous == UInt8(ascii: "\r") { continue }
            let isLineEnd = byte == lineFeed || byte == UInt8(ascii: "\r")
            if byte & 0xC0 != 0x80 {
                offsets.append(UInt32(truncatingIfNeeded: bytes.count))
                fileOffsets.append(UInt32(truncatingIfNeeded: offset))
            }
            bytes.append(isLineEnd ? lineFeed : byte)
            if isLineEnd { lineStarts.append(offsets.count) }
        }
        offsets.append(UInt32(truncatingIfNeeded: bytes.count))
        fileOffsets.append(UInt32(truncatingIfNeeded: file.bytes.count))
    }

    /// How many characters there are.
    var count: Int { offsets.count - 1 }

    /// The ASCII character at `index`; nil at the end and for any other character.
    func ascii(_ index: Int) -> Character? {
        guard index >= 0, index < count else { return nil }
        let byte = bytes[Int(offsets[index])]
        return byte < 0x80 ? Character(Unicode.Scalar(byte)) : nil
    }

    /// Puts an ASCII character in the place of another one.
    mutating func replace(at index: Int, with byte: UInt8) {
        guard ascii(index) != nil else { return }
        bytes[Int(offsets[index])] = byte
    }

    /// The characters of a stretch.
    func text(_ stretch: Range<Int>) -> String {
        let stretch = stretch.clamped(to: 0..<count)
        let start = Int(offsets[stretch.lowerBound])
        let end = Int(offsets[stretch.upperBound])
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// The number of the line, from 0, that holds a character.
    func line(of index: Int) -> Int {
        var low = 0
        var high = lineStarts.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if lineStarts[middle] <= index { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// The first character of a line; the end of the text for a line that does not exist.
    func start(ofLine line: Int) -> Int {
        lineStarts.indices.contains(line) ? lineStarts[line] : count
    }

    /// The place in the file of a character; the nearest end for one that does not exist.
    func position(_ index: Int) -> SourcePosition {
        let index = min(max(index, 0), count)
        let line = line(of: index)
        return SourcePosition(
            line: line + 1,
            column: index - lineStarts[line] + 1,
            offset: Int(fileOffsets[index])
        )
    }

    /// The range in the file of a stretch of characters.
    func range(_ stretch: Range<Int>) -> SourceRange {
        SourceRange(file: path, start: position(stretch.lowerBound), end: position(stretch.upperBound))
    }
}
