/// A number as JSON writes it, compared digit by digit: nothing is rounded, however many digits there are.
///
/// Holds offsets into the text it was read from, so that reading one allocates nothing.
public struct DecimalNumber: Sendable, Hashable {
    private var isNegative = false
    /// Where the digits begin that count, and one past the last digit or point.
    private var start = 0
    private var end = 0
    /// The power of ten of the first digit that is not zero; without meaning for zero.
    private var magnitude = 0
    private var isZero = true

    /// Exponents beyond this are all the same; longer than any line is, so that sums do not overflow.
    private static let farthest = 1 << 40

    /// Reads a number; nil for anything that is none by the grammar of RFC 8259.
    public init?(_ text: UnsafeRawBufferPointer) {
        var offset = text.first == UInt8(ascii: "-") ? 1 : 0
        isNegative = offset == 1
        let whole = Self.digits(text, from: offset)
        guard whole > offset, text[offset] != UInt8(ascii: "0") || whole == offset + 1 else { return nil }
        start = offset
        offset = whole
        if offset < text.count, text[offset] == UInt8(ascii: ".") {
            let fraction = Self.digits(text, from: offset + 1)
            guard fraction > offset + 1 else { return nil }
            offset = fraction
        }
        end = offset
        guard let exponent = Self.exponent(text, from: offset) else { return nil }
        while start < end, text[start] == UInt8(ascii: "0") || text[start] == UInt8(ascii: ".") { start += 1 }
        isZero = start == end
        magnitude = exponent + (start < whole ? whole - start - 1 : whole - start)
    }

    /// Orders two numbers by value.
    ///
    /// - Parameters:
    ///   - text: The text this number was read from.
    ///   - other: Another number.
    ///   - otherText: The text the other number was read from.
    /// - Returns: Less than 0 when this one is less, 0 when they are equal, more than 0 when it is more.
    public func order(
        in text: UnsafeRawBufferPointer,
        with other: DecimalNumber,
        in otherText: UnsafeRawBufferPointer
    ) -> Int {
        let sign = isZero ? 0 : isNegative ? -1 : 1
        let otherSign = other.isZero ? 0 : other.isNegative ? -1 : 1
        guard sign == otherSign else { return sign < otherSign ? -1 : 1 }
        guard sign != 0 else { return 0 }
        guard magnitude == other.magnitude else { return magnitude < other.magnitude ? -sign : sign }
        var left = start
        var right = other.start
        while left < end || right < other.end {
            let digit = nextDigit(text, &left)
            let otherDigit = other.nextDigit(otherText, &right)
            guard digit == otherDigit else { return digit < otherDigit ? -sign : sign }
        }
        return 0
    }

    /// The digit at an offset, which moves on; zeros follow the last.
    private func nextDigit(_ text: UnsafeRawBufferPointer, _ offset: inout Int) -> UInt8 {
        if offset < end, text[offset] == UInt8(ascii: ".") { offset += 1 }
        guard offset < end, offset < text.count else { return UInt8(ascii: "0") }
        defer { offset += 1 }
        return text[offset]
    }

    private static func digits(_ text: UnsafeRawBufferPointer, from start: Int) -> Int {
        var offset = start
        while offset < text.count, isDigit(text[offset]) { offset += 1 }
        return offset
    }

    /// The exponent that follows the digits, 0 when none does; nil when something else follows.
    private static func exponent(_ text: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard start < text.count else { return 0 }
        guard text[start] | 0x20 == UInt8(ascii: "e") else { return nil }
        var offset = start + 1
        var isNegative = false
        if offset < text.count, text[offset] == UInt8(ascii: "-") || text[offset] == UInt8(ascii: "+") {
            isNegative = text[offset] == UInt8(ascii: "-")
            offset += 1
        }
        guard offset < text.count else { return nil }
        var exponent = 0
        for byte in text[offset...] {
            guard isDigit(byte) else { return nil }
            exponent = min(farthest, exponent * 10 + Int(byte - UInt8(ascii: "0")))
        }
        return isNegative ? -exponent : exponent
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }
}

extension DecimalNumber {
    /// Orders two texts by the numbers they are; nil when one of them is no number.
    public static func order(_ left: String, _ right: String) -> Int? {
        var (left, right) = (left, right)
        return left.withUTF8 { leftBytes in
            right.withUTF8 { rightBytes in
                let leftText = UnsafeRawBufferPointer(leftBytes)
                let rightText = UnsafeRawBufferPointer(rightBytes)
                guard let one = DecimalNumber(leftText), let other = DecimalNumber(rightText) else {
                    return nil
                }
                return one.order(in: leftText, with: other, in: rightText)
            }
        }
    }

    /// The one spelling of a number that plans use, such as `5` for `5.0` and `0.05` for `5e-2`.
    ///
    /// - Returns: Nil for a text that is no number by the grammar of JSON, and for a number that a plan cannot hold
    ///   exactly: a whole number beyond 64 bits, or any other with more than 15 significant digits.
    public static func canonical(_ text: String) -> String? {
        guard order(text, text) != nil else { return nil }
        if let whole = Int(text) { return String(whole) }
        guard let double = Double(text), double.isFinite else { return nil }
        if double.magnitude < 1e15, let whole = Int(exactly: double.rounded(.towardZero)),
            order(String(whole), text) == 0
        {
            return String(whole)
        }
        let spelled = String(double)
        guard order(spelled, text) == 0, significantDigits(text) <= 15 else { return nil }
        return spelled
    }

    private static func significantDigits(_ text: String) -> Int {
        let mantissa = text.utf8.prefix { $0 | 0x20 != UInt8(ascii: "e") }.filter(isDigit)
        let isZero = { (byte: UInt8) in byte == UInt8(ascii: "0") }
        return mantissa.drop(while: isZero).reversed().drop(while: isZero).count
    }
}
