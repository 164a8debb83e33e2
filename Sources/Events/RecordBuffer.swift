#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Bytes being written, in memory from `malloc` that is kept between uses and can be handed over without a copy.
///
/// Grows by doubling. Not for use from two threads at once. Running out of memory ends the program, as it does
/// for the standard library's collections.
public final class RecordBuffer {
    // Checks for overlapping access would cost a call into the runtime per append. No method runs foreign code while
    // it has one of these open, save the `withUnsafe…` closures, which get the pointer's value and not the property.
    @exclusivity(unchecked)
    @usableFromInline
    var base: UnsafeMutableRawPointer?

    @exclusivity(unchecked)
    @usableFromInline
    var capacity = 0

    @exclusivity(unchecked)
    @usableFromInline
    var written = 0

    private var capacityHint: Int

    /// The number of bytes written.
    @inlinable
    public var count: Int { written }

    /// Makes an empty buffer.
    ///
    /// - Parameter capacity: What the first append allocates at the least.
    public init(capacity: Int = 256) {
        capacityHint = max(capacity, 64)
    }

    deinit { free(base) }

    /// Appends raw bytes, which must not be this buffer's own.
    @inlinable
    public func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, bytes.count > 0 else { return }
        reserve(bytes.count).copyMemory(from: source, byteCount: bytes.count)
        advance(by: bytes.count)
    }

    /// Appends the UTF-8 bytes of a literal.
    @inlinable
    public func append(_ literal: StaticString) {
        guard literal.hasPointerRepresentation else {
            literal.withUTF8Buffer { append(UnsafeRawBufferPointer($0)) }
            return
        }
        append(UnsafeRawBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    /// Appends one byte.
    @inlinable
    public func append(_ byte: UInt8) {
        reserve(1).storeBytes(of: byte, as: UInt8.self)
        advance(by: 1)
    }

    /// Appends the bytes of a field; nothing when it is absent or does not lie inside the line.
    @inlinable
    public func append(_ field: FieldRange, of line: UnsafeRawBufferPointer) {
        append(field.bytes(in: line))
    }

    /// Appends a number in decimal digits.
    public func appendDecimal(_ number: Int64) {
        let room = reserve(20).assumingMemoryBound(to: UInt8.self)
        var rest = number.magnitude
        var first = 20
        // Digits come last one first; they are written at the end of the room and moved to its front.
        repeat {
            first &-= 1
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            room[first] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit)
            rest = quotient
        } while rest != 0
        if number < 0 {
            first &-= 1
            room[first] = UInt8(ascii: "-")
        }
        memmove(room, room + first, 20 &- first)
        advance(by: 20 &- first)
    }

    /// Appends a JSON string with its quotes, escaping what must be escaped in text that is already UTF-8.
    ///
    /// - Parameter text: Unescaped bytes; bytes that are not UTF-8 are copied as they are.
    public func appendJSONString(_ text: UnsafeRawBufferPointer) {
        append(UInt8(ascii: "\""))
        var from = 0
        while from < text.count {
            from = appendEscaped(text, from: from)
            guard from < text.count else { break }
            appendEscape(text[from])
            from &+= 1
        }
        append(UInt8(ascii: "\""))
    }

    /// Appends text up to its next control character, quotes and backslashes escaped.
    ///
    /// Whether a byte is escaped decides no branch: JSON inside of JSON has a quote every few bytes, and a wrong guess
    /// about one costs more than writing a byte twice.
    ///
    /// - Returns: Where the control character stands, or the end.
    private func appendEscaped(_ text: UnsafeRawBufferPointer, from: Int) -> Int {
        guard let source = text.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return text.count }
        // Two bytes for each, and one that may be written beyond the last and is not kept.
        let room = reserve(2 &* (text.count &- from) &+ 1).assumingMemoryBound(to: UInt8.self)
        var index = from
        var written = 0
        while index < text.count {
            let byte = source[index]
            guard byte >= 0x20 else { break }
            let isEscaped = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
            room[written] = isEscaped ? UInt8(ascii: "\\") : byte
            room[written &+ 1] = byte
            written &+= isEscaped ? 2 : 1
            index &+= 1
        }
        advance(by: written)
        return index
    }

    /// Appends a JSON string with its quotes.
    public func appendJSONString(_ text: String) {
        var text = text
        text.withUTF8 { appendJSONString(UnsafeRawBufferPointer($0)) }
    }

    /// Appends the text of a JSON string's content, escapes undone.
    ///
    /// Half a surrogate pair becomes U+FFFD, so that UTF-8 stays UTF-8. A malformed escape is copied as it stands.
    public func appendUnescaped(_ content: UnsafeRawBufferPointer) {
        appendUnescaped(content, loneSurrogates: .replaced)
    }

    func appendUnescaped(_ content: UnsafeRawBufferPointer, loneSurrogates: JSONText.LoneSurrogates) {
        guard let source = content.baseAddress, content.count > 0 else { return }
        let room = reserve(content.count).assumingMemoryBound(to: UInt8.self)
        let bytes = source.assumingMemoryBound(to: UInt8.self)
        let added = JSONText.unescape(
            bytes,
            count: content.count,
            into: room,
            loneSurrogates: loneSurrogates
        )
        advance(by: added)
    }

    /// Forgets everything after the first `count` bytes; does nothing when there are not so many.
    public func truncate(to count: Int) {
        guard count >= 0, count < self.count else { return }
        written = count
    }

    /// Shows the bytes written; the buffer must not be appended to meanwhile.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(start: base, count: base == nil ? 0 : count))
    }

    /// Hands over the bytes written, and empties the buffer.
    ///
    /// - Returns: Exactly the bytes written, in memory from `malloc` that the caller must `free`; without an address
    ///   when nothing was written. The next append allocates as much as had been allocated before.
    public func takeStorage() -> UnsafeMutableRawBufferPointer {
        guard let taken = base, count > 0 else { return UnsafeMutableRawBufferPointer(start: nil, count: 0) }
        let bytes = UnsafeMutableRawBufferPointer(start: taken, count: count)
        capacityHint = capacity
        base = nil
        capacity = 0
        written = 0
        return bytes
    }

    /// The address after the last byte, with room for so many more.
    @inlinable
    @inline(__always)
    func reserve(_ extra: Int) -> UnsafeMutableRawPointer {
        guard let base, extra <= capacity &- count else { return grow(extra) }
        return base + count
    }

    @inlinable
    @inline(__always)
    func advance(by added: Int) { written &+= added }

    @usableFromInline
    @inline(never)
    func grow(_ extra: Int) -> UnsafeMutableRawPointer {
        let needed = count + extra
        let wanted = max(needed, capacityHint, capacity &* 2)
        guard let grown = realloc(base, wanted) else {
            preconditionFailure("no memory for \(wanted) bytes")
        }
        base = grown
        capacity = wanted
        return grown + count
    }

    private func appendEscape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case 0x08: append("\\b")
        case 0x09: append("\\t")
        case 0x0A: append("\\n")
        case 0x0C: append("\\f")
        case 0x0D: append("\\r")
        default:
            append("\\u00")
            let digits: StaticString = "0123456789abcdef"
            append(digits.utf8Start[Int(byte >> 4)])
            append(digits.utf8Start[Int(byte & 0xF)])
        }
    }
}
