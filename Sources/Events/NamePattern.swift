/// A name, or a pattern in which `*` stands for any bytes or none; compared byte by byte.
///
/// Takes time linear in the name's length whatever the pattern: the parts between the stars are searched for from
/// left to right, each with the table of Knuth, Morris and Pratt.
struct NamePattern: Sendable {
    private let prefix: [UInt8]
    private let suffix: [UInt8]
    private let middle: [Part]
    private let isExact: Bool

    init(_ pattern: String) {
        self.init(
            parts: pattern.utf8.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false)
                .map(Array.init)
        )
    }

    /// Takes what stands between the stars: one part more than there are stars.
    init(parts: [[UInt8]]) {
        isExact = parts.count < 2
        prefix = parts.first ?? []
        suffix = isExact ? [] : parts.last ?? []
        middle = parts.dropFirst().dropLast().filter { !$0.isEmpty }.map(Part.init)
    }

    /// Whether a name fits.
    func matches(_ name: UnsafeRawBufferPointer) -> Bool {
        guard !isExact else { return name.elementsEqual(prefix) }
        guard name.count >= prefix.count + suffix.count, name.starts(with: prefix) else { return false }
        let end = name.count - suffix.count
        guard UnsafeRawBufferPointer(rebasing: name[end...]).elementsEqual(suffix) else { return false }
        var start = prefix.count
        for part in middle {
            // The leftmost place is as good as any: it leaves the most for what follows.
            guard let next = part.end(in: name, from: start, to: end) else { return false }
            start = next
        }
        return true
    }

    /// What stands between two stars.
    private struct Part: Sendable {
        private let bytes: [UInt8]
        /// For each length of a match so far, the longest shorter one that it ends with.
        private let fallback: [Int]

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
            var fallback = [0, 0]
            var length = 0
            for byte in bytes.dropFirst() {
                while length > 0, bytes[length] != byte { length = fallback[length] }
                if bytes[length] == byte { length += 1 }
                fallback.append(length)
            }
            self.fallback = fallback
        }

        /// Where the leftmost occurrence ends.
        func end(in name: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int? {
            var length = 0
            for offset in start..<end {
                while length > 0, bytes[length] != name[offset] { length = fallback[length] }
                if bytes[length] == name[offset] { length += 1 }
                if length == bytes.count { return offset + 1 }
            }
            return nil
        }
    }
}
