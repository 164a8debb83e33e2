/// What is not JSON, and where.
struct JSONProblem: Error, Hashable {
    /// Lower case, no full stop.
    var message: String
    /// Byte offset in the text.
    var offset: Int
}

/// A value found in a text.
struct JSONSlice: Hashable {
    /// The kinds of JSON values.
    enum Kind: Hashable { case object, array, string, number, boolean, null }

    var kind: Kind
    /// The value's bytes, quotes and brackets included.
    var range: Range<Int>
}

/// Reads JSON by RFC 8259 in one pass and remembers where values stand.
///
/// Shares nothing with the product, so that a fault in one does not excuse the other. The text must have been
/// checked to be UTF-8.
struct JSONWalker {
    let bytes: [UInt8]
    private(set) var offset = 0
    private var depth = 0

    /// Deeper nesting is refused, unless a partner sets another limit.
    static let maximumDepth = 256
    private let maximumDepth: Int

    init(_ bytes: [UInt8], maximumDepth: Int = Self.maximumDepth) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    /// The kind of the next value, not yet read.
    mutating func peek() throws(JSONProblem) -> JSONSlice.Kind {
        skipSpace()
        switch current {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
        case UInt8(ascii: "n"): return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        default: throw problem(isAtEnd ? "the text ends where a value should be" : "not a JSON value")
        }
    }

    /// Reads any value and all that is in it.
    @discardableResult
    mutating func skip() throws(JSONProblem) -> JSONSlice {
        let kind = try peek()
        let start = offset
        switch kind {
        case .object: try object { walker, _ throws(JSONProblem) in try walker.skip() }
        case .array: try array { walker throws(JSONProblem) in try walker.skip() }
        case .string: try skipString()
        case .number: try skipNumber()
        case .boolean: try skipWord(current == UInt8(ascii: "t") ? "true" : "false")
        case .null: try skipWord("null")
        }
        return JSONSlice(kind: kind, range: start..<offset)
    }

    /// Reads an object; `member` gets each decoded key and must read exactly the value.
    mutating func object(
        _ member: (inout JSONWalker, [UInt8]) throws(JSONProblem) -> Void
    ) throws(JSONProblem) {
        try open("{")
        defer { depth -= 1 }
        if skip("}") { return }
        repeat {
            skipSpace()
            let start = offset
            try skipString()
            let key = text(of: start..<offset)
            guard skip(":") else { throw problem("a colon is missing") }
            try member(&self, key)
        } while skip(",")
        guard skip("}") else { throw problem("a comma or '}' is missing") }
    }

    /// Reads an array; `element` must read exactly one value each time.
    mutating func array(_ element: (inout JSONWalker) throws(JSONProblem) -> Void) throws(JSONProblem) {
        try open("[")
        defer { depth -= 1 }
        if skip("]") { return }
        repeat { try element(&self) } while skip(",")
        guard skip("]") else { throw problem("a comma or ']' is missing") }
    }

    /// Checks that nothing but white space is left.
    mutating func end() throws(JSONProblem) {
        skipSpace()
        guard isAtEnd else { throw problem("there is more text after the value") }
    }

    /// The bytes a string stands for, escapes resolved; a lone surrogate becomes U+FFFD.
    func text(of range: Range<Int>) -> [UInt8] {
        let inner = bytes[range].dropFirst().dropLast()
        guard inner.contains(UInt8(ascii: "\\")) else { return Array(inner) }
        return JSONEscapes.resolve(inner)
    }

    // MARK: Tokens

    private var isAtEnd: Bool { offset >= bytes.count }
    private var current: UInt8 { isAtEnd ? 0 : bytes[offset] }

    private func problem(_ message: String) -> JSONProblem { JSONProblem(message: message, offset: offset) }

    private mutating func skipSpace() {
        while !isAtEnd {
            switch bytes[offset] {
            case 0x20, 0x09, 0x0A, 0x0D: offset += 1
            default: return
            }
        }
    }

