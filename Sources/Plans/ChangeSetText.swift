extension ChangeSet {
    /// The change set for people: one block per current that changes, then a line of counts; ends in a line feed.
    public func render() -> String { render { _ in nil } }

    /// The same with what more is to be said of a current.
    func render(_ view: (Change) -> EffectsText?) -> String {
        var lines: [String] = []
        for change in changes where change.action != .unchanged {
            lines += block(of: change, view(change)) + [""]
        }
        if isEmpty {
            lines += ["No changes: \(Self.currents(count(of: .unchanged))) already as desired.", ""]
        }
        let counts =
            "\(count(of: .create)) to create, \(count(of: .update)) to update, \(count(of: .delete)) to delete."
        return (lines + ["Plan: " + counts]).joined(separator: "\n") + "\n"
    }

    private static func currents(_ count: Int) -> String {
        count == 1 ? "1 current is" : "\(count) currents are"
    }

    private func block(of change: Change, _ more: EffectsText?) -> [String] {
        let name = Self.visible(change.current)
        switch change.action {
        case .create:
            return ["+ create \(name)"] + (plan(named: change.current).map(summary) ?? [])
                + (more?.lines ?? [])
        case .update:
            let origin = change.renamedFrom.map { " (renamed from \(Self.visible($0)))" } ?? ""
            let differences = change.differences.filter { !(more?.tells($0) ?? false) }
            return ["~ update \(name)\(origin)"] + differences.map(line) + names(after: change, more)
                + (more?.lines ?? [])
        case .delete:
            return ["- delete \(name)"] + (more?.lines ?? [])
        case .unchanged:
            return []
        }
    }

    func plan(named name: String) -> Plan? { plans.first { $0.plan.current == name }?.plan }

    private func summary(of plan: Plan) -> [String] {
        var facts = [
            ("partner", plan.partner), ("source", plan.source.name), ("endpoint", plan.endpoint.url),
            ("events", Self.count(of: plan.events)),
        ]
        if let region = plan.region { facts.insert(("region", region), at: 1) }
        if !plan.isEnabled { facts.append(("enabled", "false")) }
        if !plan.leftOut.isEmpty {
            facts.append(("left out", plan.leftOut.map(\.type).joined(separator: ", ")))
        }
        if let filter = plan.filter { facts.append(("filter", filter.text)) }
        facts += (plan.mappings ?? []).flatMap(\.summaries).map { ("mappings", $0) }
        return facts.map { "    + \($0.0): \(Self.visible($0.1))" } + names(in: plan.events)
    }

    /// The names once more as a whole, when an update touches events.
    private func names(after change: Change, _ more: EffectsText?) -> [String] {
        let touches = change.differences.contains { $0.path == "events" || $0.path.hasPrefix("events.") }
        guard touches, let plan = plan(named: change.current) else { return [] }
        if let more {
            // The names of types that stay are as before, or differences of their own.
            let gained = Set(more.effects.gainedEvents)
            return names(in: plan.events.filter { gained.contains($0.type) })
        }
        let names = names(in: plan.events)
        return names.isEmpty ? [] : ["    = events: \(Self.count(of: plan.events))"] + names
    }

    private static func count(of events: [SelectedEvent]) -> String {
        events.count == 1 ? "1 type" : "\(events.count) types"
    }

    /// What the partner calls each event type, for those it has a name of its own for: receivers build on these names.
    private func names(in events: [SelectedEvent]) -> [String] {
        events.compactMap { event in
            event.name.map { "      \(Self.visible(event.type)) → \(Self.visible($0))" }
        }
    }

    private func line(of difference: PlanDifference) -> String {
        let path = Self.visible(difference.path)
        let before = difference.before.map(Self.visible)
        let after = difference.after.map(Self.visible)
        return switch (before, after) {
        case (let before?, let after?): "    ~ \(path): \(before) -> \(after)"
        case (let before?, nil): "    - \(path): \(before)"
        case (nil, let after?): "    + \(path): \(after)"
        case (nil, nil): "    ~ \(path)"
        }
    }

    /// Text that anyone may have written, with characters that could move the cursor or reorder the line made visible.
    static func visible(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
                result += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
            default:
                result.unicodeScalars.append(scalar)
            }
        }
    }
}
