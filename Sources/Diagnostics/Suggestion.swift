/// Finds what a person probably meant.
public enum Suggestion {
    /// The name most like `word`, or nil when none is near enough to be worth proposing.
    ///
    /// A name that differs only in case always wins. Otherwise at most a third of the word's characters (rounded
    /// up) may have to be inserted, deleted, replaced, or swapped with a neighbour, and never all of them. Of
    /// equally near names the first in byte order wins, so the order of `candidates` does not matter.
    public static func closest(to word: String, among candidates: some Sequence<String>) -> String? {
        let wanted = Array(word.lowercased().unicodeScalars)
        guard !wanted.isEmpty, wanted.count <= longestWord else { return nil }
        let limit = (wanted.count + 2) / 3
        var best: (distance: Int, name: String)?
        for name in candidates {
            let offered = Array(name.lowercased().unicodeScalars)
            guard abs(offered.count - wanted.count) <= limit else { continue }
            let distance = distance(wanted, offered)
            guard distance <= limit, distance < max(wanted.count, offered.count) else { continue }
            let isBetter = best.map {
                distance < $0.distance || distance == $0.distance && name.precedes($0.name)
            }
            if isBetter ?? true { best = (distance, name) }
        }
        return best?.name
    }

    /// Longer words are not misspelled names, and comparing them costs time in proportion to their square.
    private static let longestWord = 200

    /// How many single changes, swaps of neighbours included, turn one word into the other.
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var beforeLast = [Int]()
        var last = Array(0...right.count)
        for (row, scalar) in left.enumerated() {
            var current = [row + 1]
            current.reserveCapacity(right.count + 1)
            for (column, other) in right.enumerated() {
                var cost = min(
                    last[column + 1] + 1,
                    current[column] + 1,
                    last[column] + (scalar == other ? 0 : 1)
                )
                if row > 0, column > 0, scalar == right[column - 1], left[row - 1] == other {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}

extension String {
    fileprivate func precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
