/// The words of the glossary's names, and how the words people write come down to them.
///
/// Dashboards and reports put labels in the past tense and in the plural ("Emails Opened", "SMS Deliveries"); names
/// hold the bare action. What the glossary's own words cannot tell, such as "sent", stands in a table.
struct LabelWords {
    /// Every word of a family or action, in lower case.
    private let vocabulary: Set<String>

    /// Forms that share no beginning with the word of the glossary.
    private static let irregular = [
        "sent": "send", "sending": "send", "delivered": "delivery", "deliver": "delivery",
        "delivering": "delivery", "failed": "failure", "fail": "failure", "rejected": "rejection",
        "reject": "rejection", "converted": "conversion", "convert": "conversion", "entered": "entry",
        "enter": "entry", "viewed": "impression", "view": "impression", "views": "impression",
        "shown": "impression", "seen": "impression", "displayed": "impression", "deferred": "deferral",
        "retried": "retry", "progressed": "progression", "changed": "change", "began": "start",
        "tapped": "click", "closed": "dismiss",
    ]

    /// Words that say nothing about which event is meant.
    private static let fillers: Set<String> = [
        "a", "an", "and", "app", "appboy", "at", "behavior", "behaviors", "braze", "by", "event", "events",
        "for",
        "message", "messages", "of", "the", "to", "user", "users", "was",
    ]

    /// Gathers the words of a glossary.
    init(_ glossary: Glossary) {
        let names = glossary.eventTypes.flatMap { [$0.family, $0.action] }
        vocabulary = Set(names.flatMap(Self.split))
    }

    /// The letters of a label in every order and with or without fillers that is worth comparing, as written first.
    ///
    /// One group of words may stand in another place: "Bounced emails" is "Email Bounce".
    func spellings(of label: String) -> [String] {
        let all = Self.split(label)
        guard all.count <= Self.mostWords else { return [] }
        let few = all.filter { !Self.fillers.contains($0) }
        return [all, few].map { $0.map(bare) }.flatMap(Self.orders)
    }

    /// Longer texts are sentences, and their orders many.
    private static let mostWords = 10

    private static func orders(of words: [String]) -> [String] {
        guard words.count > 1 else { return words }
        let moved = words.indices.dropFirst().flatMap { start in
            (start + 1...words.count).map { end in
                words[start..<end].joined() + words[..<start].joined() + words[end...].joined()
            }
        }
        return [words.joined()] + moved
    }

    /// The word of the glossary that a written one is a form of; the word itself when there is none.
    private func bare(_ word: String) -> String {
        if vocabulary.contains(word) { return word }
        if let known = Self.irregular[word] { return known }
        let endings = [
            ("", "s"), ("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("d", ""), ("ped", ""), ("ing", ""),
            ("ing", "e"), ("ation", "e"),
        ]
        for (ending, replacement) in endings where word.hasSuffix(ending) {
            let stem = word.dropLast(ending.count) + replacement
            if vocabulary.contains(String(stem)) { return String(stem) }
        }
        return word.count > 3 && word.hasSuffix("s") ? String(word.dropLast()) : word
    }

    /// The words of a text in lower case: cut at everything but letters and digits, and before an inner capital.
    private static func split(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var previous: Character = " "
        for character in text {
            let isPart = character.isASCII && (character.isLetter || character.isNumber)
            if !isPart || previous.isLowercase && character.isUppercase {
                if !word.isEmpty { words.append(word) }
                word = ""
            }
            if isPart { word += character.lowercased() }
            previous = character
        }
        return word.isEmpty ? words : words + [word]
    }
}
