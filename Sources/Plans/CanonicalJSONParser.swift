/// Why a text is not JSON.
package enum CanonicalJSONProblem: Error, Sendable, Hashable {
    /// The text ends before its value does: a copy that broke off.
    case truncated
    /// Something else stands at this byte offset than JSON allows, or a key stands there twice.
    case malformed(offset: Int)
}

/// Reads JSON strictly: one value, UTF-8, no key twice, at most 64 levels deep.
///
/// Own code because plan files need two things the platform's reader does not give: telling a text that broke off
/// from one that is wrong, and refusing a key that stands twice.
struct CanonicalJSONParser {
    private let bytes: [UInt8]
    private var index = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The value of a text.
    static func parse(_ bytes: [UInt8]) throws(CanonicalJSONProblem) -> CanonicalJSON {
        var parser = CanonicalJSONParser(bytes)
        let value = try parser.value(depth: 0)
        parser.skipSpace()
        guard parser.index == bytes.count else { throw .malformed(offset: parser.index) }
        return value
    }

    private var malformed: CanonicalJSONProblem { .malformed(offset: index) }

    private mutating func skipSpace() {
        while index < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
    }

    private func peek() throws(CanonicalJSONProblem) -> UInt8 {
        guard index < bytes.count else { throw .truncated }
        return bytes[index]
    }

    private mutating func take(_ expected: UInt8) throws(CanonicalJSONProblem) {
        guard try peek() == expected else { throw malformed }
        index += 1
    }

    private mutating func value(depth: Int) throws(CanonicalJSONProblem) -> CanonicalJSON {
        guard depth <= 64 else { throw malformed }
        skipSpace()
        switch try peek() {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func word(
        _ word: StaticString,
        _ value: CanonicalJSON
    ) throws(CanonicalJSONProblem) -> CanonicalJSON {
        for byte in word.description.utf8 { try take(byte) }
        return value
    }

    private mutating func object(depth: Int) throws(CanonicalJSONProblem) -> CanonicalJSON {
        index += 1
        var members: [String: CanonicalJSON] = [:]
        skipSpace()
        if try peek() == UInt8(ascii: "}") {
            index += 1
            return .object(members)
        }
        while true {
            skipSpace()
            let start = index
            guard try peek() == UInt8(ascii: "\"") else { throw malformed }
            let key = try string()
            skipSpace()
            try take(UInt8(ascii: ":"))
            let member = try value(depth: depth + 1)
            guard members.updateValue(member, forKey: key) == nil else { throw .malformed(offset: start) }
            if try isClosed(by: UInt8(ascii: "}")) { return .object(members) }
        }
    }

    private mutating func array(depth: Int) throws(CanonicalJSONProblem) -> CanonicalJSON {
        index += 1
        var items: [CanonicalJSON] = []
        skipSpace()
        if try peek() == UInt8(ascii: "]") {
            index += 1
            return .array(items)
        }
        while true {
            items.append(try value(depth: depth + 1))
            if try isClosed(by: UInt8(ascii: "]")) { return .array(items) }
        }
    }

    private mutating func isClosed(by close: UInt8) throws(CanonicalJSONProblem) -> Bool {
        skipSpace()
        let next = try peek()
        guard next == close || next == UInt8(ascii: ",") else { throw malformed }
        index += 1
        return next == close
    }

    private mutating func number() throws(CanonicalJSONProblem) -> CanonicalJSON {
        let start = index
        let allowed = Set("-+.eE0123456789".utf8)
        while index < bytes.count, allowed.contains(bytes[index]) { index += 1 }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        guard start < index else { throw malformed }
        if let integer = Int(text), !text.hasPrefix("+") { return .integer(integer) }
        guard let decimal = Double(text), decimal.isFinite else {
            throw index == bytes.count ? .truncated : .malformed(offset: start)
        }
        return .decimal(decimal)
    }

    private mutating func string() throws(CanonicalJSONProblem) -> String {
        let start = index
        index += 1
        var characters: [UInt8] = []
        while true {
            let byte = try peek()
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: characters, as: UTF8.self) else {
                    throw .malformed(offset: start)
                }
                return text
            case UInt8(ascii: "\\"): characters += String(try escape()).utf8
            case 0..<0x20: throw .malformed(offset: index - 1)
            default: characters.append(byte)
            }
        }
    }

    private mutating func escape() throws(CanonicalJSONProblem) -> Unicode.Scalar {
        let letter = try peek()
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw .malformed(offset: index - 1)
        }
    }

    private mutating func unicodeEscape() throws(CanonicalJSONProblem) -> Unicode.Scalar {
        let start = index
        let first = try fourDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        // A scalar beyond the first plane is written as two escapes, the high half first.
        guard (0xD800..<0xDC00).contains(first) else { throw .malformed(offset: start) }
        try take(UInt8(ascii: "\\"))
        try take(UInt8(ascii: "u"))
        let second = try fourDigits()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw .malformed(offset: start) }
        return scalar
    }

    private mutating func fourDigits() throws(CanonicalJSONProblem) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let byte = try peek()
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw malformed
            }
            value = value << 4 | UInt32(digit)
            index += 1
        }
        return value
    }
}
