internal import Glossary

/// What a change does to the events and the data of one current, worked out from the plans on both sides.
public struct ChangeEffects: Sendable, Hashable {
    /// The current, by its name after the change.
    public var current: String
    /// Event types that newly leave, sorted.
    public var gainedEvents: [String] = []
    /// Event types that no longer leave, sorted.
    public var lostEvents: [String] = []
    /// Fields that leave otherwise than before, by path.
    public var fields: [FieldEffect] = []
    /// Event types of which it is not known on one side what fields they carry, sorted.
    public var unknownEvents: [String] = []
    /// Limits that come, go or change.
    public var quotas: [QuotaEffect] = []
    /// How many event types leave both before and after.
    public var stayingEvents = 0

    /// Personal data that newly leaves in clear, one entry a path.
    public var exposed: [FieldEffect] { Self.merged(fields.filter(\.isExposed)) }
    /// Personal data that no longer leaves in clear, one entry a path.
    public var withdrawn: [FieldEffect] { Self.merged(fields.filter(\.isWithdrawn)) }
    /// The fields of event types that leave before and after; those of gained and lost types come and go with them.
    public var fieldsOfStayingEvents: [FieldEffect] {
        let others = Set(gainedEvents).union(lostEvents)
        guard !others.isEmpty else { return fields }
        return fields.compactMap { effect in
            var effect = effect
            effect.events.removeAll { others.contains($0) }
            return effect.events.isEmpty ? nil : effect
        }
    }

    /// Entries of one path in one; what they do not agree on is left out.
    private static func merged(_ effects: [FieldEffect]) -> [FieldEffect] {
        Dictionary(grouping: effects, by: \.path).values.compactMap { same in
            guard var effect = same.first else { return nil }
            effect.events = same.flatMap(\.events).sorted()
            if same.contains(where: { $0.before != effect.before }) { effect.before = nil }
            if same.contains(where: { $0.after != effect.after }) { effect.after = nil }
            if same.contains(where: { $0.formerPath != effect.formerPath }) { effect.formerPath = nil }
            return effect
        }.sorted { $0.path < $1.path }
    }

    /// Whether nothing changes for events and data.
    public var isEmpty: Bool {
        gainedEvents.isEmpty && lostEvents.isEmpty && fields.isEmpty && quotas.isEmpty
            && unknownEvents.isEmpty
    }
}

/// A field that leaves otherwise than before, the same way in all event types named.
public struct FieldEffect: Sendable, Hashable {
    /// Where it stands in the events that leave; where it stood, for one that leaves no more.
    public var path: String
    /// Where it stood before, when that was elsewhere.
    public var formerPath: String?
    /// Whether its value says something about a person.
    public var isPersonal: Bool
    /// What left of it; nil when it did not leave.
    public var before: String?
    /// What leaves of it; nil when it does not.
    public var after: String?
    /// The event types, sorted.
    public var events: [String]
    /// Whether the source's own value leaves now and did not before.
    var becomesClear: Bool
    /// Whether the source's own value left before and does not now.
    var becomesUnclear: Bool

    /// Whether it is personal data that newly leaves in clear.
    public var isExposed: Bool { isPersonal && becomesClear }
    /// Whether it is personal data that no longer leaves in clear.
    public var isWithdrawn: Bool { isPersonal && becomesUnclear }

    init(_ name: String, from old: LeavingField?, to new: LeavingField?) {
        let stays = old != nil && new != nil
        path = new?.path ?? old?.path ?? name
        formerPath = stays && old?.path != new?.path ? old?.path : nil
        isPersonal = new?.isPersonal == true || old?.isPersonal == true
        let hasOtherType = stays && old?.form == new?.form && old?.type != new?.type
        before = old.map { Self.words($0, withType: hasOtherType) }
        after = new.map { Self.words($0, withType: hasOtherType) }
        events = []
        becomesClear = new?.form == .clear && old?.form != .clear
        becomesUnclear = old?.form == .clear && new?.form != .clear
    }

    /// `clear`, `hashed (sha256)`, `clear string`.
    private static func words(_ field: LeavingField, withType: Bool) -> String {
        let form = field.algorithm.map { "\(field.form.rawValue) (\($0.rawValue))" } ?? field.form.rawValue
        guard withType, field.form == .clear, let type = field.type else { return form }
        return "\(form) \(type.rawValue)"
    }
}

/// A limit of the partner, or of the spec, as it holds for one current.
public struct QuotaEffect: Sendable, Hashable {
    /// What is limited, such as `events per request`.
    public var name: String
    /// The limit before; nil when there was none.
    public var before: String?
    /// The limit after; nil when there is none.
    public var after: String?
}

extension ChangeSet {
    /// What each change does, one entry per current that changes, by name.
    ///
    /// - Parameters:
    ///   - base: The plans it was compared with, in any order.
    ///   - known: What is known of the fields of types, on either side; the change set's own shapes count too.
    ///   - partners: What partners require, for their limits.
    /// - Returns: The effects by the current's name after the change.
    public func effects(
        on base: [PlanFile],
        shapes known: ShapeBook,
        partners: [PartnerRequirements]
    ) -> [String: ChangeEffects] {
        var reader = EffectsReader(shapes: known.merging(shapes), partners: partners)
        var effects: [String: ChangeEffects] = [:]
        let plansBefore = Dictionary(base.map { ($0.plan.current, $0.plan) }) { first, _ in first }
        let plansAfter = Dictionary(plans.map { ($0.plan.current, $0.plan) }) { first, _ in first }
        for change in changes where change.action != .unchanged {
            let before = plansBefore[change.renamedFrom ?? change.current]
            effects[change.current] = reader.effects(
                of: change.current,
                from: change.action == .create ? nil : before,
                to: change.action == .delete ? nil : plansAfter[change.current]
            )
        }
        return effects
    }
}
