import Diagnostics
import Glossary
import Plans
import Specs

/// Every name under which a current's events would arrive at the partner, as far as the spec can tell.
struct NameRoll {
    /// One name and whose it is.
    struct Entry {
        /// The whole name, as the partner gets it.
        var name: String
        /// Whose it is, for people: `'users.messages.email.Send'`, `custom event 'signup'`.
        var words: String
        /// The event type.
        var type: EventType
        /// Where the spec gives the name itself; nil for a name of the partner's own.
        var place: SourceRange?
    }

    /// The names, event types in the order of their canonical names, then custom events as listed.
    private(set) var entries: [Entry] = []
    /// Whether custom events may come under names that the spec does not list.
    private(set) var isOpen = false

    init(of current: CurrentSpec, in glossary: Glossary, for partner: PartnerRequirements) {
        guard let events = current.events else { return }
        let names = EventNames(of: current, in: glossary, for: partner)
        for type in EventSelection(of: events, in: glossary, for: partner).selected {
            let name = names[type.name] ?? type.name
            if type.name == EventNaming.customEvent {
                // A name without a place for theirs is another finding.
                guard partner.naming?.isSoundCustomName(name) ?? true else { continue }
                if name.contains(EventNaming.ownName) {
                    addCustomEvents(of: events, type, named: name)
                    continue
                }
            }
            entries.append(
                Entry(name: name, words: "'\(type.name)'", type: type, place: names.place(of: type.name))
            )
        }
    }

    private mutating func addCustomEvents(of events: EventsSpec, _ type: EventType, named pattern: String) {
        isOpen = events.customEvents?.contains { !Glob($0.value).isExact } ?? true
        var seen: Set<String> = []
        for event in events.customEvents ?? [] where Glob(event.value).isExact {
            guard seen.insert(event.value).inserted else { continue }
            let name = pattern.replacing(EventNaming.ownName, with: event.value, maxReplacements: 1)
            entries.append(
                Entry(name: name, words: "custom event '\(event.value)'", type: type, place: event.range)
            )
        }
    }
}

extension EventsSpec {
    /// Where a selected type is selected.
    func selector(of type: EventType, in glossary: Glossary) -> SourceRange {
        let selector = include.first { selector in
            glossary.meaning(of: selector.value).types.contains { $0.name == type.name }
        }
        return selector?.range ?? key
    }
}
