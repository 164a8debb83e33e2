import Diagnostics

/// Finds what may be a secret in a text that could not be read as YAML, by its looks alone.
///
/// Where reading went wrong nobody knows what is a credential, and yet the line gets shown. So everything after
/// `credentials:` or `hashKey:` is hidden, on its own line and on the lines below that are indented further; and on
/// every line what follows a key that ends like the names of secrets.
enum CredentialLines {
    private static let words = [Array("credentials".utf8), Array("hashKey".utf8)]

    /// The stretches to hide.
    static func secrets(in file: SourceFile) -> [Range<Int>] {
        var secrets: [Range<Int>] = []
        var outerIndent: Int?
        for line in 1...file.lineStarts.count {
            let offsets = file.offsets(ofLine: line)
            let bytes = file.bytes[offsets]
            guard let first = bytes.firstIndex(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") })
            else { continue }
            let indent = first - offsets.lowerBound
            if let outer = outerIndent, indent > outer {
                let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
                secrets.append((colon.map { $0 + 1 } ?? first)..<offsets.upperBound)
                continue
            }
            outerIndent = nil
            if let end = endOfSecretKey(in: bytes) { secrets.append(end..<offsets.upperBound) }
            guard let end = endOfWord(in: bytes) else { continue }
            secrets.append(end..<offsets.upperBound)
            outerIndent = indent
        }
        return secrets.filter { !$0.isEmpty }
    }

    /// Behind the first key that looks like the name of a secret, and its sign.
    private static func endOfSecretKey(in line: ArraySlice<UInt8>) -> Int? {
        var start = line.startIndex
        while start < line.endIndex {
            let end = line[start...].firstIndex { !isLetterOrDigit($0) } ?? line.endIndex
            let word = String(decoding: line[start..<end], as: UTF8.self).lowercased()
            var sign = end
            while sign < line.endIndex, " \t\"'".utf8.contains(line[sign]) { sign += 1 }
            if sign < line.endIndex, ":=".utf8.contains(line[sign]),
                SecretLooks.endings.contains(where: word.hasSuffix)
            {
                return sign + 1
            }
            start = max(end, start + 1)
        }
        return nil
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func endOfWord(in line: ArraySlice<UInt8>) -> Int? {
        words.compactMap { end(of: $0, in: line) }.min()
    }

    private static func end(of word: [UInt8], in line: ArraySlice<UInt8>) -> Int? {
        var rest = line
        while let start = rest.firstIndex(of: word[0]) {
            if rest[start...].starts(with: word) {
                let end = start + word.count
                return end < line.endIndex && line[end] == UInt8(ascii: ":") ? end + 1 : end
            }
            rest = rest[(start + 1)...]
        }
        return nil
    }
}
