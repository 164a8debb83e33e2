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
    public func matches(_ path: String) -> Bool { fitted(in: path) != nil }

    /// The outermost of a path and the objects it lies in that fits; nil when none does.
    public func fitted(in path: String) -> String? {
        // Most patterns are no globs and most paths do not fit: neither is taken apart then.
        if glob.isExact, !path.utf8.starts(with: text.utf8) { return nil }
        return FieldPath.ends(in: path).lazy.map { path[..<$0] }.first { glob.matches($0.utf8) }.map(
            String.init
        )
    }

    /// Whether a path below this one could fit, whatever its keys are.
    ///
    /// - Complexity: O(*n* · *m*) for *n* bytes of path and *m* of pattern.
    public func mayFit(below path: String) -> Bool {
        let pattern = Array(text.utf8)
        // The places of the pattern that the bytes read so far can have led to.
        var places: Set<Int> = [0]
        for byte in Array(path.utf8) + [UInt8(ascii: ".")] {
            var next: Set<Int> = []
            for place in Self.withStars(places, pattern) where place < pattern.count {
                if pattern[place] == UInt8(ascii: "*") { next.insert(place) }
                if pattern[place] == byte, byte != UInt8(ascii: "*") { next.insert(place + 1) }
            }
            places = next
        }
        return Self.withStars(places, pattern).contains { $0 < pattern.count }
    }

    /// A star may stand for nothing, so the place behind it is reached with it.
    private static func withStars(_ places: Set<Int>, _ pattern: [UInt8]) -> Set<Int> {
        var all = places
        for place in places {
            var place = place
            while place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                place += 1
                all.insert(place)
            }
        }
        return all
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
