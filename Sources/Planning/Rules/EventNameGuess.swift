import Diagnostics
import Glossary

/// What a name that is not in the glossary was probably meant to be, and which part of it is wrong.
struct EventNameGuess {
    /// The bytes of the wrong segment; nil when the name as a whole is at fault.
    private(set) var wrongBytes: Range<Int>?
    /// A few words about what is wrong there.
    private(set) var label: String?
    /// The whole text to write instead.
    private(set) var suggestion: String?
    /// What to write instead of the wrong segment alone; nil when that would not be enough.
    private(set) var replacement: String?
    /// What to try when there is nothing to suggest.
    private(set) var help: String?

    init(for written: String, in glossary: Glossary) {
        suggestion = glossary.closest(to: written) ?? Self.family(meantBy: written, in: glossary)
        let segments = written.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let wanted = suggestion.map { $0.split(separator: ".").map(String.init) }
        if let wanted, wanted.count == segments.count {
            let wrong = segments.indices.filter { segments[$0] != wanted[$0] }
            guard wrong.count == 1, let index = wrong.first else { return }
            replacement = wanted[index]
            mark(index, of: segments, in: glossary)
        } else if suggestion == nil {
            let known = segments.indices.prefix { !Self.types(below: segments[...$0], in: glossary).isEmpty }
                .count
            guard known > 0, known < segments.count else {
                help = "'currentsctl events' lists every event type"
                return
            }
            mark(known, of: segments, in: glossary)
        }
    }

    private mutating func mark(_ index: Int, of segments: [String], in glossary: Glossary) {
        let start = segments[..<index].reduce(0) { $0 + $1.utf8.count + 1 }
        wrongBytes = start..<start + segments[index].utf8.count
        let siblings = Self.types(below: segments[..<index], in: glossary)
        let depth = index + 1
        let isAction = index == segments.count - 1 && siblings.allSatisfy { Self.depth($0) == depth }
        if isAction, let family = siblings.first?.family {
            label = "unknown action of family '\(family)'"
            help = "family '\(family)' has: \(Hint.list(siblings.map(\.action)))"
        } else {
            let prefix = segments[..<index].joined(separator: ".")
            label = prefix.isEmpty ? "no event type begins so" : "nothing of this name below '\(prefix)'"
            help = "'currentsctl events' lists every event type"
        }
    }

    private static func depth(_ type: EventType) -> Int { type.name.split(separator: ".").count }

    private static func types(below segments: ArraySlice<String>, in glossary: Glossary) -> [EventType] {
        let prefix = segments.joined(separator: ".")
        guard !prefix.isEmpty else { return segments.isEmpty ? glossary.eventTypes : [] }
        return glossary.eventTypes.filter { $0.name == prefix || $0.name.hasPrefix(prefix + ".") }
    }

    /// A name that stops short of the action, or gives the family alone, means all of it.
    private static func family(meantBy written: String, in glossary: Glossary) -> String? {
        let prefix = written.hasSuffix(".") ? String(written.dropLast()) : written
        guard !prefix.isEmpty else { return nil }
        if glossary.eventTypes.contains(where: { $0.name.hasPrefix(prefix + ".") }) { return prefix + ".*" }
        let family = glossary.closestFamily(to: prefix) ?? prefix
        let actions = glossary.eventTypes.filter { $0.family == family }
        let parents = Set(actions.map { $0.name.split(separator: ".").dropLast().joined(separator: ".") })
        // Where a family has behaviours too, its name alone means its messages.
        let messages = parents.filter { $0.hasPrefix("users.messages.") }
        return (messages.count == 1 ? messages : parents.count == 1 ? parents : []).first.map { $0 + ".*" }
    }
}
