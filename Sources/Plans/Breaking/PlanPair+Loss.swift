internal import Glossary

extension PlanPair {
    /// Events that no longer arrive.
    var losses: [BreakingChange] {
        [
            disabled, otherSource, lostTypes, narrowedCustomEvents, narrowedFilter, laterStart, discarded,
        ].compactMap { $0 }
    }

    private var disabled: BreakingChange? {
        guard old.isEnabled, !new.isEnabled else { return nil }
        return finding(
            .loss,
            BreakingRules.lostCurrent,
            "enabled",
            "'enabled: false' stops all events",
            help: "leave it enabled, or accept that nothing arrives until it is enabled again"
        )
    }

    private var otherSource: BreakingChange? {
        guard old.source.name != new.source.name else { return nil }
        return finding(
            .loss,
            BreakingRules.lostCurrent,
            "source",
            "source '\(new.source.name)' takes the place of source '\(old.source.name)'",
            help: "give the new current another name beside the old one"
        )
    }

    private var lostTypes: BreakingChange? {
        let lost = Set(old.events.map(\.type)).subtracting(new.events.map(\.type)).sorted()
        guard !lost.isEmpty else { return nil }
        return finding(
            .loss,
            BreakingRules.lostEvents,
            "events",
            "\(Self.listed(lost)) \(lost.count == 1 ? "is" : "are") no longer delivered",
            help: "select \(lost.count == 1 ? "it" : "them") again, or tell those who read what goes"
        )
    }

    private var narrowedCustomEvents: BreakingChange? {
        guard let names = new.customEvents else { return nil }
        guard let before = old.customEvents else {
            return finding(
                .loss,
                BreakingRules.lostEvents,
                "events.customEvents",
                "of all custom events only \(Self.listed(names)) still pass",
                help: "leave 'customEvents' out to deliver all of them"
            )
        }
        let globs = names.map(Glob.init)
        // A glob that matches another's text matches all that the other does.
        let lost = before.filter { name in !globs.contains { $0.matches(name.utf8) } }
        guard !lost.isEmpty else { return nil }
        return finding(
            .loss,
            BreakingRules.lostEvents,
            "events.customEvents",
            "custom \(lost.count == 1 ? "event" : "events") \(Self.listed(lost)) no longer pass",
            help: "name them again in 'customEvents'"
        )
    }

    private var narrowedFilter: BreakingChange? {
        guard let filter = new.filter, old.filter != new.filter else { return nil }
        guard let before = old.filter else {
            return finding(
                .loss,
                BreakingRules.lostEvents,
                "filter",
                "a filter is new: events that do not pass it are lost",
                help: "check with 'preview' that it leaves out only what nobody reads"
            )
        }
        guard !filter.isWider(than: before) else { return nil }
        return finding(
            .loss,
            BreakingRules.lostEvents,
            "filter",
            "the changed filter may leave out events that passed before",
            help: "check with 'preview' what it leaves out"
        )
    }

    private var laterStart: BreakingChange? {
        guard old.start != new.start else { return nil }
        return finding(
            .loss,
            BreakingRules.weakerDelivery,
            "start",
            "'start' changes from '\(old.start.rawValue)' to '\(new.start.rawValue)'",
            help:
                "leave it: a current that has started keeps its place, and one that is set up anew starts elsewhere"
        )
    }

    private var discarded: BreakingChange? {
        guard new.delivery.onExpiry == .discard, old.delivery.onExpiry != .discard else { return nil }
        return finding(
            .loss,
            BreakingRules.weakerDelivery,
            "delivery.onExpiry",
            "'onExpiry: discard' takes the place of '\(old.delivery.onExpiry.rawValue)'",
            help: "keep 'dead_letter' or 'wait', under which no event is given up"
        )
    }
}

extension EventPattern {
    /// Whether all that passes `old` passes this too, as far as the form of both shows it.
    func isWider(than old: EventPattern) -> Bool {
        if self == old { return true }
        if case .any(let parts) = old { return parts.allSatisfy(isWider(than:)) }
        // One of several conditions suffices.
        if case .all(let parts) = old, parts.contains(where: isWider(than:)) { return true }
        switch self {
        case .all(let parts): return parts.allSatisfy { $0.isWider(than: old) }
        case .any(let parts): return parts.contains { $0.isWider(than: old) }
        case .field(let path, let tests):
            guard case .field(let oldPath, let oldTests) = old else { return false }
            return path == oldPath && Set(oldTests).isSubset(of: tests)
        }
    }
}
