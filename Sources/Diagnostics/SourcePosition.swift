// Diagnostics says what is wrong, where, and how to put it right. It knows nothing of YAML, events or partners.

/// A place in a text: the gap before one character.
public struct SourcePosition: Sendable, Hashable, Comparable {
    /// Line, from 1.
    public var line: Int
    /// Column, from 1, counted in Unicode scalars (a tab is one, an emoji of one scalar is one).
    public var column: Int
    /// Byte offset in the UTF-8 text, from 0.
    public var offset: Int

    /// Makes a position; nothing is checked.
    public init(line: Int, column: Int, offset: Int) {
        self.line = line
        self.column = column
        self.offset = offset
    }

    /// The first position of every text.
    public static let start = SourcePosition(line: 1, column: 1, offset: 0)

    /// Orders by byte offset.
    public static func < (left: Self, right: Self) -> Bool { left.offset < right.offset }
}

/// A stretch of one file, from `start` up to and without `end`.
///
/// An empty range points between two characters.
public struct SourceRange: Sendable, Hashable {
    /// The file as the user named it, or as found below a folder the user named; always with `/`.
    public var file: String
    /// First character of the stretch.
    public var start: SourcePosition
    /// First position after the stretch.
    public var end: SourcePosition

    /// Makes a range; nothing is checked.
    public init(file: String, start: SourcePosition, end: SourcePosition) {
        self.file = file
        self.start = start
        self.end = end
    }
}

/// A value that remembers where it was written.
public struct Located<Value: Sendable>: Sendable {
    /// What was written.
    public var value: Value
    /// Where it was written: the smallest stretch that holds the value.
    public var range: SourceRange

    /// Pairs a value with its place.
    public init(_ value: Value, at range: SourceRange) {
        self.value = value
        self.range = range
    }

    /// The same place with another value.
    public func map<Other: Sendable>(_ transform: (Value) throws -> Other) rethrows -> Located<Other> {
        Located<Other>(try transform(value), at: range)
    }
}

extension Located: Equatable where Value: Equatable {}
extension Located: Hashable where Value: Hashable {}
