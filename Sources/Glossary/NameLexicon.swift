import Synchronization

/// What guesses compare names with, put together once for a glossary.
struct NameLexicon: Sendable {
    /// One way to name each event type by letters and digits alone.
    struct Labels: Sendable {
        /// One label for each event type, in the glossary's order.
        let texts: [[UInt8]]
        private let types: [String: [String]]

        init(_ glossary: Glossary, _ label: (EventType) -> String) {
            let labels = glossary.eventTypes.map { (name: $0.name, label: NameSuggester.letters(label($0))) }
            texts = labels.map { Array($0.label.utf8) }
            types = Dictionary(grouping: labels) { $0.label }.mapValues { $0.map(\.name) }
        }

        /// The event type that has one of the labels, when it is the only one.
        func onlyType(labelled wanted: [String]) -> String? {
            let found = Set(wanted).flatMap { types[$0] ?? [] }
            return found.count == 1 ? found[0] : nil
        }
    }

    /// The labels of all event types: in full, without the first segment, by family and action, by action alone.
    let labels: [Labels]
    /// The segments of each event type's name, in the glossary's order.
    let segments: [[[UInt8]]]
    /// The words of all names.
    let words: LabelWords

    init(_ glossary: Glossary) {
        labels = [
            Labels(glossary) { $0.name },
            Labels(glossary) { $0.name.split(separator: ".").dropFirst().joined() },
            Labels(glossary) { $0.family + $0.action },
            Labels(glossary) { $0.action },
        ]
        segments = glossary.eventTypes.map { NameSuggester.segments($0.name) }
        words = LabelWords(glossary)
    }

    /// Keeps the lexicon of a glossary once somebody has asked for it; no part of the glossary's value.
    final class Cache: Sendable, Hashable {
        private let kept = Mutex<NameLexicon?>(nil)

        /// The lexicon of the glossary that holds this cache.
        func value(of glossary: Glossary) -> NameLexicon {
            kept.withLock { kept in
                let lexicon = kept ?? NameLexicon(glossary)
                kept = lexicon
                return lexicon
            }
        }

        /// Always equal: what is kept follows from the glossary.
        static func == (left: Cache, right: Cache) -> Bool { true }

        func hash(into hasher: inout Hasher) {}
    }
}
