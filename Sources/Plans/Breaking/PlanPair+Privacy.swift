internal import Diagnostics

/// Which personal data each partner gets in clear today.
struct PartnerExposure {
    private var fields: [String: Set<String>] = [:]

    init(plans: [Plan], shapes: ShapeBook) {
        var reader = LeavingFieldsReader(shapes: shapes)
        for plan in plans where plan.isEnabled {
            fields[plan.partner, default: []].formUnion(Self.clearFields(of: plan, &reader))
        }
    }

    /// The personal fields, by their path in the source's events, that leave in clear.
    static func clearFields(of plan: Plan, _ shapes: ShapeBook) -> Set<String> {
        var reader = LeavingFieldsReader(shapes: shapes)
        return clearFields(of: plan, &reader)
    }

    private static func clearFields(of plan: Plan, _ reader: inout LeavingFieldsReader) -> Set<String> {
        var names: Set<String> = []
        for fields in PlanPair.leaving(plan, &reader).values {
            for (name, field) in fields.fields where field.isPersonal && field.form == .clear {
                names.insert(name)
            }
        }
        return names
    }

    /// Whether a partner gets personal data in clear today.
    func has(_ partner: String) -> Bool { !(fields[partner] ?? []).isEmpty }

    /// What a new current tells about people that its partner did not know.
    func findings(ofNew plan: Plan, shapes: ShapeBook) -> [BreakingChange] {
        guard plan.isEnabled else { return [] }
        let new = Self.clearFields(of: plan, shapes).subtracting(fields[plan.partner] ?? []).sorted()
        guard !new.isEmpty else { return [] }
        let isKnown = has(plan.partner)
        return [
            BreakingChange(
                category: .privacy,
                entry: isKnown ? BreakingRules.exposedPersonalData : BreakingRules.movedPersonalData,
                current: plan.current,
                key: "partner",
                message: "current '\(plan.current)': partner '\(plan.partner)'"
                    + (isKnown ? " newly gets" : ", which got no personal data, gets")
                    + " \(PlanPair.listed(new)) in clear",
                help: PlanPair.privacyHelp
            )
        ]
    }
}

extension PlanPair {
    static let privacyHelp = "hash, redact or remove it in 'mappings', or have it accepted"

    /// Changes that tell more about people, or tell it to others.
    func exposures(_ exposure: PartnerExposure) -> [BreakingChange] {
        guard new.isEnabled else { return [] }
        guard hasSamePartner, old.isEnabled else {
            return exposure.findings(ofNew: new, shapes: shapes)
        }
        return newlyClear + plainHashes + [leftEU].compactMap { $0 }
    }

    /// A field that left in clear in some event type is no news in another one.
    private var newlyClear: [BreakingChange] {
        let before = PartnerExposure.clearFields(of: old, shapes)
        let staying = Set(effects.fieldsOfStayingEvents.filter(\.isExposed).map(\.path))
        return effects.exposed.filter { staying.contains($0.path) || !before.contains($0.path) }
            .map { effect in
                let former = effect.before.map { " instead of \($0)" } ?? ""
                return finding(
                    .privacy,
                    BreakingRules.exposedPersonalData,
                    fieldKey.isEmpty ? "events" : fieldKey,
                    "personal field '\(effect.path)' leaves in clear\(former) in "
                        + FieldEffectWords(effect, effects).types,
                    help: Self.privacyHelp
                )
            }
    }

    private var plainHashes: [BreakingChange] {
        let before = Self.leaving(old, shapes)
        let after = Self.leaving(new, shapes)
        var weakened: Set<String> = []
        for (type, fields) in after {
            for (name, field) in fields.fields where field.algorithm == .plain {
                if before[type]?.fields[name]?.algorithm == .keyed { weakened.insert(name) }
            }
        }
        return weakened.sorted().map { name in
            finding(
                .privacy,
                BreakingRules.exposedPersonalData,
                "mappings",
                "field '\(name)' leaves with a plain hash instead of a keyed one",
                help: "keep the keyed hash: a plain one of a known value can be found by trying"
            )
        }
    }

    private var leftEU: BreakingChange? {
        guard let before = old.region, let after = new.region, Self.isInEU(before), !Self.isInEU(after),
            tellsOfPeople
        else { return nil }
        return finding(
            .privacy,
            BreakingRules.movedPersonalData,
            "region",
            "personal data moves from region '\(before)' to region '\(after)', outside the EU",
            help: "stay in '\(before)', or have the move accepted"
        )
    }

    /// Whether anything about people leaves, hashed or not; so does what is not known.
    private var tellsOfPeople: Bool {
        let known = Self.leaving(new, shapes)
        if known.count < new.events.count { return true }
        return known.values.contains { $0.fields.values.contains { $0.isPersonal && $0.form != .redacted } }
    }

    /// `EU` as Amplitude names it, `eu-central-1` as AWS does.
    private static func isInEU(_ region: String) -> Bool {
        let name = region.lowercased()
        return name == "eu" || name.hasPrefix("eu-")
    }
}
