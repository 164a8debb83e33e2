/// One member of a JSON object; ranges in bytes of the line that was walked.
public struct ObjectMember: Sendable, Equatable {
    /// The key's content, without quotes.
    public var key: FieldRange
    /// The value's whole token: a string with its quotes, an object or array with its brackets.
    public var value: FieldRange

    /// The first byte of the member: the quote before its key.
    @inlinable
    public var start: Int32 { key.start &- 1 }
    /// One past the last byte of the member.
    @inlinable
    public var end: Int32 { value.end }

    /// Pairs a key and a value.
    @inlinable
    public init(key: FieldRange, value: FieldRange) {
        self.key = key
        self.value = value
    }
}

/// Steps over the members of a JSON object that a scan has found well formed, in the order they are written.
///
/// Nothing is allocated, and a string's bytes are not looked at one by one. Bytes that are no object give no members;
/// bytes that are no JSON give members without meaning, all of them inside the object's bytes.
public struct ObjectMembers {
    private let line: UnsafePointer<UInt8>
    /// The bytes that may be read.
    private let readable: Int
    /// The offset of the closing brace.
    private let end: Int
    private var offset: Int
    /// The quotes of the current block not yet passed.
    private var quotes: UInt64 = 0
    /// Where the next block begins.
    private var next: Int
    /// Whether the next block's first byte is escaped by the last byte of this one.
    private var escapesNext: UInt64 = 0
    private var hasBackslashes = false

    /// Begins before the first member.
    ///
    /// - Parameters:
    ///   - object: An object with its braces, such as `ScannedEvent.properties`; absent gives no members.
    ///   - line: The bytes that were scanned; must stay valid while members are taken.
    public init(_ object: FieldRange, of line: UnsafeRawBufferPointer) {
        let bytes = object.bytes(in: line)
        let isObject = bytes.count >= 2 && bytes[0] == UInt8(ascii: "{")
        // The address of an empty text stands for no address; nothing is read from it.
        self.line = line.baseAddress?.assumingMemoryBound(to: UInt8.self) ?? ("" as StaticString).utf8Start
        readable = line.count
        end = isObject ? Int(object.end) &- 1 : 0
        offset = isObject ? Int(object.start) &+ 1 : 0
        next = offset
    }

    /// Steps over one member; nil behind the last one.
    public mutating func nextMember() -> ObjectMember? {
        skipSpace()
        guard let key = string(), take(UInt8(ascii: ":")) else { return stop() }
        skipSpace()
        guard offset < end else { return stop() }
        let start = offset
        var isEscaped = false
        switch line[start] {
        case UInt8(ascii: "\""):
            guard let text = string() else { return stop() }
            isEscaped = text.hasEscapes
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            guard passContainer() else { return stop() }
        default:
            while offset < end, !Self.endsScalar(line[offset]) { offset &+= 1 }
            guard offset > start else { return stop() }
        }
        let value = FieldRange(start, offset, hasEscapes: isEscaped)
        _ = take(UInt8(ascii: ","))
        return ObjectMember(key: key, value: value)
    }

    /// What follows cannot be read as members.
    private mutating func stop() -> ObjectMember? {
        offset = end
        quotes = 0
        next = end
        return nil
    }

    /// Steps over the string that begins here.
    ///
    /// - Returns: Its content; nil when none begins here or it does not end.
    @inline(__always)
    private mutating func string() -> FieldRange? {
        guard let open = nextQuote(), open == offset, let close = nextQuote() else { return nil }
        offset = close &+ 1
        return FieldRange(open &+ 1, close, hasEscapes: hasBackslashes && hasEscape(open &+ 1, close))
    }

    /// Steps over this byte and the space before it; over the space only when another byte is here.
    @inline(__always)
    private mutating func take(_ byte: UInt8) -> Bool {
        // Compact JSON has no space.
        if offset >= end || line[offset] != byte { skipSpace() }
        guard offset < end, line[offset] == byte else { return false }
        offset &+= 1
        return true
    }

    /// Steps over an object or array, whatever it holds.
    private mutating func passContainer() -> Bool {
        var depth = 0
        while offset < end {
            switch line[offset] {
            case UInt8(ascii: "\""):
                guard string() != nil else { return false }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth &+= 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth &-= 1
            default: break
            }
            offset &+= 1
            if depth == 0 { return true }
        }
        return false
    }

    @inline(__always)
    private mutating func skipSpace() {
        while offset < end, line[offset] <= 0x20, EventScanner.isWhiteSpace(line[offset]) { offset &+= 1 }
    }

    @inline(__always)
    private static func endsScalar(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte <= 0x20
    }

    /// Whether a backslash stands between two offsets.
    @inline(never)
    private func hasEscape(_ start: Int, _ close: Int) -> Bool {
        for index in start..<close where line[index] == UInt8(ascii: "\\") { return true }
        return false
    }

    /// The next quote that is not escaped; quotes are met in order, so every string must be stepped over.
    @inline(__always)
    private mutating func nextQuote() -> Int? {
        while quotes == 0 {
            guard next < end else { return nil }
            readBlock()
        }
        let quote = next &- 64 &+ quotes.trailingZeroBitCount
        quotes &= quotes &- 1
        return quote < end ? quote : nil
    }

    /// Finds the quotes of the next 64 bytes.
    @inline(__always)
    private mutating func readBlock() {
        let (found, slashes) = readable &- next >= 64 ? Self.marks(of: line + next) : marksOfTail()
        next &+= 64
        quotes = found
        guard slashes | escapesNext != 0 else { return }
        hasBackslashes = true
        quotes &= ~EscapedBytes.following(slashes, carry: &escapesNext)
    }

    /// The quotes and backslashes of 64 readable bytes.
    @inline(__always)
    private static func marks(of bytes: UnsafeRawPointer) -> (quotes: UInt64, slashes: UInt64) {
        let block = ByteBlock(bytes)
        return (block.quotes, block.backslashes)
    }

    /// The same where the line ends sooner; there are none behind its end.
    @inline(never)
    private func marksOfTail() -> (quotes: UInt64, slashes: UInt64) {
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 16) { tail in
            tail.initializeMemory(as: UInt64.self, repeating: 0)
            tail.copyMemory(from: UnsafeRawBufferPointer(start: line + next, count: readable &- next))
            return tail.baseAddress.map { Self.marks(of: $0) } ?? (0, 0)
        }
    }
}
