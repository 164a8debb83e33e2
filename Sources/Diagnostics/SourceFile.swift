/// The text of one file a person wrote, with its lines.
public struct SourceFile: Sendable {
    /// The file as the user named it; always with `/`.
    public let path: String
    /// The bytes as read, without a leading byte order mark.
    public let bytes: [UInt8]
    /// Byte offset of the first character of each line, ascending; the first is 0.
    public let lineStarts: [Int]
    /// Stretches of `bytes` that may hold a secret; excerpts show `***` in their place.
    public var secrets: [Range<Int>] = []

    /// Splits `bytes` into lines at LF, CRLF or CR.
    ///
    /// - Parameters:
    ///   - path: The file as the user named it.
    ///   - bytes: Text expected to be UTF-8; other bytes are carried along and shown as U+FFFD.
    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        var starts = [0]
        for (index, byte) in bytes.enumerated() {
            let isLineFeed = byte == UInt8(ascii: "\n")
            let isLoneReturn =
                byte == UInt8(ascii: "\r")
                && !(index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "\n"))
            if isLineFeed || isLoneReturn { starts.append(index + 1) }
        }
        self.lineStarts = starts
    }

    /// The text of a line without its line end; empty for a line that does not exist.
    public func text(ofLine line: Int) -> String {
        String(decoding: bytes[offsets(ofLine: line)], as: UTF8.self)
    }

    /// Where a line stands in `bytes`, without its line end; empty for a line that does not exist.
    public func offsets(ofLine line: Int) -> Range<Int> {
        guard line >= 1, line <= lineStarts.count else { return 0..<0 }
        let start = lineStarts[line - 1]
        var end = line < lineStarts.count ? lineStarts[line] : bytes.count
        while end > start, bytes[end - 1] == UInt8(ascii: "\n") || bytes[end - 1] == UInt8(ascii: "\r") {
            end -= 1
        }
        return start..<end
    }

    /// The position of a byte offset; offsets outside the text are moved to its nearest end.
    public func position(atOffset offset: Int) -> SourcePosition {
        let offset = min(max(offset, 0), bytes.count)
        var low = 0
        var high = lineStarts.count - 1
        while low < high {
            let middle = (low + high + 1) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle - 1 }
        }
        // A column counts scalars, so continuation bytes (10xxxxxx) do not advance it.
        let scalars = bytes[lineStarts[low]..<offset].count { $0 & 0xC0 != 0x80 }
        return SourcePosition(line: low + 1, column: scalars + 1, offset: offset)
    }

    /// The range of a stretch of bytes.
    public func range(_ offsets: Range<Int>) -> SourceRange {
        SourceRange(
            file: path,
            start: position(atOffset: offsets.lowerBound),
            end: position(atOffset: offsets.upperBound)
        )
    }
}
