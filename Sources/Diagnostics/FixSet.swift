/// A fix of a finding, ready to be made.
public struct AppliedFix: Sendable, Hashable {
    /// The finding's code.
    public var code: String
    /// The finding's summary.
    public var message: String
    /// The change.
    public var fix: Fix

    /// Pairs a fix with what it mends.
    public init(code: String, message: String, fix: Fix) {
        self.code = code
        self.message = message
        self.fix = fix
    }
}

/// Changes to the bytes of files that can be made together.
public enum FixSet {
    /// The sure fixes of findings: of each finding that has exactly one and hides no text.
    ///
    /// In reading order. Of fixes that overlap, or that touch at one place, the first stays; the others are for
    /// another round. The same change proposed twice is made once.
    public static func sure(of diagnostics: [Diagnostic]) -> [AppliedFix] {
        let proposed = diagnostics.filter { $0.fixes.count == 1 && !$0.hidesText }.flatMap { diagnostic in
            diagnostic.fixes.map {
                AppliedFix(code: diagnostic.code, message: diagnostic.message, fix: $0)
            }
        }
        let ordered = proposed.sorted { left, right in
            let (one, other) = (left.fix.range, right.fix.range)
            return (one.file, one.start.offset, one.end.offset) < (
                other.file, other.start.offset, other.end.offset
            )
        }
        var taken: [AppliedFix] = []
        for next in ordered {
            if let last = taken.last?.fix.range, last.file == next.fix.range.file,
                next.fix.range.start.offset < last.end.offset || next.fix.range.start == last.start
            {
                continue
            }
            taken.append(next)
        }
        return taken
    }

    /// The bytes of a file after changes that do not overlap, and where each change then stands.
    ///
    /// - Parameters:
    ///   - fixes: Changes of this file, in the order of their places.
    ///   - bytes: The file's bytes, as the places count them.
    /// - Returns: The bytes, and for each change the stretch its replacement takes; nil when a place is not in the
    ///   file.
    public static func apply(_ fixes: [Fix], to bytes: [UInt8]) -> (bytes: [UInt8], places: [Range<Int>])? {
        var result: [UInt8] = []
        var places: [Range<Int>] = []
        var index = 0
        for fix in fixes {
            let (start, end) = (fix.range.start.offset, fix.range.end.offset)
            guard index <= start, start <= end, end <= bytes.count else { return nil }
            result += bytes[index..<start]
            places.append(result.count..<result.count + fix.replacement.utf8.count)
            result += Array(fix.replacement.utf8)
            index = end
        }
        return (result + bytes[index...], places)
    }
}
