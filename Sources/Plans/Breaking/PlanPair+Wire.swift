extension PlanPair {
    /// Changes of what the receiver reads, and of where it arrives.
    var wireChanges: [BreakingChange] {
        guard hasSamePartner else { return [changedPartner] }
        return [changedDestination, changedMapping].compactMap { $0 } + changedNames + changedFields
            + changedSettings
    }

    private var changedPartner: BreakingChange {
        finding(
            .wire,
            BreakingRules.changedDestination,
            "partner",
            "partner '\(new.partner)' takes the place of partner '\(old.partner)'",
            help:
                "give the new partner a current of its own, and delete the old one when nobody reads it any more"
        )
    }

    private var changedDestination: BreakingChange? {
        if old.region != new.region {
            return finding(
                .wire,
                BreakingRules.changedDestination,
                "region",
                "region '\(new.region ?? "none")' takes the place of region '\(old.region ?? "none")'",
                help: "a region is a place of its own: set up a current for it beside this one"
            )
        }
        // A setting may pick another path of the same host, and is then reported itself.
        guard old.endpoint.url != new.endpoint.url, changedSettings.isEmpty else { return nil }
        return finding(
            .wire,
            BreakingRules.changedDestination,
            "endpoint.url",
            "events go to '\(new.endpoint.url)' instead of '\(old.endpoint.url)'",
            help: "make sure that the new address takes what the old one took"
        )
    }

    private var changedMapping: BreakingChange? {
        guard old.mappingVersion != new.mappingVersion else { return nil }
        return finding(
            .wire,
            BreakingRules.changedRecord,
            "partner",
            "version \(new.mappingVersion) of the mapping, after \(old.mappingVersion), makes other records",
            help: "read in the partner's page what the version changes"
        )
    }

    private var changedNames: [BreakingChange] {
        let before = Dictionary(old.events.map { ($0.type, $0.name ?? $0.type) }) { first, _ in first }
        let changed = new.events.filter { event in
            before[event.type].map { $0 != event.name ?? event.type } ?? false
        }
        guard let first = changed.first, let name = before[first.type] else { return [] }
        let more = changed.count > 1 ? ", and \(changed.count - 1) more change" : ""
        return [
            finding(
                .wire,
                BreakingRules.changedEventName,
                "settings.\(EventNaming.setting).\(first.type)",
                "event name '\(name)' becomes '\(first.name ?? first.type)'\(more)",
                help: "keep the names that charts and rules at the partner were built on"
            )
        ]
    }

    /// Ids are a matter of identity.
    private var changedFields: [BreakingChange] {
        effects.fieldsOfStayingEvents.filter { $0.before != nil && !Self.isID($0) }.map { effect in
            finding(
                .wire,
                BreakingRules.changedField,
                fieldKey,
                "field '\(effect.formerPath ?? effect.path)'\(Self.fate(of: effect, effects))",
                help: "let it leave as before, or beside the new one until nobody reads the old one"
            )
        }
    }

    /// Settings that say how fast to send, or that are reported on their own, shape no record.
    private static let otherSettings: Set = [
        EventNaming.setting, "minIdLength", "eventsPerSecond", "eventsPerDay",
    ]

    private var changedSettings: [BreakingChange] {
        let names = Set(old.settings.keys).union(new.settings.keys).subtracting(Self.otherSettings)
        return names.filter { old.settings[$0] != new.settings[$0] }.sorted().map { name in
            let before = old.settings[name].map { "'\($0.words)'" } ?? "nothing"
            let after = new.settings[name].map { "'\($0.words)'" } ?? "nothing"
            return finding(
                .wire,
                BreakingRules.changedRecord,
                "settings.\(name)",
                "setting '\(name)' changes from \(before) to \(after)",
                help: "make sure that the receiver reads what the setting makes"
            )
        }
    }
}

extension SettingValue {
    fileprivate var words: String {
        switch self {
        case .text(let text): text
        case .integer(let number): String(number)
        case .boolean(let flag): String(flag)
        }
    }
}
