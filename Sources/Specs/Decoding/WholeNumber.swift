/// A whole number in a spelling of the YAML 1.2 core schema: `12`, `-3`, `0o17`, `0x1F`.
struct WholeNumber {
    /// The number; nil when it is too far from zero to be held.
    let value: Int?
    /// Whether it is larger than can be held.
    let isTooLarge: Bool

    /// Reads a spelling; nil for anything that is no whole number.
    init?(_ text: String) {
        var digits = text.utf8[...]
        var radix = 10
        var isNegative = false
        if text.hasPrefix("0o") {
            (radix, digits) = (8, digits.dropFirst(2))
        } else if text.hasPrefix("0x") {
            (radix, digits) = (16, digits.dropFirst(2))
        } else if let sign = digits.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            digits = digits.dropFirst()
        }
        guard !digits.isEmpty, digits.allSatisfy({ Self.isDigit($0, radix: radix) }) else { return nil }
        value = Int((isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self), radix: radix)
        isTooLarge = value == nil && !isNegative
    }

    private static func isDigit(_ byte: UInt8, radix: Int) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "7"): true
        case UInt8(ascii: "8")...UInt8(ascii: "9"): radix >= 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): radix == 16
        default: false
        }
    }
}
