/// Where the quotes and backslashes of one line are, as bitmaps, and whether the line is UTF-8.
///
/// Made in one sweep without branches on ordinary text; the walk over the line then never looks at a string's bytes.
///
/// Its memory is kept from line to line; the owner calls `deallocate()` once, at the end.
struct LineIndex {
    /// Quotes that are not escaped, one bit per byte of the line; one word of ones follows the last.
    private(set) var quotes: UnsafeMutablePointer<UInt64>
    /// Backslashes, one bit per byte of the line; one word of ones follows the last.
    private(set) var backslashes: UnsafeMutablePointer<UInt64>
    /// Whether a control character stands anywhere in the line, white space included.
    private(set) var hasControls = false
    /// Whether a backslash stands anywhere in the line.
    private(set) var hasBackslashes = false

    private var capacity: Int
    private let tail: UnsafeMutableRawPointer
    /// Whether the next block's first byte is escaped by the last byte of this one.
    private var escapesNext: UInt64 = 0
    /// Bytes before this offset are known to be UTF-8 or have not been looked at.
    private var checked = 0

    init() {
        capacity = 256
        quotes = .allocate(capacity: capacity)
        backslashes = .allocate(capacity: capacity)
        tail = .allocate(byteCount: 64, alignment: 16)
    }

    func deallocate() {
        quotes.deallocate()
        backslashes.deallocate()
        tail.deallocate()
    }

    /// Indexes a line.
    ///
    /// - Returns: False when the line is not UTF-8; the index is then of no use.
    mutating func index(_ line: UnsafePointer<UInt8>, count: Int) -> Bool {
        let whole = count &>> 6
        if whole &+ 2 > capacity { grow(to: whole &+ 2) }
        hasControls = false
        hasBackslashes = false
        escapesNext = 0
        checked = 0
        for number in 0..<whole {
            guard add(ByteBlock(line + (number &<< 6)), number, line, count) else { return false }
        }
        let rest = count & 63
        tail.initializeMemory(as: UInt64.self, repeating: 0x2020_2020_2020_2020, count: 8)
        tail.copyMemory(from: line + (whole &<< 6), byteCount: rest)
        guard add(ByteBlock(tail), whole, line, count) else { return false }
        quotes[whole &+ 1] = ~0
        backslashes[whole &+ 1] = ~0
        return true
    }

    /// The first backslash at or after an offset; an offset past the line when there is none.
    func backslash(from offset: Int) -> Int {
        var word = offset &>> 6
        var bits = backslashes[word] & (~0 &<< UInt64(truncatingIfNeeded: offset & 63))
        while bits == 0 {
            word &+= 1
            bits = backslashes[word]
        }
        return word &<< 6 &+ bits.trailingZeroBitCount
    }

    @inline(__always)
    private mutating func add(
        _ block: ByteBlock,
        _ number: Int,
        _ line: UnsafePointer<UInt8>,
        _ count: Int
    ) -> Bool {
        guard block.isUnusual || escapesNext != 0 else {
            quotes[number] = block.quotes
            backslashes[number] = 0
            return true
        }
        return addUnusual(block, number, line, count)
    }

    @inline(__always)
    private mutating func addUnusual(
        _ block: ByteBlock,
        _ number: Int,
        _ line: UnsafePointer<UInt8>,
        _ count: Int
    ) -> Bool {
        let slashes = block.hasBackslashes ? block.backslashes : 0
        backslashes[number] = slashes
        quotes[number] = slashes | escapesNext == 0 ? block.quotes : block.quotes & ~escaped(by: slashes)
        if block.hasControls { hasControls = true }
        return !block.hasNonASCII || check(block.nonASCII, number &<< 6, line, count)
    }

    /// The bytes that stand right after a backslash which is not itself escaped.
    private mutating func escaped(by slashes: UInt64) -> UInt64 {
        hasBackslashes = true
        return EscapedBytes.following(slashes, carry: &escapesNext)
    }

    /// Checks the characters of several bytes that begin in one block.
    @inline(__always)
    private mutating func check(
        _ nonASCII: UInt64,
        _ origin: Int,
        _ line: UnsafePointer<UInt8>,
        _ count: Int
    ) -> Bool {
        var offset = max(origin, checked)
        while offset < origin &+ 64 {
            let bits = nonASCII & (~0 &<< UInt64(truncatingIfNeeded: offset &- origin))
            guard bits != 0 else { break }
            offset = origin &+ bits.trailingZeroBitCount
            let length = UTF8Sequence.length(line + offset, available: count &- offset)
            guard length != 0 else { return false }
            offset &+= length
        }
        checked = offset
        return true
    }

    @inline(never)
    private mutating func grow(to needed: Int) {
        quotes.deallocate()
        backslashes.deallocate()
        capacity = max(needed, capacity &* 2)
        quotes = .allocate(capacity: capacity)
        backslashes = .allocate(capacity: capacity)
    }
}
