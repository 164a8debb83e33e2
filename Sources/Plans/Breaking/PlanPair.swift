internal import Diagnostics

/// One current before and after, as the checks of each category look at it.
struct PlanPair {
    let old: Plan
    let new: Plan
    let effects: ChangeEffects
    let shapes: ShapeBook

    /// Whether the same partner gets the events; otherwise nothing that it read can be compared.
    var hasSamePartner: Bool { old.partner == new.partner }

    func finding(
        _ category: BreakingChange.Category,
        _ entry: CatalogueEntry,
        _ key: String,
        _ message: String,
        help: String
    ) -> BreakingChange {
        BreakingChange(
            category: category,
            entry: entry,
            current: new.current,
            key: key,
            message: "current '\(new.current)': \(message)",
            help: help
        )
    }

    /// Up to three in quotes, then how many more.
    static func listed(_ names: [String]) -> String {
        let shown = names.prefix(3).map { "'\($0)'" }.joined(separator: ", ")
        return names.count > 3 ? "\(shown) and \(names.count - 3) more" : shown
    }

    /// The key to look at when fields leave otherwise.
    var fieldKey: String {
        if old.mappings == new.mappings { return "events" }
        return new.mappings == nil ? "" : "mappings"
    }

    /// What leaves of each type, by type, for those whose fields are known.
    static func leaving(_ plan: Plan, _ shapes: ShapeBook) -> [String: LeavingFields] {
        var reader = LeavingFieldsReader(shapes: shapes)
        return leaving(plan, &reader)
    }

    /// The same for many plans, of which most have the same types.
    static func leaving(_ plan: Plan, _ reader: inout LeavingFieldsReader) -> [String: LeavingFields] {
        var fields: [String: LeavingFields] = [:]
        for event in plan.events { fields[event.type] = reader.fields(of: event, in: plan) }
        return fields
    }
}
