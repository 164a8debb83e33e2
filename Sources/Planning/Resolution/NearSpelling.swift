/// Tells names that people chose freely from slips of the pen: nearer than `Suggestion` would go for words of a closed
/// list, since two free names may well be alike.
enum NearSpelling {
    /// Whether two different names read the same but for case, spaces, `_` and `-`, or, from five characters on, but for
    /// one character.
    static func isNear(_ one: String, _ other: String) -> Bool {
        guard !one.utf8.elementsEqual(other.utf8) else { return false }
        let (left, right) = (bare(one), bare(other))
        guard !left.isEmpty, left != right else { return !left.isEmpty }
        // Another number is another thing.
        guard min(left.count, right.count) >= 5, digits(left) == digits(right) else { return false }
        return isOneChange(left, right)
    }

    private static func bare(_ name: String) -> [Unicode.Scalar] {
        name.lowercased().unicodeScalars.filter { !" _-".unicodeScalars.contains($0) }
    }

    private static func digits(_ name: [Unicode.Scalar]) -> [Unicode.Scalar] {
        name.filter { $0.properties.numericType != nil }
    }

    /// Whether inserting, deleting or replacing one character, or swapping two neighbours, makes them equal.
    private static func isOneChange(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Bool {
        let head = zip(left, right).prefix { $0 == $1 }.count
        let one = left.dropFirst(head)
        let other = right.dropFirst(head)
        if one.dropFirst().elementsEqual(other) || one.elementsEqual(other.dropFirst()) { return true }
        if one.dropFirst().elementsEqual(other.dropFirst()) { return true }
        let isSwap = one.prefix(2).elementsEqual(other.prefix(2).reversed()) && one.count > 1
        return isSwap && one.dropFirst(2).elementsEqual(other.dropFirst(2))
    }
}
