public import Diagnostics

/// A change after which somebody gets less, or something else, than before.
public struct BreakingChange: Sendable, Hashable {
    /// Whom a change hurts.
    public enum Category: String, Sendable, Hashable, CaseIterable {
        /// Events no longer arrive.
        case loss
        /// The receiver no longer knows users, devices or events again.
        case identity
        /// What the receiver reads looks different.
        case wire
        /// More is told about people, or to others.
        case privacy

        /// What it is about, in one sentence.
        public var summary: String {
            switch self {
            case .loss: "events that arrived no longer arrive"
            case .identity: "the receiver no longer knows users, devices or events again"
            case .wire: "what the receiver reads looks different or arrives elsewhere"
            case .privacy: "more is told about people, or it is told to others"
            }
        }
    }

    /// Whom it hurts.
    public var category: Category
    /// The manual page.
    public var entry: CatalogueEntry
    /// The current, by its name after the change.
    public var current: String
    /// The key of the spec that decides it, such as `settings.minIdLength`; empty for the current as a whole.
    public var key: String
    /// What changes, as a finding's summary.
    public var message: String
    /// What to try.
    public var help: String

    /// The change as a finding at a place of the spec; nil when the spec does not have the key.
    public func diagnostic(at range: SourceRange?) -> Diagnostic {
        entry.diagnostic(
            at: range,
            message,
            notes: [
                DiagnosticNote(
                    "\(category.rawValue): \(category.summary); '--allow \(category.rawValue)' accepts it"
                )
            ],
            help: help
        )
    }
}

/// The manual pages of breaking changes.
public enum BreakingRules {
    static let lostEvents = CatalogueEntry(
        code: "CUR540",
        name: "lost-events",
        explanation: """
            Events that the partner gets today would no longer be sent: an event type is no longer selected, fewer \
            custom events are named, or a filter is new or lets less through. A filter that changes counts as narrower \
            unless it is plain from its form that all that passed before still passes.
            """
    )
    static let lostCurrent = CatalogueEntry(
        code: "CUR541",
        name: "lost-current",
        explanation: """
            The current is deleted, is disabled or reads another source, so that nothing of what it delivered arrives \
            any more. A current that gets another name keeps its position when 'metadata.renamedFrom' names the old one.
            """
    )
    static let weakerDelivery = CatalogueEntry(
        code: "CUR542",
        name: "weaker-delivery",
        explanation: """
            Where a current starts, and what becomes of events whose credentials fail for too long, decide which events \
            arrive. 'start: now' leaves out what the source holds; 'onExpiry: discard' gives events up that were set \
            aside or waited before.
            """
    )
    static let changedIdentity = CatalogueEntry(
        code: "CUR543",
        name: "changed-identity",
        explanation: """
            Receivers know users, devices and events again by their ids. When an id leaves in another form, under \
            another path or not at all, when the key of keyed hashes changes, or when ids become too short to be taken, \
            the same user counts as two, or as nobody.
            """
    )
    static let changedDestination = CatalogueEntry(
        code: "CUR544",
        name: "changed-destination",
        explanation: """
            The events go to another partner, another region or another address. Whoever reads them where they arrived \
            until now gets nothing more.
            """
    )
    static let changedEventName = CatalogueEntry(
        code: "CUR545",
        name: "changed-event-name",
        explanation: """
            Charts, rules and joins at the partner name events. An event type that gets another name there starts anew, \
            and what was built on the old name stands still.
            """
    )
    static let changedField = CatalogueEntry(
        code: "CUR546",
        name: "changed-field",
        explanation: """
            A field that receivers may read leaves under another path, with another type, in another form such as a \
            hash, or not at all. New fields break nobody and are not reported.
            """
    )
    static let changedRecord = CatalogueEntry(
        code: "CUR547",
        name: "changed-record",
        explanation: """
            A setting that shapes the records, or a newer version of the partner's mapping, makes other records of the \
            same events.
            """
    )
    static let exposedPersonalData = CatalogueEntry(
        code: "CUR548",
        name: "exposed-personal-data",
        explanation: """
            Personal data leaves in clear where it did not before: a mapping that removed, hashed or blackened it is \
            gone, or events newly carry it. A plain hash in place of a keyed one counts too: whoever can guess a value \
            can find it by trying.
            """
    )
    static let movedPersonalData = CatalogueEntry(
        code: "CUR549",
        name: "moved-personal-data",
        explanation: """
            Personal data goes to a partner that had none before, or to a region outside the EU from one inside. Both \
            may need an agreement, or a decision that nobody has taken.
            """
    )

    /// Every entry, sorted by code.
    public static let all = [
        lostEvents, lostCurrent, weakerDelivery, changedIdentity, changedDestination, changedEventName,
        changedField, changedRecord, exposedPersonalData, movedPersonalData,
    ]

    /// The category that an entry's findings belong to.
    public static func category(of entry: CatalogueEntry) -> BreakingChange.Category {
        switch entry.code {
        case ...weakerDelivery.code: .loss
        case changedIdentity.code: .identity
        case ...changedRecord.code: .wire
        default: .privacy
        }
    }
}

extension ChangeSet {
    /// What breaks for somebody, by current and code.
    ///
    /// - Parameters:
    ///   - base: The plans it was compared with, in any order.
    ///   - known: What is known of the fields of types, on either side; the change set's own shapes count too.
    ///   - partners: What partners require.
    /// - Returns: One finding per mistake, in a stable order.
    public func breakingChanges(
        from base: [PlanFile],
        shapes known: ShapeBook,
        partners: [PartnerRequirements]
    ) -> [BreakingChange] {
        let effects = effects(on: base, shapes: known, partners: partners)
        return breakingChanges(from: base, shapes: known, effects: effects)
    }

    /// The same for effects that have been worked out already.
    ///
    /// - Parameters:
    ///   - base: The plans it was compared with, in any order.
    ///   - known: What is known of the fields of types, on either side; the change set's own shapes count too.
    ///   - effects: What `effects(on:shapes:partners:)` gave for the same.
    /// - Returns: One finding per mistake, in a stable order.
    public func breakingChanges(
        from base: [PlanFile],
        shapes known: ShapeBook,
        effects: [String: ChangeEffects]
    ) -> [BreakingChange] {
        let shapes = known.merging(shapes)
        let before = Dictionary(base.map { ($0.plan.current, $0.plan) }) { first, _ in first }
        let exposure = PartnerExposure(plans: isEmpty ? [] : base.map(\.plan), shapes: shapes)
        return changes.flatMap { change -> [BreakingChange] in
            let old = before[change.renamedFrom ?? change.current]
            let new = plan(named: change.current)
            switch change.action {
            case .unchanged: return []
            case .delete: return [.deleted(change.current)]
            case .create: return new.map { exposure.findings(ofNew: $0, shapes: shapes) } ?? []
            case .update:
                guard let old, let new, let effects = effects[change.current] else { return [] }
                let pair = PlanPair(old: old, new: new, effects: effects, shapes: shapes)
                return (pair.losses + pair.identityChanges + pair.wireChanges + pair.exposures(exposure))
                    .sorted { ($0.entry.code, $0.key, $0.message) < ($1.entry.code, $1.key, $1.message) }
            }
        }
    }
}

extension BreakingChange {
    fileprivate static func deleted(_ current: String) -> BreakingChange {
        BreakingChange(
            category: .loss,
            entry: BreakingRules.lostCurrent,
            current: current,
            key: "",
            message: "current '\(current)' is deleted",
            help: "keep it, or name it in 'metadata.renamedFrom' of the current that takes its place"
        )
    }
}
