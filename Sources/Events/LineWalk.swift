/// A position in an indexed line, and the steps the grammar allows from it.
///
/// Offsets are compared with `count` before a byte is read. Strings are stepped over from quote to quote in the
/// index; their bytes are looked at only where the index saw a backslash or a control character.
struct LineWalk {
    let line: UnsafePointer<UInt8>
    let count: Int
    var offset = 0

    private let quotes: UnsafePointer<UInt64>
    private var word: UInt64
    private var wordNumber = 0
    /// The first backslash not yet passed.
    ///
    /// -1 when the line has control characters: then every string is looked at.
    private var nextSpecial: Int

    init(_ line: UnsafePointer<UInt8>, count: Int, index: LineIndex) {
        self.line = line
        self.count = count
        quotes = UnsafePointer(index.quotes)
        word = index.quotes[0]
        nextSpecial = index.hasControls ? -1 : index.hasBackslashes ? index.backslash(from: 0) : Int.max
    }

    /// The byte here; 0, which no grammar allows, at the end.
    @inline(__always)
    var byte: UInt8 { offset < count ? line[offset] : 0 }

    @inline(__always)
    mutating func skipSpace() {
        // One comparison decides in compact JSON.
        while offset < count, line[offset] <= 0x20, EventScanner.isWhiteSpace(line[offset]) { offset &+= 1 }
    }

    /// Steps over one byte if it is this one.
    @inline(__always)
    mutating func take(_ expected: UInt8) -> Bool {
        guard byte == expected else { return false }
        offset &+= 1
        return true
    }

    /// Steps over one byte if it is this one and that one follows: the usual step in compact JSON.
    @inline(__always)
    mutating func take(_ expected: UInt8, before next: UInt8) -> Bool {
        guard offset &+ 1 < count else { return false }
        let pair = UnsafeRawPointer(line + offset).loadUnaligned(as: UInt16.self)
        guard UInt16(littleEndian: pair) == UInt16(next) &<< 8 | UInt16(expected) else { return false }
        offset &+= 1
        return true
    }

    /// Steps over the string whose opening quote is here.
    ///
    /// - Returns: Its content, or nil when it does not end or holds what no string may hold.
    @inline(__always)
    mutating func string(_ index: LineIndex) -> StringToken? {
        _ = nextQuote()
        let start = offset &+ 1
        let close = nextQuote()
        guard close < count else { return nil }
        offset = close &+ 1
        if close < nextSpecial { return StringToken(start: start, end: close, hasEscapes: false) }
        // Not a method of the walk: its address would have to exist, and its fields could not stay in registers.
        guard let unusual = UnusualString(line, start, close, index) else { return nil }
        if nextSpecial >= 0 { nextSpecial = unusual.nextBackslash }
        return StringToken(start: start, end: close, hasEscapes: unusual.hasEscapes)
    }

    /// Steps over the number or word that begins here.
    @inline(__always)
    mutating func scalar() -> Bool {
        guard let end = Scalar.end(line, offset, count) else { return false }
        offset = end
        return true
    }

    /// The next quote of the line.
    ///
    /// Quotes are met in order, the opening one of a string always being the next.
    @inline(__always)
    private mutating func nextQuote() -> Int {
        while word == 0 {
            wordNumber &+= 1
            word = quotes[wordNumber]
        }
        let quote = wordNumber &<< 6 &+ word.trailingZeroBitCount
        word &= word &- 1
        return quote
    }
}

/// A string of a line that holds backslashes or control characters.
private struct UnusualString {
    let hasEscapes: Bool
    /// The first backslash after the string; past the line when there is none.
    let nextBackslash: Int

    /// Checks a string's content; nil when it holds what no string may hold.
    @inline(never)
    init?(_ line: UnsafePointer<UInt8>, _ start: Int, _ close: Int, _ index: LineIndex) {
        if index.hasControls {
            for offset in start..<close where line[offset] < 0x20 { return nil }
        }
        let first = index.hasBackslashes ? index.backslash(from: start) : Int.max
        var slash = first
        while slash < close {
            let length = JSONText.escapeLength(line + slash, available: close &- slash)
            guard length > 0 else { return nil }
            slash = index.backslash(from: slash &+ length)
        }
        hasEscapes = first < close
        nextBackslash = slash
    }
}

/// A string's content, as offsets into the line.
struct StringToken {
    let start: Int
    let end: Int
    let hasEscapes: Bool

    @inline(__always)
    var count: Int { end &- start }
}

extension FieldRange {
    /// A range between offsets that are known to fit.
    @inline(__always)
    init(_ start: Int, _ end: Int, hasEscapes: Bool = false) {
        self.init(
            start: Int32(truncatingIfNeeded: start),
            end: Int32(truncatingIfNeeded: end),
            hasEscapes: hasEscapes
        )
    }
}
