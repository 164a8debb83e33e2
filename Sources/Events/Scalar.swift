/// JSON values that are neither strings nor hold others: numbers, `true`, `false`, `null`.
enum Scalar {
    /// Where the value that begins at `start` ends; nil when none does.
    @inline(never)
    static func end(_ line: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int? {
        guard start < count else { return nil }
        switch line[start] {
        case UInt8(ascii: "t"): return word("true", line, start, count)
        case UInt8(ascii: "f"): return word("false", line, start, count)
        case UInt8(ascii: "n"): return word("null", line, start, count)
        default: return number(line, start, count)
        }
    }

    @inline(__always)
    private static func word(
        _ word: StaticString,
        _ line: UnsafePointer<UInt8>,
        _ start: Int,
        _ count: Int
    ) -> Int? {
        let length = word.utf8CodeUnitCount
        guard count &- start >= length else { return nil }
        for index in 0..<length where line[start &+ index] != word.utf8Start[index] { return nil }
        return start &+ length
    }

    private static func number(_ line: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int? {
        var offset = start
        if line[offset] == UInt8(ascii: "-") { offset &+= 1 }
        let whole = digits(line, offset, count)
        guard whole > offset, line[offset] != UInt8(ascii: "0") || whole == offset &+ 1 else { return nil }
        offset = whole
        if offset < count, line[offset] == UInt8(ascii: ".") {
            let fraction = digits(line, offset &+ 1, count)
            guard fraction > offset &+ 1 else { return nil }
            offset = fraction
        }
        guard offset < count, line[offset] | 0x20 == UInt8(ascii: "e") else { return offset }
        offset &+= 1
        if offset < count, line[offset] == UInt8(ascii: "+") || line[offset] == UInt8(ascii: "-") {
            offset &+= 1
        }
        let exponent = digits(line, offset, count)
        return exponent > offset ? exponent : nil
    }

    /// The first offset from `start` on that holds no digit.
    @inline(__always)
    private static func digits(_ line: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
        var offset = start
        while offset < count, line[offset] &- UInt8(ascii: "0") < 10 { offset &+= 1 }
        return offset
    }
}
