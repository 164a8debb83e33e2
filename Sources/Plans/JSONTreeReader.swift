/// Reads JSON strictly, and keeps the digits of numbers; at most 64 levels deep.
///
/// `CanonicalJSONParser` reads numbers as the numbers that plans hold, which loses the digits that tests compare.
struct JSONTreeReader {
    private static let maximumDepth = 64

    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The one value of the text.
    mutating func document() throws(JSONTreeProblem) -> JSONTree {
        skipSpace()
        guard index < bytes.count else { throw problem("the text is empty") }
        let value = try value(depth: 0)
        skipSpace()
        guard index == bytes.count else { throw problem("something stands behind the value") }
        return value
    }

    private func problem(_ message: String, at offset: Int? = nil) -> JSONTreeProblem {
        JSONTreeProblem(offset: offset ?? index, message: message)
    }

    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipSpace() {
        while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { index += 1 }
    }

    private mutating func value(depth: Int) throws(JSONTreeProblem) -> JSONTree {
        guard depth <= Self.maximumDepth else { throw problem("it is nested too deeply") }
        skipSpace()
        switch peek {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try list(depth: depth)
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "t"): return try word("true", .boolean(true))
        case UInt8(ascii: "f"): return try word("false", .boolean(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case nil: throw problem("it breaks off")
        default: return try number()
        }
    }

    private mutating func word(_ word: String, _ value: JSONTree) throws(JSONTreeProblem) -> JSONTree {
        guard bytes[index...].starts(with: word.utf8) else { throw problem("no value begins like this") }
        index += word.utf8.count
        return value
    }

    private mutating func object(depth: Int) throws(JSONTreeProblem) -> JSONTree {
        index += 1
        var members: [JSONTree.Member] = []
        var keys: Set<[UInt8]> = []
        if isClosed(by: UInt8(ascii: "}")) { return .object([]) }
        while true {
            skipSpace()
            let start = index
            guard peek == UInt8(ascii: "\"") else { throw problem("a key in double quotes belongs here") }
            let key = try string()
            guard keys.insert(Array(key.utf8)).inserted else {
                throw problem("'\(key)' stands here twice", at: start)
            }
            skipSpace()
            guard peek == UInt8(ascii: ":") else { throw problem("':' belongs behind a key") }
            index += 1
            members.append(JSONTree.Member(key: key, value: try value(depth: depth + 1)))
            if isClosed(by: UInt8(ascii: "}")) { return .object(members) }
            try takeComma()
        }
    }

    private mutating func list(depth: Int) throws(JSONTreeProblem) -> JSONTree {
        index += 1
        var items: [JSONTree] = []
        if isClosed(by: UInt8(ascii: "]")) { return .list([]) }
        while true {
            items.append(try value(depth: depth + 1))
            if isClosed(by: UInt8(ascii: "]")) { return .list(items) }
            try takeComma()
        }
    }

    private mutating func isClosed(by close: UInt8) -> Bool {
        skipSpace()
        guard peek == close else { return false }
        index += 1
        return true
    }

    private mutating func takeComma() throws(JSONTreeProblem) {
        guard let byte = peek else { throw problem("it breaks off") }
        guard byte == UInt8(ascii: ",") else { throw problem("',' is missing") }
        index += 1
    }

    private mutating func number() throws(JSONTreeProblem) -> JSONTree {
        let allowed = Array("-+.eE0123456789".utf8)
        let start = index
        while let byte = peek, allowed.contains(byte) { index += 1 }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        guard text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil else {
            throw problem(text.isEmpty ? "no value begins like this" : "'\(text)' is not a number", at: start)
        }
        return .number(text)
    }

    private mutating func string() throws(JSONTreeProblem) -> String {
        let start = index
        index += 1
        var characters: [UInt8] = []
        while let byte = peek {
            index += 1
            switch byte {
            case UInt8(ascii: "\""):
                guard let text = String(validating: characters, as: UTF8.self) else {
                    throw problem("a text is not UTF-8", at: start)
                }
                return text
            case UInt8(ascii: "\\"): characters += String(try escape()).utf8
            case 0..<0x20: throw problem("a control character must be escaped", at: index - 1)
            default: characters.append(byte)
            }
        }
        throw problem("it breaks off")
    }

    private mutating func escape() throws(JSONTreeProblem) -> Unicode.Scalar {
        guard let letter = peek else { throw problem("it breaks off") }
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw problem("no escape is written like this", at: index - 2)
        }
    }

    private mutating func unicodeEscape() throws(JSONTreeProblem) -> Unicode.Scalar {
        let start = index
        let first = try fourDigits()
        if let scalar = Unicode.Scalar(first) { return scalar }
        // A scalar beyond the first plane is written as two escapes, the high half first.
        guard (0xD800..<0xDC00).contains(first), bytes[index...].starts(with: "\\u".utf8) else {
            throw problem("half a character stands alone", at: start)
        }
        index += 2
        let second = try fourDigits()
        guard (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw problem("half a character stands alone", at: start) }
        return scalar
    }

    private mutating func fourDigits() throws(JSONTreeProblem) -> UInt32 {
        let digits = bytes[index...].prefix(4)
        guard digits.count == 4,
            digits.allSatisfy({ $0 < 0x80 && Character(Unicode.Scalar($0)).isHexDigit }),
            let value = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw problem("four hexadecimal digits belong behind '\\u'") }
        index += 4
        return value
    }
}
