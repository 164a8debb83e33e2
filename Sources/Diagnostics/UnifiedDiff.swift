/// Shows the change of a text line by line, in the form that `patch` and reviewers read.
public enum UnifiedDiff {
    /// Unchanged lines shown around each change.
    private static let context = 3

    /// The difference between two texts of one file; empty when there is none.
    ///
    /// Secrets of either text are shown as `***`: a diff goes into logs.
    public static func text(from old: SourceFile, to new: SourceFile) -> String {
        let (before, after) = (lines(of: old), lines(of: new))
        let hunks = hunks(steps(from: before.map(\.bytes), to: after.map(\.bytes)))
        guard !hunks.isEmpty else { return "" }
        let body = hunks.map { hunk in
            let lines = hunk.map { step in
                switch step {
                case .keep(let line, _): " " + before[line].shown
                case .remove(let line, _): "-" + before[line].shown
                case .add(_, let line): "+" + after[line].shown
                }
            }
            return header(hunk) + lines.joined()
        }
        return "--- a/\(old.path)\n+++ b/\(new.path)\n" + body.joined()
    }

    private struct Line {
        var bytes: [UInt8]
        var shown: String
    }

    /// One line of the diff: the lines' numbers from 0 in the old and in the new text.
    private enum Step {
        case keep(Int, Int)
        case remove(Int, Int)
        case add(Int, Int)

        var isKept: Bool {
            if case .keep = self { true } else { false }
        }

        var place: (old: Int, new: Int) {
            switch self {
            case .keep(let old, let new), .remove(let old, let new), .add(let old, let new): (old, new)
            }
        }
    }

    private static func lines(of file: SourceFile) -> [Line] {
        let secrets = SecretStretches(file.secrets)
        return file.lineStarts.indices.compactMap { index in
            let start = file.lineStarts[index]
            let next = index + 1 < file.lineStarts.count ? file.lineStarts[index + 1] : file.bytes.count
            guard start < next else { return nil }
            let shown = String(decoding: secrets.masked(file.bytes, start..<next), as: UTF8.self)
            let end =
                switch shown.unicodeScalars.last {
                case "\n": ""
                case "\r": "\n"
                default: "\n\\ No newline at end of file\n"
                }
            return Line(bytes: Array(file.bytes[start..<next]), shown: shown + end)
        }
    }

    private static func steps(from old: [[UInt8]], to new: [[UInt8]]) -> [Step] {
        let difference = new.difference(from: old)
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var steps: [Step] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if removed.contains(left) {
                steps.append(.remove(left, right))
                left += 1
            } else if inserted.contains(right) {
                steps.append(.add(left, right))
                right += 1
            } else {
                steps.append(.keep(left, right))
                left += 1
                right += 1
            }
        }
        return steps
    }

    private static func hunks(_ steps: [Step]) -> [[Step]] {
        var ranges: [Range<Int>] = []
        for index in steps.indices where !steps[index].isKept {
            let range = max(0, index - context)..<min(steps.count, index + context + 1)
            if let last = ranges.last, last.upperBound >= range.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
            } else {
                ranges.append(range)
            }
        }
        return ranges.map { Array(steps[$0]) }
    }

    private static func header(_ hunk: [Step]) -> String {
        var (old, new) = (0, 0)
        for step in hunk {
            switch step {
            case .keep: (old, new) = (old + 1, new + 1)
            case .remove: old += 1
            case .add: new += 1
            }
        }
        let place = hunk.first?.place ?? (old: 0, new: 0)
        // An empty side is named by the line before it.
        let (first, second) = (old == 0 ? place.old : place.old + 1, new == 0 ? place.new : place.new + 1)
        return "@@ -\(first),\(old) +\(second),\(new) @@\n"
    }
}
