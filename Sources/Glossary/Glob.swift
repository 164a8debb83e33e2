/// A pattern in which `*` stands for any run of characters, also none; every other character stands for
/// itself.
///
/// Matching compares bytes, is case sensitive, and covers the whole text. There is no escape: a literal star
/// cannot be asked for.
public struct Glob: Sendable, Hashable {
    /// The pattern as written.
    public let pattern: String
    private let bytes: [UInt8]

    /// Takes any text as a pattern; without a `*` it matches itself alone, and the empty pattern only the
    /// empty text.
    public init(_ pattern: String) {
        self.pattern = pattern
        self.bytes = Array(pattern.utf8)
    }

    /// Whether the pattern can match only one text.
    public var isExact: Bool { !bytes.contains(UInt8(ascii: "*")) }

    /// Whether the whole of a UTF-8 text matches.
    ///
    /// - Complexity: O(*n* · *m*) for *n* bytes of text and *m* of pattern. Going back to the latest star is
    ///   enough, since an earlier one could only take more away.
    public func matches(_ text: some Collection<UInt8>) -> Bool {
        var inPattern = 0
        var inText = text.startIndex
        var afterStar: Int?
        var textAtStar = inText
        while inText != text.endIndex {
            if inPattern < bytes.count, bytes[inPattern] == UInt8(ascii: "*") {
                inPattern += 1
                afterStar = inPattern
                textAtStar = inText
            } else if inPattern < bytes.count, bytes[inPattern] == text[inText] {
                inPattern += 1
                text.formIndex(after: &inText)
            } else if let afterStar {
                text.formIndex(after: &textAtStar)
                inText = textAtStar
                inPattern = afterStar
            } else {
                return false
            }
        }
        return bytes[inPattern...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
