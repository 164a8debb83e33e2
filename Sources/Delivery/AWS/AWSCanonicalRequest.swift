/// A request in the one spelling that both sides of a signature agree on.
///
/// - Source: the published test suite of Signature Version 4, and what botocore 1.43.11 signs, read 2026-11-21.
struct AWSCanonicalRequest {
    /// What is hashed.
    private(set) var bytes: [UInt8] = []
    /// The names of the signed fields in lower case, sorted, with `;` between them.
    private(set) var signedHeaders = ""

    /// - Parameters:
    ///   - request: The request with all its fields but `Authorization`.
    ///   - contentHash: What stands for the body.
    ///   - isPathFinal: Whether the path is signed as it is sent.
    init(_ request: HTTPRequest, contentHash: String, isPathFinal: Bool) {
        bytes.reserveCapacity(512)
        bytes.append(contentsOf: request.method.utf8)
        newLine()
        let target = request.target.pathAndQuery.utf8
        let mark = target.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
        if isPathFinal {
            bytes.append(contentsOf: target[..<mark])
        } else {
            appendPath(target[..<mark])
        }
        newLine()
        if mark < target.endIndex { appendQuery(target[target.index(after: mark)...]) }
        newLine()
        appendHeaders(request)
        newLine()
        bytes.append(contentsOf: signedHeaders.utf8)
        newLine()
        bytes.append(contentsOf: contentHash.utf8)
    }

    private mutating func newLine() { bytes.append(UInt8(ascii: "\n")) }

    /// The path without `.`, `..` and empty segments, each byte percent-encoded once more.
    private mutating func appendPath(_ path: Substring.UTF8View) {
        let slash = UInt8(ascii: "/")
        var segments: [Substring.UTF8View] = []
        for segment in path.split(separator: slash) {
            if segment.elementsEqual("..".utf8) {
                _ = segments.popLast()
            } else if !segment.elementsEqual(".".utf8) {
                segments.append(segment)
            }
        }
        for segment in segments {
            bytes.append(slash)
            for byte in segment { appendEncoded(byte) }
        }
        if segments.isEmpty || path.last == slash { bytes.append(slash) }
    }

    /// The parameters, their names and values percent-encoded, sorted by name and then by value.
    private mutating func appendQuery(_ query: Substring.UTF8View) {
        guard !query.isEmpty else { return }
        var pairs: [(name: [UInt8], value: [UInt8])] = []
        for piece in query.split(separator: UInt8(ascii: "&")) {
            let sides = piece.split(
                separator: UInt8(ascii: "="),
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            pairs.append((Self.reencoded(sides[0]), sides.count > 1 ? Self.reencoded(sides[1]) : []))
        }
        pairs.sort { left, right in
            left.name == right.name
                ? left.value.lexicographicallyPrecedes(right.value)
                : left.name.lexicographicallyPrecedes(right.name)
        }
        for (index, pair) in pairs.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: "&")) }
            bytes.append(contentsOf: pair.name)
            bytes.append(UInt8(ascii: "="))
            bytes.append(contentsOf: pair.value)
        }
    }

    private mutating func appendEncoded(_ byte: UInt8) { Self.encode(byte, into: &bytes) }

    /// Text that may be percent-encoded, in the encoding that signatures use.
    private static func reencoded(_ text: Substring.UTF8View) -> [UInt8] {
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.count)
        var rest = text
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == UInt8(ascii: "%"), digits.count == 2, digits.allSatisfy(\.isHexadecimalDigit),
                let value = UInt8(String(Substring(digits)), radix: 16)
            {
                encode(value, into: &encoded)
                rest = rest.dropFirst(2)
            } else {
                encode(byte, into: &encoded)
            }
        }
        return encoded
    }

    private static func encode(_ byte: UInt8, into output: inout [UInt8]) {
        if byte.isUnreserved {
            output.append(byte)
        } else {
            output.append(UInt8(ascii: "%"))
            output.append(digits[Int(byte >> 4)])
            output.append(digits[Int(byte & 0xF)])
        }
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    /// The fields in the order of their names; the values of a name that comes twice are joined.
    private mutating func appendHeaders(_ request: HTTPRequest) {
        var fields: [(name: String, value: String)] = []
        fields.reserveCapacity(request.headers.count + 1)
        for field in request.headers where !ASCIIName.isOneOf(field.name, Self.unsigned) {
            fields.append((field.name.lowercased(), field.value))
        }
        if !fields.contains(where: { $0.name == "host" }) {
            fields.append(("host", request.target.hostHeader))
        }
        let order = fields.indices.sorted { left, right in
            fields[left].name == fields[right].name ? left < right : fields[left].name < fields[right].name
        }
        var previous: String?
        for field in order.map({ fields[$0] }) {
            if field.name == previous {
                bytes.removeLast()
                bytes.append(UInt8(ascii: ","))
            } else {
                if previous != nil { signedHeaders += ";" }
                signedHeaders += field.name
                bytes.append(contentsOf: field.name.utf8)
                bytes.append(UInt8(ascii: ":"))
            }
            appendTrimmed(field.value.utf8)
            newLine()
            previous = field.name
        }
    }

    /// A value without white space at its ends, and one space for each stretch inside.
    private mutating func appendTrimmed(_ value: String.UTF8View) {
        var isFirst = true
        for word in value.split(whereSeparator: { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) {
            if !isFirst { bytes.append(UInt8(ascii: " ")) }
            bytes.append(contentsOf: word)
            isFirst = false
        }
    }

    /// Fields that are not signed, because what lies between us and the partner may change them.
    private static let unsigned = [
        "authorization", "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization",
        "te", "trailer", "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
    ]
}

/// Header names, which are compared without regard to case.
enum ASCIIName {
    /// Whether `name` is one of `names`, which are in lower case.
    static func isOneOf(_ name: String, _ names: [String]) -> Bool {
        names.contains { candidate in
            candidate.utf8.count == name.utf8.count
                && zip(candidate.utf8, name.utf8).allSatisfy { lower, byte in
                    lower == byte || lower == byte | 0x20 && (0x41...0x5A).contains(byte)
                }
        }
    }
}

extension UInt8 {
    /// What RFC 3986, 2.3 lets stand without percent-encoding.
    fileprivate var isUnreserved: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    fileprivate var isHexadecimalDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "F"),
            UInt8(ascii: "a")...UInt8(ascii: "f"):
            true
        default: false
        }
    }
}
