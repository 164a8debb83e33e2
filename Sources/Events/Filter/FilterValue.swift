/// A value of an event as a filter sees it: where it stands, and what it is.
enum FilterValue {
    /// The content of a text, without its quotes.
    case text(FieldRange)
    /// A whole token of any kind; a text with its quotes.
    case token(FieldRange)

    /// Shows a text's bytes with escapes undone.
    static func withText<Result>(
        _ text: FieldRange,
        _ line: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        let bytes = text.bytes(in: line)
        guard text.hasEscapes, let base = bytes.baseAddress else { return body(bytes) }
        return withUnsafeTemporaryAllocation(byteCount: bytes.count, alignment: 1) { room in
            guard let output = room.baseAddress else { return body(bytes) }
            let count = JSONText.unescape(
                base.assumingMemoryBound(to: UInt8.self),
                count: bytes.count,
                into: output.assumingMemoryBound(to: UInt8.self),
                loneSurrogates: .replaced
            )
            return body(UnsafeRawBufferPointer(start: output, count: count))
        }
    }
}

/// Steps over the values in an array, those in arrays within it too; objects are whole.
///
/// The bytes were found well formed by a scan; of other bytes, some elements are given, all of them inside the array.
struct ArrayElements {
    private let line: UnsafeRawBufferPointer
    private var offset: Int
    private let end: Int

    init(_ array: FieldRange, of line: UnsafeRawBufferPointer) {
        self.line = line
        let bytes = array.bytes(in: line)
        offset = bytes.isEmpty ? 0 : Int(array.start)
        end = bytes.isEmpty ? 0 : Int(array.end)
    }

    /// The next value's whole token; nil behind the last one.
    mutating func nextElement() -> FieldRange? {
        while offset < end {
            switch line[offset] {
            case UInt8(ascii: "\""): return string()
            case UInt8(ascii: "{"): return object()
            case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: ","), 0...0x20: offset &+= 1
            default: return scalar()
            }
        }
        return nil
    }

    private mutating func string() -> FieldRange {
        let start = offset
        var hasEscapes = false
        offset &+= 1
        while offset < end, line[offset] != UInt8(ascii: "\"") {
            if line[offset] == UInt8(ascii: "\\") {
                hasEscapes = true
                offset &+= 1
            }
            offset &+= 1
        }
        offset = min(offset &+ 1, end)
        return FieldRange(start, offset, hasEscapes: hasEscapes)
    }

    private mutating func object() -> FieldRange {
        let start = offset
        var depth = 0
        while offset < end {
            switch line[offset] {
            case UInt8(ascii: "\""):
                _ = string()
                continue
            case UInt8(ascii: "{"): depth &+= 1
            case UInt8(ascii: "}"): depth &-= 1
            default: break
            }
            offset &+= 1
            if depth == 0 { break }
        }
        return FieldRange(start, offset)
    }

    private mutating func scalar() -> FieldRange {
        let start = offset
        while offset < end, line[offset] > 0x20, line[offset] != UInt8(ascii: ","),
            line[offset] != UInt8(ascii: "]")
        {
            offset &+= 1
        }
        return FieldRange(start, offset)
    }
}
