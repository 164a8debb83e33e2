import Diagnostics
import Glossary
import Plans
import Specs

/// What one selector of a spec means in the glossary.
enum SelectorMeaning {
    /// One event type, named in full.
    case type(EventType)
    /// The types a glob or group matches, sorted by name; may be none.
    case types([EventType])
    /// No event type has this name.
    case unknownName(String)
    /// There is no such group.
    case unknownGroup(String)

    /// Every type it stands for.
    var types: [EventType] {
        switch self {
        case .type(let type): [type]
        case .types(let types): types
        case .unknownName, .unknownGroup: []
        }
    }
}

extension Glossary {
    /// What a selector stands for, whoever the partner is.
    func meaning(of selector: EventsSpec.Selector) -> SelectorMeaning {
        switch selector {
        case .group(let name): types(inGroup: name).map(SelectorMeaning.types) ?? .unknownGroup(name)
        case .name(let name) where !Glob(name).isExact: .types(types(matching: name))
        case .name(let name): self[name].map(SelectorMeaning.type) ?? .unknownName(name)
        }
    }
}

/// The event types a current delivers, and those it leaves out and why.
struct EventSelection {
    /// Types to deliver, sorted by name.
    let selected: [EventType]
    /// Types that a glob or group matched and the partner does not take, sorted by name.
    let leftOut: [LeftOutEvent]

    /// Resolves `include` minus `exclude`.
    ///
    /// A type named in full is delivered whenever HTTP carries it, even when the partner's list lags behind; globs and
    /// groups select what the partner takes.
    init(of events: EventsSpec, in glossary: Glossary, for partner: PartnerRequirements) {
        var wanted: [String: EventType] = [:]
        var refused: [String: EventType] = [:]
        for selector in events.include {
            let meaning = glossary.meaning(of: selector.value)
            let isNamed = if case .type = meaning { true } else { false }
            for type in meaning.types {
                if partner.takes(type) || (isNamed && type.isInHTTP) {
                    wanted[type.name] = type
                } else {
                    refused[type.name] = type
                }
            }
        }
        for type in events.exclude.flatMap({ glossary.meaning(of: $0.value).types }) {
            wanted[type.name] = nil
            refused[type.name] = nil
        }
        selected = wanted.values.sorted { $0.name < $1.name }
        leftOut = refused.values.filter { wanted[$0.name] == nil }.sorted { $0.name < $1.name }
            .map { LeftOutEvent(type: $0.name, reason: partner.reasonToLeaveOut($0)) }
    }
}

extension PartnerRequirements {
    /// Why the partner does not take a type, for people.
    func reasonToLeaveOut(_ type: EventType) -> String {
        if type.isInHTTP { return "not on the list of \(title)" }
        return type.status == .deprecated ? "retired" : "only storage partners receive it"
    }
}

extension EventsSpec {
    /// Whether something that is included names no event type, so that what was meant is not known.
    func hasUnknownInclude(in glossary: Glossary) -> Bool {
        include.contains { glossary.meaning(of: $0.value).types.isEmpty }
    }
}
