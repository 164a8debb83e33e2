public import Glossary

/// Names fields by their path, a dot between two keys; `*` stands for any run of characters, dots too.
///
/// A pattern that fits an object names everything below it. In a path, `\\.` is a dot that belongs to a key.
public struct FieldPattern: Sendable, Hashable, Codable {
    /// The pattern as written.
    public var text: String
    /// The same, ready to match.
    public let glob: Glob

    /// Takes any text as a pattern.
    public init(_ text: String) {
        self.text = text
        self.glob = Glob(text)
    }

    /// Whether a path, or one of the objects it lies in, fits.
    public func matches(_ path: String) -> Bool {
        var end = path.endIndex
        while true {
            if glob.matches(path[..<end].utf8) { return true }
            guard let dot = path[..<end].lastIndex(of: ".") else { return false }
            end = dot
        }
    }

    /// Reads the pattern's text.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the pattern's text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
