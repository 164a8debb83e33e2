/// What `plan` tells about a change set: the changes, what they do, and what happens at partners.
///
/// None of it is in the change set's file, so that the file depends on plans alone.
public struct PlanReport: Sendable {
    /// The changes.
    public var changes: ChangeSet
    /// What they do, by the current's name after the change.
    public var effects: [String: ChangeEffects]
    /// What an apply does at partners.
    public var steps: [PartnerStep]
    /// Events on an average day, by the current's name in the base; nil when no state was asked.
    public var rates: [String: EventRate]?

    /// Gathers what there is to tell.
    public init(
        changes: ChangeSet,
        effects: [String: ChangeEffects],
        steps: [PartnerStep] = [],
        rates: [String: EventRate]? = nil
    ) {
        self.changes = changes
        self.effects = effects
        self.steps = steps
        self.rates = rates
    }

    /// The report for people at a terminal, without the steps at partners; ends in a line feed.
    ///
    /// - Parameter usesColour: Whether to colour lines by their marker.
    /// - Returns: One block per current that changes, then a line of counts.
    public func text(usesColour: Bool = false) -> String {
        let text = changes.render { change in
            effects[change.current].map { EffectsText(effects: $0, rate: rateWords(of: change)) }
        }
        guard usesColour else { return text }
        return text.split(separator: "\n", omittingEmptySubsequences: false).map(Self.coloured)
            .joined(separator: "\n")
    }

    /// The report for programs; ends in a line feed.
    ///
    /// Keys: those of `ChangeSet.json`, `steps`, and in each change that is not `unchanged` a key `effects` with
    /// - `events`: `gained` and `lost`, event types;
    /// - `fields`: one entry per field that leaves otherwise than before, with its `path`, `formerPath` when it was
    ///   elsewhere, `before` and `after` (`clear`, `hashed (…)`, `redacted`, `set`; left out when it does not leave),
    ///   `personal`, and the `events` it is so for;
    /// - `personalData`: `gained` and `lost`, the same entries for personal data that newly leaves, and no longer
    ///   leaves, in clear;
    /// - `limits`: `name`, `before` and `after`;
    /// - `unknownFields`: event types of which it is not known on one side what fields they carry;
    /// - `eventsPerDay`: `average` and `days`, or null when it is not known.
    public var json: String {
        let list = (try? CanonicalJSON(encoding: steps)) ?? .array([])
        let report = changes.report { change in
            effects[change.current].map { json(of: $0, rate(of: change)) }
        }
        return String(decoding: report.setting("steps", to: list).bytes, as: UTF8.self)
    }

    private func rate(of change: ChangeSet.Change) -> EventRate? {
        rates?[change.renamedFrom ?? change.current]
    }

    /// A new current has none, and without a state nobody was asked.
    private func rateWords(of change: ChangeSet.Change) -> String? {
        guard rates != nil, change.action != .create else { return nil }
        return rate(of: change).map { rate in
            "about \(rate.eventsPerDay), the average of \(rate.days == 1 ? "1 day" : "\(rate.days) days")"
        } ?? "unknown: the state has no whole day of it"
    }

    private static func coloured(_ line: Substring) -> String {
        let code: String
        switch line.drop(while: { $0 == " " }).prefix(2) {
        case "+ ": code = "32"
        case "- ": code = "31"
        case "~ ": code = "33"
        default: return String(line)
        }
        return "\u{1B}[\(code)m\(line)\u{1B}[0m"
    }
}

extension PlanReport {
    private func json(of effects: ChangeEffects, _ rate: EventRate?) -> CanonicalJSON {
        .object([
            "events": .object(["gained": texts(effects.gainedEvents), "lost": texts(effects.lostEvents)]),
            "fields": .array(effects.fields.map(json)),
            "personalData": .object([
                "gained": .array(effects.exposed.map(json)), "lost": .array(effects.withdrawn.map(json)),
            ]),
            "limits": .array(
                effects.quotas.map { object(["name": $0.name, "before": $0.before, "after": $0.after]) }
            ),
            "unknownFields": texts(effects.unknownEvents),
            "eventsPerDay": rate.map { rate in
                .object(["average": .integer(Int(clamping: rate.eventsPerDay)), "days": .integer(rate.days)])
            } ?? .null,
        ])
    }

    private func json(of field: FieldEffect) -> CanonicalJSON {
        object([
            "path": field.path, "formerPath": field.formerPath, "before": field.before, "after": field.after,
        ])
        .setting("personal", to: .boolean(field.isPersonal)).setting("events", to: texts(field.events))
    }

    /// An object without the members that have no value.
    private func object(_ members: [String: String?]) -> CanonicalJSON {
        .object(members.compactMapValues { $0.map { .text($0) } })
    }

    private func texts(_ list: [String]) -> CanonicalJSON { .array(list.map { .text($0) }) }
}
