/// A pattern in which `*` stands for any run of characters, taken apart; `\*` and `\\` stand for themselves.
///
/// Source: Amazon EventBridge user guide, "Wildcard matching", read 2026-11-20: stars in a row are not allowed, and a
/// backslash stands before a star or a backslash only.
public struct WildcardText: Sendable, Hashable {
    /// What is wrong with a pattern.
    public enum Problem: Error, Sendable, Hashable {
        /// Two stars in a row.
        case starsInARow
        /// A backslash before something other than a star or a backslash, or at the end.
        case strayBackslash
    }

    /// The bytes between the stars, in order: one part more than there are stars.
    public let parts: [[UInt8]]

    /// Reads a pattern.
    ///
    /// - Parameter pattern: The pattern as written.
    /// - Throws: What is wrong with it.
    public init(_ pattern: String) throws(Problem) {
        var parts: [[UInt8]] = [[]]
        var isEscaped = false
        var isAfterStar = false
        for byte in pattern.utf8 {
            let isStar = byte == UInt8(ascii: "*")
            if isEscaped {
                guard isStar || byte == UInt8(ascii: "\\") else { throw .strayBackslash }
                parts[parts.count - 1].append(byte)
                isEscaped = false
                isAfterStar = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if isStar {
                guard !isAfterStar else { throw .starsInARow }
                parts.append([])
                isAfterStar = true
            } else {
                parts[parts.count - 1].append(byte)
                isAfterStar = false
            }
        }
        guard !isEscaped else { throw .strayBackslash }
        self.parts = parts
    }
}
