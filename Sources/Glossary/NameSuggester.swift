/// Guesses which event type a person meant.
///
/// In this order: a known alias; the same letters and digits, whatever the case and punctuation (`Email
/// open`, `iOSforeground`); the same words in another form or order (`Emails Opened`); a name of as many segments of which each is a likely misspelling
/// (`users.message.sms.Delivered`); a label that is a likely misspelling (`Email Opened`).
struct NameSuggester {
    let glossary: Glossary

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
        let spellings = LabelWords(glossary).spellings(of: written)
        return sameLetters(as: written) ?? sameWords(as: spellings) ?? nearSegments(of: written)
            ?? nearLabel(to: [Self.letters(written)] + spellings.prefix(1))
    }

    /// The family that a text without an action means, such as `Push notifications`.
    func family(closestTo written: String) -> String? {
        guard written.utf8.count <= Self.longest else { return nil }
        let spellings = LabelWords(glossary).spellings(of: written).flatMap(Self.spellings)
        let families = Set(glossary.eventTypes.map(\.family))
        let found = families.filter { spellings.contains(Self.letters($0)) }
        return found.count == 1 ? found.first : nil
    }

    /// The one type whose label is one of the spellings; the first spelling that fits one type alone decides.
    private func sameWords(as spellings: [String]) -> String? {
        for label in Self.labels {
            for spelling in spellings {
                let wanted = Set(Self.spellings(of: spelling))
                let found = glossary.eventTypes.filter { wanted.contains(label($0)) }
                if found.count == 1 { return found[0].name }
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
        let wanted = Set([written, tail].flatMap { Self.spellings(of: Self.letters($0)) })
        for label in Self.labels {
            let found = glossary.eventTypes.filter { wanted.contains(label($0)) }
            if found.count == 1 { return found[0].name }
        }
        return nil
    }

    private func nearSegments(of written: String) -> String? {
        let segments = Self.segments(written)
        var best: (name: String, distance: Int)?
        for type in glossary.eventTypes {
            guard let distance = Self.distance(segments, Self.segments(type.name)) else { continue }
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
            for type in glossary.eventTypes {
                for label in Self.labels.suffix(2) {
                    let distance = editDistance(bytes, Array(label(type).utf8))
                    guard distance <= bytes.count / 5, distance <= best?.distance ?? .max else { continue }
                    if let best, best.distance == distance, best.name != type.name { isTied = true; continue }
                    best = (type.name, distance)
                    isTied = false
                }
            }
        }
        return isTied ? nil : best?.name
    }

    private static let labels: [@Sendable (EventType) -> String] = [
        { letters($0.name) },
        { letters($0.name.split(separator: ".").dropFirst().joined()) },
        { letters($0.family + $0.action) },
        { letters($0.action) },
    ]

    /// A label as it is, and with a nickname in front spelled out.
    private static func spellings(of label: String) -> [String] {
        let full = nicknames.sorted { $0.key < $1.key }.compactMap { nickname, family in
            label.hasPrefix(nickname) && !label.hasPrefix(family)
                ? family + label.dropFirst(nickname.count) : nil
        }
        return [label] + full
    }

    private static func letters(_ text: some StringProtocol) -> String {
        String(decoding: text.utf8.map(lowercased).filter(isLetterOrDigit), as: UTF8.self)
    }

    private static func segments(_ name: String) -> [[UInt8]] {
        name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            .map { $0.map(lowercased) }
    }

    /// The sum of the distances of all segments; nil when there are more or fewer of them, or one is too far
    /// off.
    private static func distance(_ left: [[UInt8]], _ right: [[UInt8]]) -> Int? {
        guard left.count == right.count else { return nil }
        var sum = 0
        for (one, other) in zip(left, right) {
            let distance = editDistance(one, other)
            guard distance <= max(1, max(one.count, other.count) / 3) else { return nil }
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
