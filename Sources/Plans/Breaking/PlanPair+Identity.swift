extension PlanPair {
    /// The last keys of paths by which receivers know users and devices again.
    private static let idKeys: Set = ["user_id", "external_user_id", "device_id"]
    /// The path by which they know an event again.
    private static let eventID = "id"
    private static let shortestID = "minIdLength"
    /// Amplitude, HTTP V2 API, `options.min_id_length`, read 2026-11-20.
    private static let usualShortestID = 5

    /// Whether a path of the source's events holds an id.
    static func isID(_ path: String) -> Bool {
        guard path != eventID else { return true }
        return path.split(separator: ".").last.map { idKeys.contains(String($0)) } ?? false
    }

    /// Whether an effect is about an id, under any of its paths.
    static func isID(_ effect: FieldEffect) -> Bool {
        isID(effect.path) || effect.formerPath.map(isID) ?? false
    }

    /// Changes after which receivers no longer know users, devices or events again.
    var identityChanges: [BreakingChange] {
        changedIDs + [changedHashKey, longerIDs].compactMap { $0 }
    }

    private var changedIDs: [BreakingChange] {
        guard hasSamePartner else { return [] }
        return effects.fieldsOfStayingEvents.filter { $0.before != nil && Self.isID($0) }.map { effect in
            finding(
                .identity,
                BreakingRules.changedIdentity,
                fieldKey,
                "id '\(effect.formerPath ?? effect.path)'\(Self.fate(of: effect, effects))",
                help: "let ids leave as before, or agree with the receiver on how to join the two"
            )
        }
    }

    /// `leaves as 'x' in …`, `no longer leaves in …`, `leaves redacted instead of clear in …`.
    static func fate(of effect: FieldEffect, _ effects: ChangeEffects) -> String {
        let types = FieldEffectWords(effect, effects).types
        guard let before = effect.before, let after = effect.after else {
            return " no longer leaves in \(types)"
        }
        let path = effect.formerPath == nil ? "" : " as '\(effect.path)'"
        return before == after
            ? " leaves\(path) in \(types)" : " leaves\(path) \(after) instead of \(before) in \(types)"
    }

    private var changedHashKey: BreakingChange? {
        guard old.hashKey != new.hashKey, old.usesKeyedHash, new.usesKeyedHash else { return nil }
        return finding(
            .identity,
            BreakingRules.changedIdentity,
            "hashKey",
            "another 'hashKey' gives every keyed hash another value",
            help: "keep the key; where it has to go, agree with the receiver on the day"
        )
    }

    private var longerIDs: BreakingChange? {
        guard hasSamePartner, let after = new.settings[Self.shortestID]?.integer else { return nil }
        let before = old.settings[Self.shortestID]?.integer ?? Self.usualShortestID
        guard after > before else { return nil }
        return finding(
            .identity,
            BreakingRules.changedIdentity,
            "settings.\(Self.shortestID)",
            "ids of fewer than \(after) characters, \(before) until now, are no longer taken",
            help: "leave '\(Self.shortestID)' at \(before), unless the project at the partner was changed"
        )
    }
}

extension Plan {
    /// Whether any mapping hashes with the current's key.
    fileprivate var usesKeyedHash: Bool {
        (mappings ?? []).flatMap(\.steps).contains { step in
            if case .hash(_, .keyed) = step { true } else { false }
        }
    }
}
