import Diagnostics
import Glossary
import Plans
import Specs
import Synchronization

/// Remembers what the currents of one workspace come to, so that each fact is worked out once however many rules ask,
/// and once for all currents that say the same.
///
/// Facts depend on the workspace, the glossary and the partners: make new ones for each check.
final class CurrentFacts: Sendable {
    /// What was found about filters.
    let filters = PartReviews()
    /// What was found about mappings.
    let mappings = PartReviews()
    /// For each current, by its place in the workspace, the first that says the same about events.
    private let twins: [Int]
    private let meanings = Memory<EventsSpec.Selector, SelectorMeaning>()
    private let selections = Memory<CurrentWording, EventSelection>()
    private let catalogues = Memory<CurrentWording, FieldCatalogue?>()

    /// Knows nothing but which currents of a workspace say the same.
    init(of workspace: Workspace = Workspace()) {
        var firsts: [CurrentWording: Int] = [:]
        twins = workspace.currents.enumerated().map { index, current in
            let wording = CurrentWording(of: current)
            if let first = firsts[wording] { return first }
            firsts[wording] = index
            return index
        }
    }

    /// The place of the first current that says the same about events as the one at `index`.
    func twin(of index: Int) -> Int { twins.indices.contains(index) ? twins[index] : index }

    fileprivate func meaning(_ selector: EventsSpec.Selector, in glossary: Glossary) -> SelectorMeaning {
        // Other texts may be equal to one of different bytes.
        guard selector.isASCII else { return glossary.meaning(of: selector) }
        return meanings.fact(selector) { glossary.meaning(of: selector) }
    }

    fileprivate func selection(
        _ wording: CurrentWording,
        _ workOut: () -> EventSelection
    ) -> EventSelection { selections.fact(wording, workOut) }

    fileprivate func catalogue(
        _ wording: CurrentWording,
        _ workOut: () -> FieldCatalogue?
    ) -> FieldCatalogue? { catalogues.fact(wording, workOut) }
}

/// Facts by what they are about.
private struct Memory<Key: Hashable & Sendable, Fact: Sendable>: ~Copyable, Sendable {
    private let known = Mutex<[Key: Fact]>([:])

    func fact(_ key: Key, _ workOut: () -> Fact) -> Fact {
        if let fact = known.withLock({ $0[key] }) { return fact }
        // Not under the lock: one fact may need another.
        let fact = workOut()
        known.withLock { $0[key] = fact }
        return fact
    }
}

extension RuleContext {
    /// What a selector stands for, whoever the partner is.
    func meaning(of selector: EventsSpec.Selector) -> SelectorMeaning {
        facts.meaning(selector, in: glossary)
    }

    /// The event types that are selected for a partner.
    func selection(of events: EventsSpec, for partner: PartnerRequirements) -> EventSelection {
        facts.selection(CurrentWording(events, for: partner.partner)) {
            EventSelection(of: events, in: glossary, for: partner)
        }
    }

    /// What is known of the fields of what a current selects; nil when it names no known partner or no events.
    func catalogue(of current: CurrentSpec, in workspace: Workspace) -> FieldCatalogue? {
        guard let events = current.events else { return nil }
        return facts.catalogue(CurrentWording(events, for: current.partner?.value)) {
            FieldCatalogue(of: current, in: workspace, self)
        }
    }

    /// What a judgement finds in the currents of a workspace.
    ///
    /// Of currents that say the same only the first is judged when nothing is found in it.
    ///
    /// - Parameters:
    ///   - workspace: The workspace under check.
    ///   - judge: Finds what is wrong with one current. Whether it finds anything may depend on nothing of the current
    ///     but its partner, its events and their names, its filter and its mappings.
    /// - Returns: Everything found, current by current.
    func judged(_ workspace: Workspace, _ judge: (CurrentSpec) -> [Diagnostic]) -> [Diagnostic] {
        var sound: Set<Int> = []
        var findings: [Diagnostic] = []
        for index in workspace.currents.indices {
            let twin = facts.twin(of: index)
            guard !sound.contains(twin) else { continue }
            let found = judge(workspace.currents[index])
            if found.isEmpty { sound.insert(twin) }
            findings += found
        }
        return findings
    }
}

extension EventsSpec.Selector {
    fileprivate var isASCII: Bool {
        switch self {
        case .name(let text), .group(let text): text.utf8.allSatisfy { $0 < 0x80 }
        }
    }
}
