/// The escapes of JSON strings, checked and undone on bytes.
enum JSONText {
    /// What becomes of `\u` escapes that are half of a surrogate pair without the other half.
    ///
    /// The grammar of RFC 8259 allows them, so they are no fault of a line; they are no text either.
    enum LoneSurrogates {
        /// Three bytes each that are not UTF-8 but tell one from another; for comparing keys.
        case kept
        /// U+FFFD.
        case replaced
    }

    /// The length of the escape at `bytes`, which begins with a backslash; 0 when it is none.
    static func escapeLength(_ bytes: UnsafePointer<UInt8>, available: Int) -> Int {
        guard available >= 2 else { return 0 }
        switch bytes[1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return 2
        case UInt8(ascii: "u"):
            return codeUnit(bytes, available: available) == nil ? 0 : 6
        default:
            return 0
        }
    }

    /// Writes the text of a string's content; never more bytes than the content has.
    ///
    /// `output` has room for `count` bytes, apart from `content`. A malformed escape is copied as it stands.
    ///
    /// - Returns: The number of bytes written.
    static func unescape(
        _ content: UnsafePointer<UInt8>,
        count: Int,
        into output: UnsafeMutablePointer<UInt8>,
        loneSurrogates: LoneSurrogates
    ) -> Int {
        var read = 0
        var written = 0
        while read < count {
            let available = count &- read
            guard content[read] == UInt8(ascii: "\\"), escapeLength(content + read, available: available) != 0
            else {
                output[written] = content[read]
                read &+= 1
                written &+= 1
                continue
            }
            guard let unit = codeUnit(content + read, available: available) else {
                output[written] = simple(content[read &+ 1])
                read &+= 2
                written &+= 1
                continue
            }
            let next = codeUnit(content + (read &+ 6), available: available &- 6)
            let scalar = join(unit, next) ?? UInt32(unit)
            read &+= scalar > 0xFFFF ? 12 : 6
            let isLone = scalar & 0xFFFF_F800 == 0xD800
            let kept = isLone && loneSurrogates == .replaced ? 0xFFFD : scalar
            written &+= encode(kept, into: output + written)
        }
        return written
    }

    /// The scalar of a surrogate pair, or nil when the two are none.
    private static func join(_ high: UInt16, _ low: UInt16?) -> UInt32? {
        guard let low, high & 0xFC00 == 0xD800, low & 0xFC00 == 0xDC00 else { return nil }
        return 0x10000 &+ (UInt32(high & 0x3FF) << 10 | UInt32(low & 0x3FF))
    }

    /// The code unit of the `\u` escape at `bytes`, if one stands there.
    private static func codeUnit(_ bytes: UnsafePointer<UInt8>, available: Int) -> UInt16? {
        guard available >= 6, bytes[0] == UInt8(ascii: "\\"), bytes[1] == UInt8(ascii: "u") else {
            return nil
        }
        var unit: UInt16 = 0
        for index in 2..<6 {
            guard let digit = hexDigit(bytes[index]) else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte &- UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte &- UInt8(ascii: "a") &+ 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte &- UInt8(ascii: "A") &+ 10
        default: nil
        }
    }

    private static func simple(_ letter: UInt8) -> UInt8 {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: letter
        }
    }

    private static func encode(_ scalar: UInt32, into output: UnsafeMutablePointer<UInt8>) -> Int {
        func trail(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(truncatingIfNeeded: scalar >> shift) & 0x3F }
        switch scalar {
        case 0..<0x80:
            output[0] = UInt8(truncatingIfNeeded: scalar)
            return 1
        case 0x80..<0x800:
            output[0] = 0xC0 | UInt8(truncatingIfNeeded: scalar >> 6)
            output[1] = trail(0)
            return 2
        case 0x800..<0x10000:
            output[0] = 0xE0 | UInt8(truncatingIfNeeded: scalar >> 12)
            output[1] = trail(6)
            output[2] = trail(0)
            return 3
        default:
            output[0] = 0xF0 | UInt8(truncatingIfNeeded: scalar >> 18)
            output[1] = trail(12)
            output[2] = trail(6)
            output[3] = trail(0)
            return 4
        }
    }
}
