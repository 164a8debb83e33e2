/// A decimal number as JSON writes it, held exactly: `digits` × 10^`exponent`.
///
/// Times and amounts never pass through binary floating point, where 0.1 is already something else.
struct AmplitudeDecimal: Equatable {
    /// More digits or a larger exponent are no time and no amount; the bounds keep the work small.
    static let maximumDigits = 200
    static let maximumExponent = 100_000

    private(set) var isNegative: Bool
    /// Values from 0 to 9, the most significant first; at least one.
    private(set) var digits: [UInt8]
    private(set) var exponent: Int
    /// Whether an exponent was written, so that one is written again.
    private(set) var isScientific: Bool

    /// Reads a token that a scan has found well formed.
    ///
    /// Nil when it is no number, or an absurd one.
    init?(_ token: UnsafeRawBufferPointer) {
        guard let first = token.first, first == UInt8(ascii: "-") || Self.isDigit(first) else { return nil }
        var digits: [UInt8] = []
        var fraction = 0
        var isFraction = false
        var rest = token.dropFirst(first == UInt8(ascii: "-") ? 1 : 0)
        while let byte = rest.first, Self.isDigit(byte) || byte == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            guard byte != UInt8(ascii: ".") else {
                isFraction = true
                continue
            }
            if isFraction { fraction += 1 }
            digits.append(byte - UInt8(ascii: "0"))
            guard digits.count <= Self.maximumDigits else { return nil }
        }
        guard !digits.isEmpty, let exponent = Self.exponent(rest) else { return nil }
        isNegative = first == UInt8(ascii: "-")
        self.digits = digits
        self.exponent = exponent - fraction
        isScientific = !rest.isEmpty
    }

    private init(isNegative: Bool, digits: [UInt8], exponent: Int, isScientific: Bool) {
        self.isNegative = isNegative
        self.digits = digits
        self.exponent = exponent
        self.isScientific = isScientific
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    /// The exponent after the digits: `e`, a sign or none, digits; zero when nothing is left.
    private static func exponent(_ text: Slice<UnsafeRawBufferPointer>) -> Int? {
        guard let letter = text.first else { return 0 }
        guard letter | 0x20 == UInt8(ascii: "e") else { return nil }
        var rest = text.dropFirst()
        let sign = rest.first
        if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
        var value = 0
        for byte in rest {
            guard isDigit(byte) else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
            guard value <= maximumExponent else { return nil }
        }
        guard !rest.isEmpty else { return nil }
        return sign == UInt8(ascii: "-") ? -value : value
    }

    /// The exact product.
    static func * (left: Self, right: Self) -> Self {
        var sums = [Int](repeating: 0, count: left.digits.count + right.digits.count)
        for (i, a) in left.digits.enumerated() {
            for (j, b) in right.digits.enumerated() { sums[i + j + 1] += Int(a) * Int(b) }
        }
        for index in sums.indices.dropFirst().reversed() {
            sums[index - 1] += sums[index] / 10
            sums[index] %= 10
        }
        return Self(
            isNegative: left.isNegative != right.isNegative,
            digits: sums.map { UInt8(truncatingIfNeeded: $0) },
            exponent: left.exponent + right.exponent,
            isScientific: left.isScientific || right.isScientific
        )
    }

    /// The digits of the whole part of this number times a power of ten, without leading zeros; a sign is left out.
    ///
    /// - Returns: ASCII digits, at least one; nil when there would be more than `limit`.
    func wholePart(shiftedBy power: Int, limit: Int) -> [UInt8]? {
        let significant = digits.drop { $0 == 0 }
        let count = significant.count + exponent + power
        guard !significant.isEmpty, count > 0 else { return [UInt8(ascii: "0")] }
        guard count <= limit else { return nil }
        let kept = significant.prefix(count).map { $0 + UInt8(ascii: "0") }
        return kept + [UInt8](repeating: UInt8(ascii: "0"), count: count - kept.count)
    }

    /// The number as JSON writes it, with as many decimals as the arithmetic gave.
    var text: [UInt8] {
        let sign = isNegative ? [UInt8(ascii: "-")] : []
        let zero = UInt8(ascii: "0")
        var written = digits.drop { $0 == 0 }.map { $0 + zero }
        if isScientific {
            if written.isEmpty { written = [zero] }
            return sign + written + (exponent == 0 ? [] : Array("e\(exponent)".utf8))
        }
        let decimals = max(-exponent, 0)
        if written.count <= decimals {
            written.insert(contentsOf: repeatElement(zero, count: decimals + 1 - written.count), at: 0)
        }
        guard decimals > 0 else { return sign + written }
        return sign + written.dropLast(decimals) + [UInt8(ascii: ".")] + written.suffix(decimals)
    }
}
