/// Reads one URL from left to right.
struct EndpointURLReader {
    private let text: String
    private let bytes: [UInt8]

    init(_ text: String) {
        self.text = text
        self.bytes = Array(text.utf8)
    }

    mutating func read() throws(EndpointURLProblem) -> EndpointURL {
        let (scheme, start) = try scheme()
        let end = bytes[start...].firstIndex { [0x2F, 0x3F, 0x23, 0x5C].contains($0) } ?? bytes.count
        // User info comes before the odd characters: a password is best reported as what it is.
        if let at = bytes[start..<end].lastIndex(of: UInt8(ascii: "@")) {
            throw EndpointURLProblem(.userInfo, at: start..<at + 1)
        }
        try refuseOddCharacters()
        if let hash = bytes.firstIndex(of: UInt8(ascii: "#")) {
            throw EndpointURLProblem(.fragment, at: hash..<bytes.count)
        }
        let (host, port) = try authority(start..<end)
        let mark = bytes[end...].firstIndex(of: UInt8(ascii: "?"))
        let path = string(end..<(mark ?? bytes.count))
        return EndpointURL(
            scheme: scheme,
            host: host,
            port: port ?? scheme.defaultPort,
            path: path.isEmpty ? "/" : path,
            query: mark.map { string($0 + 1..<bytes.count) }
        )
    }

    private func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    private func scheme() throws(EndpointURLProblem) -> (EndpointURL.Scheme, Int) {
        let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
        guard let colon, bytes[colon...].starts(with: "://".utf8) else {
            throw EndpointURLProblem(.noScheme, at: 0..<bytes.count)
        }
        let name = string(0..<colon)
        guard let scheme = EndpointURL.Scheme(rawValue: name.lowercased()) else {
            throw EndpointURLProblem(name.isEmpty ? .noScheme : .unsupportedScheme(name), at: 0..<colon)
        }
        return (scheme, colon + 3)
    }

    private func refuseOddCharacters() throws(EndpointURLProblem) {
        var offset = 0
        for scalar in text.unicodeScalars {
            let width = UTF8.width(scalar)
            if scalar.value <= 0x20 || scalar.value >= 0x7F || ["\\", "\"", "<", ">"].contains(scalar) {
                throw EndpointURLProblem(.badCharacter(scalar), at: offset..<offset + width)
            }
            offset += width
        }
    }

    private func authority(_ range: Range<Int>) throws(EndpointURLProblem) -> (String, Int?) {
        guard range.isEmpty || bytes[range.lowerBound] != UInt8(ascii: "[") else {
            return try bracketed(range)
        }
        let colon = bytes[range].firstIndex(of: UInt8(ascii: ":"))
        let hostRange = range.lowerBound..<(colon ?? range.upperBound)
        guard !hostRange.isEmpty else { throw EndpointURLProblem(.noHost, at: range) }
        let host = string(hostRange).lowercased()
        let isAddress = EndpointAddress.bytes(ofHost: host) != nil
        guard isAddress || (Self.isName(host) && !EndpointAddress.looksLikeIPv4(host)) else {
            throw EndpointURLProblem(.badHost(host), at: hostRange)
        }
        return (
            host, try colon.map { colon throws(EndpointURLProblem) in try port(colon + 1..<range.upperBound) }
        )
    }

    private func bracketed(_ range: Range<Int>) throws(EndpointURLProblem) -> (String, Int?) {
        guard let close = bytes[range].firstIndex(of: UInt8(ascii: "]")) else {
            throw EndpointURLProblem(.badHost(string(range)), at: range)
        }
        let host = string(range.lowerBound + 1..<close).lowercased()
        guard host.utf8.contains(UInt8(ascii: ":")), EndpointAddress.bytes(ofHost: host) != nil else {
            throw EndpointURLProblem(
                .badHost(string(range.lowerBound..<close + 1)),
                at: range.lowerBound..<close + 1
            )
        }
        guard close + 1 < range.upperBound else { return (host, nil) }
        guard bytes[close + 1] == UInt8(ascii: ":") else {
            throw EndpointURLProblem(.badHost(string(range)), at: range)
        }
        return (host, try port(close + 2..<range.upperBound))
    }

    private func port(_ range: Range<Int>) throws(EndpointURLProblem) -> Int {
        let text = string(range)
        let isNumber = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isNumber, let port = Int(text), (1...65_535).contains(port) else {
            throw EndpointURLProblem(.badPort(text), at: range)
        }
        return port
    }

    /// Labels of letters, digits, `-` and `_`, none empty or longer than 63, 253 characters at the most; one dot may
    /// stand at the end.
    private static func isName(_ host: String) -> Bool {
        guard host.utf8.count <= 253 else { return false }
        let trimmed = host.hasSuffix(".") ? host.dropLast() : host[...]
        return trimmed.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy { byte in
                    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D
                        || byte == 0x5F
                }
        }
    }
}
