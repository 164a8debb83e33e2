/// How many events of a current the partner had on an average day, as the state knows it.
public struct EventRate: Sendable, Hashable {
    /// Events on an average day.
    public var eventsPerDay: Int64
    /// How many days it is the average of.
    public var days: Int

    /// Describes a rate.
    public init(eventsPerDay: Int64, days: Int) {
        self.eventsPerDay = eventsPerDay
        self.days = days
    }
}

/// The effects on one current as lines for a terminal.
struct EffectsText {
    let effects: ChangeEffects
    /// What is said of events per day; nil says nothing.
    let rate: String?

    /// Whether a difference is told better by the effects.
    func tells(_ difference: PlanDifference) -> Bool {
        guard difference.path.hasPrefix("events."), difference.path.hasSuffix(".fields") else { return false }
        let type = difference.path.dropFirst("events.".count).dropLast(".fields".count)
        return !effects.unknownEvents.contains(String(type))
    }

    /// The lines, each indented below its current; none when there is nothing to say.
    var lines: [String] {
        section("fields that leave", effects.fieldsOfStayingEvents.map { FieldEffectWords($0, effects).line })
            + section("personal data", personal) + section("limits", effects.quotas.map(Self.line))
            + section("not known", unknown) + section("events per day", rate.map { [$0] } ?? [])
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["    \(title):"] + lines.map { "      " + ChangeSet.visible($0) }
    }

    /// What goes with lost event types goes without saying one by one.
    private var personal: [String] {
        let staying = effects.fieldsOfStayingEvents.filter(\.isWithdrawn)
        let withOthers = Set(effects.withdrawn.map(\.path)).subtracting(staying.map(\.path)).sorted()
        let gone =
            withOthers.isEmpty ? [] : ["- with the lost event types: \(withOthers.joined(separator: ", "))"]
        return effects.exposed.map {
            "+ \($0.path) newly leaves in clear in \(FieldEffectWords($0, effects).types)"
        }
            + staying.map {
                "- \($0.formerPath ?? $0.path) no longer leaves in clear in \(FieldEffectWords($0, effects).types)"
            } + gone
    }

    private var unknown: [String] {
        guard !effects.unknownEvents.isEmpty else { return [] }
        let types = FieldEffectWords.list(effects.unknownEvents)
        return ["~ what fields \(types) carried, or carry: nothing was kept of that shape"]
    }

    static func line(of quota: QuotaEffect) -> String {
        switch (quota.before, quota.after) {
        case (nil, let after?): "+ \(quota.name): \(after)"
        case (let before?, nil): "- \(quota.name): \(before)"
        case (let before?, let after?): "~ \(quota.name): \(before) -> \(after)"
        case (nil, nil): "~ \(quota.name)"
        }
    }
}

/// A field's effect in words.
struct FieldEffectWords {
    private let effect: FieldEffect
    private let effects: ChangeEffects

    init(_ effect: FieldEffect, _ effects: ChangeEffects) {
        self.effect = effect
        self.effects = effects
    }

    /// `+`, `-` or `~`, the field, what happens to it, and where.
    var line: String { "\(marker) \(effect.path)\(happening) in \(types)" }

    var marker: String {
        if effect.before == nil { return "+" }
        return effect.after == nil ? "-" : "~"
    }

    /// What happens, to stand behind the path.
    var happening: String {
        let remark = effect.isPersonal ? " (personal)" : ""
        switch (effect.before, effect.after) {
        case (nil, let after?):
            return remark + (after == "clear" ? " newly leaves" : " newly leaves, \(after),")
        case (_, nil): return remark + " no longer leaves"
        case (let before?, let after?):
            let origin = effect.formerPath.map { ", before at \($0)" } ?? ""
            return remark + (before == after ? origin : ": \(before) -> \(after)\(origin)")
        }
    }

    /// The event types: by name when they are few, otherwise how many.
    var types: String {
        let all = effects.stayingEvents + effects.gainedEvents.count
        if effect.events.count > 3, effect.events.count == all { return "every event type (\(all))" }
        return Self.list(effect.events)
    }

    static func list(_ types: [String]) -> String {
        types.count <= 3 ? types.joined(separator: ", ") : "\(types.count) event types"
    }
}
