import Plans

/// What a line is, found the slow and plain way: by recursion over an array, with sets of keys.
struct ReferenceParser {
    struct Malformed: Error {}

    private let bytes: [UInt8]
    private var offset = 0
    private var hasDuplicateKey = false
    /// Path of keys to the raw token, quotes included, of members of the event and of its two objects.
    private(set) var tokens: [String: Range<Int>] = [:]

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    static func read(_ bytes: [UInt8]) -> (refusal: RefusalReason?, tokens: [String: Range<Int>]) {
        guard String(validating: bytes, as: UTF8.self) != nil else { return (.invalidUTF8, [:]) }
        var parser = ReferenceParser(bytes)
        do {
            parser.space()
            guard parser.peek == UInt8(ascii: "{") else { throw Malformed() }
            try parser.value(depth: 1, path: "")
            parser.space()
            guard parser.offset == bytes.count else { throw Malformed() }
        } catch {
            return (.notJSON, [:])
        }
        if parser.hasDuplicateKey { return (.duplicateKey, [:]) }
        guard let id = parser.tokens["id"], bytes[id.lowerBound] == UInt8(ascii: "\""), id.count > 2 else {
            return (.noID, [:])
        }
        return (nil, parser.tokens)
    }

    private var peek: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func space() {
        while let byte = peek, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { offset += 1 }
    }

    private mutating func expect(_ text: String) throws {
        guard bytes[offset...].starts(with: text.utf8) else { throw Malformed() }
        offset += text.utf8.count
    }

    private mutating func value(depth: Int, path: String?) throws {
        switch peek {
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "{"): try object(depth: depth, path: path)
        case UInt8(ascii: "["): try array(depth: depth)
        case UInt8(ascii: "t"): try expect("true")
        case UInt8(ascii: "f"): try expect("false")
        case UInt8(ascii: "n"): try expect("null")
        default: try number()
        }
    }

    private mutating func object(depth: Int, path: String?) throws {
        guard depth <= 128 else { throw Malformed() }
        try expect("{")
        space()
        var keys: Set<[UInt16]> = []
        while peek != UInt8(ascii: "}") {
            let key = try string()
            if !keys.insert(key).inserted { hasDuplicateKey = true }
            space()
            try expect(":")
            space()
            let name = path.map { $0 + String(decoding: key, as: UTF16.self) }
            let start = offset
            let isInside = depth == 1 && (name == "user" || name == "properties")
            try value(depth: depth + 1, path: isInside ? name.map { $0 + "." } : nil)
            if let name { tokens[name] = start..<offset }
            space()
            guard try comma(before: "}") else { break }
        }
        try expect("}")
    }

    private mutating func array(depth: Int) throws {
        guard depth <= 128 else { throw Malformed() }
        try expect("[")
        space()
        while peek != UInt8(ascii: "]") {
            try value(depth: depth + 1, path: nil)
            space()
            guard try comma(before: "]") else { break }
        }
        try expect("]")
    }

    /// Steps over a comma, after which the container may not end.
    private mutating func comma(before closer: Character) throws -> Bool {
        guard peek == UInt8(ascii: ",") else { return false }
        offset += 1
        space()
        guard peek != closer.asciiValue else { throw Malformed() }
        return true
    }

    /// The text of a string in UTF-16, halves of pairs included.
    private mutating func string() throws -> [UInt16] {
        try expect("\"")
        var units: [UInt16] = []
        var plain: [UInt8] = []
        func flushed() -> [UInt16] { Array(String(decoding: plain, as: UTF8.self).utf16) }
        while let byte = peek {
            offset += 1
            switch byte {
            case UInt8(ascii: "\""): return units + flushed()
            case 0..<0x20: throw Malformed()
            case UInt8(ascii: "\\"):
                units += flushed()
                plain = []
                units.append(try escape())
            default: plain.append(byte)
            }
        }
        throw Malformed()
    }

    private mutating func escape() throws -> UInt16 {
        guard let letter = peek else { throw Malformed() }
        offset += 1
        let simple: [Character: UInt16] = [
            "\"": 0x22, "\\": 0x5C, "/": 0x2F, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9,
        ]
        if let unit = simple[Character(UnicodeScalar(letter))] { return unit }
        guard letter == UInt8(ascii: "u"), offset + 4 <= bytes.count else { throw Malformed() }
        let digits = String(decoding: bytes[offset..<offset + 4], as: UTF8.self)
        guard digits.utf8.count == 4, digits.allSatisfy({ $0.isHexDigit && $0.isASCII }) else {
            throw Malformed()
        }
        guard let unit = UInt16(digits, radix: 16) else { throw Malformed() }
        offset += 4
        return unit
    }

    private mutating func number() throws {
        if peek == UInt8(ascii: "-") { offset += 1 }
        if peek == UInt8(ascii: "0") { offset += 1 } else { try digits() }
        if peek == UInt8(ascii: ".") {
            offset += 1
            try digits()
        }
        guard peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") else { return }
        offset += 1
        if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { offset += 1 }
        try digits()
    }

    private mutating func digits() throws {
        let start = offset
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { offset += 1 }
        guard offset > start else { throw Malformed() }
    }
}
