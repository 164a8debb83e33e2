/// Guesses which event type a person meant.
///
/// In this order: a known alias; the same letters and digits, whatever the case and punctuation (`Email
/// open`, `iOSforeground`); the same words in another form or order (`Emails Opened`); a name of as many segments of which each is a likely misspelling
/// (`users.message.sms.Delivered`); a label that is a likely misspelling (`Email Opened`).
struct NameSuggester {
    let glossary: Glossary
    private var lexicon: NameLexicon { glossary.lexicon.value(of: glossary) }

    /// Longer texts are no misspelled names, and comparing them would take time.
    private static let longest = 128

    /// What dashboards and people call a family for short.
    private static let nicknames = [
        "push": "pushnotification", "inapp": "inappmessage", "iam": "inappmessage",
        "newsfeed": "newsfeedcard",
        "campaign": "campaigns", "textmessage": "sms",
    ]

    func closest(to written: String) -> String? {
        if glossary[written] != nil { return written }
        if glossary.isNotExported(written) || written.utf8.count > Self.longest { return nil }
        if let name = glossary.canonicalName(ofAlias: written) { return name }
        let spellings = lexicon.words.spellings(of: written)
        return sameLetters(as: written) ?? sameWords(as: spellings) ?? nearSegments(of: written)
            ?? nearLabel(to: [Self.letters(written)] + spellings.prefix(1))
    }

    /// The family that a text without an action means, such as `Push notifications`.
    func family(closestTo written: String) -> String? {
        guard written.utf8.count <= Self.longest else { return nil }
        let spellings = lexicon.words.spellings(of: written).flatMap(Self.spellings)
        let families = Set(glossary.eventTypes.map(\.family))
        let found = families.filter { spellings.contains(Self.letters($0)) }
        return found.count == 1 ? found.first : nil
    }

    /// The one type whose label is one of the spellings; the first spelling that fits one type alone decides.
    private func sameWords(as spellings: [String]) -> String? {
        for labels in lexicon.labels {
            for spelling in spellings {
                if let name = labels.onlyType(labelled: Self.spellings(of: spelling)) { return name }
            }
        }
        return nil
    }

    /// The one type that is written with the same letters: in full, without its first segment, as family and
    /// action, or as action alone.
    private func sameLetters(as written: String) -> String? {
        let segments = written.split(separator: ".")
        // The last two segments say family and action even when those in front are wrong.
        let tail = segments.suffix(2).joined()
        let wanted = [written, tail].flatMap { Self.spellings(of: Self.letters($0)) }
        return lexicon.labels.lazy.compactMap { $0.onlyType(labelled: wanted) }.first
    }

    private func nearSegments(of written: String) -> String? {
        let segments = Self.segments(written)
        var best: (name: String, distance: Int)?
        for (type, others) in zip(glossary.eventTypes, lexicon.segments) {
            guard let distance = Self.distance(segments, others) else { continue }
            if distance < best?.distance ?? .max { best = (type.name, distance) }
        }
        return best?.name
    }

    /// Nil unless one type is nearer than all others.
    private func nearLabel(to spellings: [String]) -> String? {
        var best: (name: String, distance: Int)?
        var isTied = false
        for spelling in Set(spellings.flatMap(Self.spellings)).sorted() {
            let bytes = Array(spelling.utf8)
            let most = bytes.count / 5
            for (index, type) in glossary.eventTypes.enumerated() {
                for labels in lexicon.labels.suffix(2) {
                    let label = labels.texts[index]
                    // Texts of very different lengths are not worth comparing.
                    guard abs(label.count - bytes.count) <= most else { continue }
                    let distance = editDistance(bytes, label)
                    guard distance <= most, distance <= best?.distance ?? .max else { continue }
                    if let best, best.distance == distance, best.name != type.name { isTied = true; continue }
                    best = (type.name, distance)
                    isTied = false
                }
            }
        }
        return isTied ? nil : best?.name
    }

    /// A label as it is, and with a nickname in front spelled out.
    private static func spellings(of label: String) -> [String] {
        let full = nicknames.sorted { $0.key < $1.key }.compactMap { nickname, family in
            label.hasPrefix(nickname) && !label.hasPrefix(family)
                ? family + label.dropFirst(nickname.count) : nil
        }
        return [label] + full
    }

    static func letters(_ text: some StringProtocol) -> String {
        String(decoding: text.utf8.map(lowercased).filter(isLetterOrDigit), as: UTF8.self)
    }

    static func segments(_ name: String) -> [[UInt8]] {
        name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .map { $0.map(lowercased) }
    }

    /// The sum of the distances of all segments; nil when there are more or fewer of them, or one is too far
    /// off.
    private static func distance(_ left: [[UInt8]], _ right: [[UInt8]]) -> Int? {
        guard left.count == right.count else { return nil }
        var sum = 0
        for (one, other) in zip(left, right) {
            let most = max(1, max(one.count, other.count) / 3)
            // The difference of lengths is the least distance there can be, and costs nothing to know.
            guard abs(one.count - other.count) <= most else { return nil }
            let distance = editDistance(one, other)
            guard distance <= most else { return nil }
            sum += distance
        }
        return sum
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z"))
            || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
    }
}

/// How many bytes to insert, remove, replace or swap with their neighbour to turn one text into the other.
func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, byte) in left.enumerated() {
        var current = [row + 1]
        current.reserveCapacity(right.count + 1)
        for (column, other) in right.enumerated() {
            var least = min(last[column] + (byte == other ? 0 : 1), last[column + 1] + 1, current[column] + 1)
            if row > 0, column > 0, byte == right[column - 1], left[row - 1] == other {
                least = min(least, beforeLast[column - 1] + 1)
            }
            current.append(least)
        }
        beforeLast = last
        last = current
    }
    return last[right.count]
}