    private mutating func skip(_ mark: Unicode.Scalar) -> Bool {
        skipSpace()
        guard !isAtEnd, current == UInt8(ascii: mark) else { return false }
        offset += 1
        return true
    }

    private mutating func open(_ mark: Unicode.Scalar) throws(JSONProblem) {
        guard depth < maximumDepth else { throw problem("nested too deeply") }
        guard skip(mark) else { throw problem("'\(mark)' is missing") }
        depth += 1
    }

    private mutating func skipWord(_ word: String) throws(JSONProblem) {
        for byte in word.utf8 {
            guard !isAtEnd, current == byte else { throw problem("not a JSON value") }
            offset += 1
        }
    }

    private mutating func skipString() throws(JSONProblem) {
        guard current == UInt8(ascii: "\""), !isAtEnd else { throw problem("a string is missing") }
        offset += 1
        while !isAtEnd {
            switch bytes[offset] {
            case UInt8(ascii: "\""):
                offset += 1
                return
            case UInt8(ascii: "\\"):
                offset += 1
                try skipEscape()
            case 0..<0x20:
                throw problem("a control character in a string")
            default:
                offset += 1
            }
        }
        throw problem("a string does not end")
    }

    private mutating func skipEscape() throws(JSONProblem) {
        let mark = current
        offset += 1
        guard mark == UInt8(ascii: "u") else {
            guard JSONEscapes.plain[mark] != nil else { throw problem("an unknown escape") }
            return
        }
        for _ in 0..<4 {
            guard !isAtEnd, JSONEscapes.hexDigit(current) != nil else {
                throw problem("an escape without four hex digits")
            }
            offset += 1
        }
    }

    private mutating func skipNumber() throws(JSONProblem) {
        if current == UInt8(ascii: "-") { offset += 1 }
        if current == UInt8(ascii: "0"), !isAtEnd {
            offset += 1
        } else {
            try skipDigits()
        }
        if current == UInt8(ascii: ".") {
            offset += 1
            try skipDigits()
        }
        if current | 0x20 == UInt8(ascii: "e") {
            offset += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { offset += 1 }
            try skipDigits()
        }
    }

    private mutating func skipDigits() throws(JSONProblem) {
        let start = offset
        while !isAtEnd, (0x30...0x39).contains(current) { offset += 1 }
        guard offset > start else { throw problem("a digit is missing") }
    }
}

/// The escapes of JSON strings.
enum JSONEscapes {
    static let plain: [UInt8: UInt8] = [
        UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "/"): 0x2F, UInt8(ascii: "b"): 0x08,
        UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
    ]

    static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) - 0x30
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"):
            UInt32(byte | 0x20) - 0x57
        default: nil
        }
    }

    /// A JSON string for these bytes.
    static func quoted(_ bytes: some Collection<UInt8>) -> String {
        var text = "\""
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\"", "\\": text += "\\\(scalar)"
            case "\u{0}"..<" ":
                text += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }

    /// Resolves the escapes of a string that is known to be well formed.
    static func resolve(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var units: [UInt16] = []
        var result: [UInt8] = []
        var rest = text
        // Adjacent \u escapes are gathered, because two of them may be one character.
        func flush() {
            guard !units.isEmpty else { return }
            result += Array(String(decoding: units, as: UTF16.self).utf8)
            units = []
        }
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let mark = rest.popFirst() else {
                flush()
                result.append(byte)
                continue
            }
            if mark == UInt8(ascii: "u") {
                units.append(
                    UInt16(truncatingIfNeeded: rest.prefix(4).reduce(0) { $0 << 4 | (hexDigit($1) ?? 0) })
                )
                rest = rest.dropFirst(4)
            } else {
                flush()
                if let plain = plain[mark] { result.append(plain) }
            }
        }
        flush()
        return result
    }
}
