/// Works out effects, one current after the other.
struct EffectsReader {
    private var leaving: LeavingFieldsReader
    private let partners: [String: PartnerRequirements]
    private var compared: [Pair: [FieldEffect]] = [:]

    /// What decides the effects on a type's fields.
    private struct Pair: Hashable {
        struct Side: Hashable {
            var shape: String
            /// By entry: two renames in one are made at once, in two one after the other.
            var steps: [[MappingStep]]
        }

        var before: Side?
        var after: Side?
    }

    init(shapes: ShapeBook, partners: [PartnerRequirements]) {
        leaving = LeavingFieldsReader(shapes: shapes)
        self.partners = Dictionary(partners.map { ($0.partner, $0) }) { first, _ in first }
    }

    /// What happens between two plans of a current, one of which may be missing.
    mutating func effects(of current: String, from before: Plan?, to after: Plan?) -> ChangeEffects {
        var effects = ChangeEffects(current: current)
        // A disabled current keeps its place, and nothing leaves.
        let old = before.flatMap { $0.isEnabled ? $0 : nil }
        let new = after.flatMap { $0.isEnabled ? $0 : nil }
        let oldTypes = Set(old?.events.map(\.type) ?? [])
        let newTypes = Set(new?.events.map(\.type) ?? [])
        effects.gainedEvents = newTypes.subtracting(oldTypes).sorted()
        effects.lostEvents = oldTypes.subtracting(newTypes).sorted()
        effects.stayingEvents = newTypes.intersection(oldTypes).count
        compareFields(old, new, &effects)
        effects.quotas = quotas(old, new)
        return effects
    }

    private mutating func compareFields(_ old: Plan?, _ new: Plan?, _ effects: inout ChangeEffects) {
        // Another partner is another receiver: all that leaves, leaves newly for it.
        let isSameReceiver = old == nil || new == nil || old?.partner == new?.partner
        let before = isSameReceiver ? eventsByType(old) : [:]
        let after = eventsByType(new)
        var groups: [FieldEffect: [String]] = [:]
        for type in Set(before.keys).union(after.keys).sorted() {
            guard let known = compare(before[type], old, after[type], new) else {
                effects.unknownEvents.append(type)
                continue
            }
            for effect in known { groups[effect, default: []].append(type) }
        }
        effects.fields = groups.map { effect, events in
            var effect = effect
            effect.events = events
            return effect
        }.sorted { $0.order < $1.order }
    }

    private func eventsByType(_ plan: Plan?) -> [String: SelectedEvent] {
        Dictionary((plan?.events ?? []).map { ($0.type, $0) }) { first, _ in first }
    }

    /// What changes for the fields of one type; nil when the fields are not known.
    ///
    /// Types of one shape, and currents with the same mappings, are compared once.
    private mutating func compare(
        _ oldEvent: SelectedEvent?,
        _ old: Plan?,
        _ newEvent: SelectedEvent?,
        _ new: Plan?
    ) -> [FieldEffect]? {
        let pair = Pair(before: side(oldEvent, old), after: side(newEvent, new))
        if let known = compared[pair] { return known }
        guard pair.before != pair.after else { return [] }
        guard let before = fields(of: oldEvent, in: old), let after = fields(of: newEvent, in: new) else {
            return nil
        }
        let effects = Set(before.keys).union(after.keys).compactMap { name -> FieldEffect? in
            let (before, after) = (before[name], after[name])
            guard before?.asLeaving != after?.asLeaving else { return nil }
            return FieldEffect(name, from: before, to: after)
        }
        compared[pair] = effects
        return effects
    }

    /// A shape and what mappings do to it; nil for a type that is not delivered.
    private func side(_ event: SelectedEvent?, _ plan: Plan?) -> Pair.Side? {
        guard let event, let plan else { return nil }
        let mappings = (plan.mappings ?? []).filter { $0.applies(to: event.type) }
        return Pair.Side(shape: event.shape, steps: mappings.map(\.steps))
    }

    /// The fields of a type that is not delivered are none, and known.
    private mutating func fields(of event: SelectedEvent?, in plan: Plan?) -> [String: LeavingField]? {
        guard let event, let plan else { return [:] }
        return leaving.fields(of: event, in: plan)?.fields
    }
}

extension LeavingField {
    /// The field without what the partner cannot see.
    fileprivate var asLeaving: LeavingField {
        var field = self
        field.isPersonal = false
        return field
    }
}

extension FieldEffect {
    /// By path; what comes before what goes.
    fileprivate var order: (String, String, String, String) {
        (path, formerPath ?? "", "\(after ?? "~") \(before ?? "~")", events.first ?? "")
    }
}

extension EffectsReader {
    /// Limits that differ, in the order of the list below.
    private func quotas(_ old: Plan?, _ new: Plan?) -> [QuotaEffect] {
        // A current that goes has no limits worth telling.
        guard let new else { return [] }
        let before = old.map(limits) ?? [:]
        let after = limits(of: new)
        return Self.names.compactMap { name in
            before[name] == after[name]
                ? nil : QuotaEffect(name: name, before: before[name], after: after[name])
        }
    }

    private static let names = [
        "events per request", "events per second of one user or device",
        "events per day of one user or device", "event names",
    ]

    private func limits(of plan: Plan) -> [String: String] {
        let delivery = plan.delivery
        var limits = [Self.names[0]: String(delivery.batchEvents)]
        limits[Self.names[1]] = delivery.perIdentity.map { String($0.eventsPerSecond) }
        limits[Self.names[2]] = delivery.perIdentity?.eventsPerDay.map(String.init)
        if let most = partners[plan.partner]?.naming?.maximumNames?.value {
            let names = Set(plan.events.map { $0.name ?? $0.type })
            let own = names.filter { $0.contains(EventNaming.ownName) }
            let count = names.count - own.count
            limits[Self.names[3]] =
                own.isEmpty ? "\(count) of \(most)" : "\(count) and those of custom events, of \(most)"
        }
        return limits
    }
}
