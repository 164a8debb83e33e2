extension PlanReport {
    /// The report as a comment for a pull request: GitHub-flavoured Markdown, ending in a line feed.
    ///
    /// The same plans give the same text: it holds no time, no rate and nothing that a partner said. Whatever people
    /// wrote stands in code spans, in which no character means anything.
    public var markdown: String {
        let counts = ChangeSet.Action.allCases.filter { $0 != .unchanged }
            .map { "\(changes.count(of: $0)) to \($0.rawValue)" }.joined(separator: ", ")
        var blocks = ["## Plan: \(counts)"]
        if changes.isEmpty { blocks.append("Nothing changes.") }
        for change in changes.changes where change.action != .unchanged { blocks.append(section(of: change)) }
        if !steps.isEmpty {
            blocks.append("### At partners\n\n" + steps.map(Self.line).joined(separator: "\n"))
        }
        return blocks.joined(separator: "\n\n") + "\n"
    }

    private func section(of change: ChangeSet.Change) -> String {
        let origin = change.renamedFrom.map { ", renamed from \(Markdown.code($0))" } ?? ""
        var blocks = ["### \(Markdown.code(change.current)): \(change.action.rawValue)\(origin)"]
        let effects = effects[change.current]
        if let effects {
            blocks += Markdown.list("Personal data that newly leaves in clear", exposed(effects))
            blocks += Markdown.list("Personal data that no longer leaves in clear", withdrawn(effects))
            blocks += Markdown.list("Event types gained", gained(effects, in: change))
            blocks += Markdown.list("Event types lost", effects.lostEvents.map { "- \(Markdown.code($0))" })
            blocks += Markdown.list("Fields", effects.fieldsOfStayingEvents.map { line(of: $0, effects) })
            blocks += Markdown.list("Limits", effects.quotas.map(Self.line))
        }
        blocks += Markdown.list("Settings", settings(of: change, effects))
        if let unknown = effects?.unknownEvents, !unknown.isEmpty {
            blocks += Markdown.list("Fields not known", unknown.map { "~ \(Markdown.code($0))" })
        }
        return blocks.joined(separator: "\n\n")
    }

    /// What differs beside events and fields, or for a new current the main facts.
    private func settings(of change: ChangeSet.Change, _ effects: ChangeEffects?) -> [String] {
        guard change.action == .create, let plan = changes.plan(named: change.current) else {
            let told = effects.map { EffectsText(effects: $0, rate: nil) }
            return change.differences.filter { $0.path != "events" && !(told?.tells($0) ?? false) }
                .map(Self.line)
        }
        var facts = [
            ("partner", plan.partner), ("source", plan.source.name), ("endpoint", plan.endpoint.url),
        ]
        if let region = plan.region { facts.insert(("region", region), at: 1) }
        if !plan.isEnabled { facts.append(("enabled", "false")) }
        if let filter = plan.filter { facts.append(("filter", filter.text)) }
        facts += (plan.mappings ?? []).flatMap(\.summaries).map { ("mappings", $0) }
        return facts.map { "+ \($0.0): \(Markdown.code($0.1))" }
    }

    /// Receivers build on the names that events get at the partner.
    private func gained(_ effects: ChangeEffects, in change: ChangeSet.Change) -> [String] {
        let events = changes.plan(named: change.current)?.events ?? []
        let names = Dictionary(events.map { ($0.type, $0.name) }) { first, _ in first }
        return effects.gainedEvents.map { type in
            let name = names[type].flatMap { $0 }.map { " as \(Markdown.code($0))" } ?? ""
            return "+ \(Markdown.code(type))\(name)"
        }
    }

    private func exposed(_ effects: ChangeEffects) -> [String] {
        effects.exposed.map { "+ \(Markdown.code($0.path)) in \(types(of: $0, effects))" }
    }

    private func withdrawn(_ effects: ChangeEffects) -> [String] {
        effects.withdrawn.map { "- \(Markdown.code($0.formerPath ?? $0.path)) in \(types(of: $0, effects))" }
    }

    private func types(of effect: FieldEffect, _ effects: ChangeEffects) -> String {
        guard effect.events.count <= 3 else { return FieldEffectWords(effect, effects).types }
        return effect.events.map(Markdown.code).joined(separator: ", ")
    }

    private func line(of effect: FieldEffect, _ effects: ChangeEffects) -> String {
        let words = FieldEffectWords(effect, effects)
        let origin = effect.formerPath.map { " (before at \(Markdown.code($0)))" } ?? ""
        let personal = effect.isPersonal ? " (personal)" : ""
        let happening =
            switch (effect.before, effect.after) {
            case (nil, let after): " newly leaves\(after == "clear" ? "" : ", \(after ?? "")")"
            case (_, nil): " no longer leaves"
            case (let before, let after):
                before == after ? " moves" : ": \(before ?? "") → \(after ?? "")"
            }
        return "\(words.marker) \(Markdown.code(effect.path))\(personal)\(happening)\(origin) in "
            + types(of: effect, effects)
    }
}

extension PlanReport {
    private static func line(of quota: QuotaEffect) -> String {
        line(of: PlanDifference(quota.name, before: quota.before, after: quota.after))
    }

    private static func line(of difference: PlanDifference) -> String {
        let path = difference.path
        // A path may hold a name that a person chose, such as that of a label.
        let name = path.allSatisfy { $0.isLetter || $0 == " " } ? path : Markdown.code(path)
        switch (difference.before.map(Markdown.code), difference.after.map(Markdown.code)) {
        case (let before?, let after?): return "~ \(name): \(before) → \(after)"
        case (let before?, nil): return "- \(name): \(before)"
        case (nil, let after?): return "+ \(name): \(after)"
        case (nil, nil): return "~ \(name)"
        }
    }

    private static func line(of step: PartnerStep) -> String {
        let words = "\(step.kind) \(Markdown.code(step.name)) (\(Markdown.code(step.current)))"
        return switch step.action {
        case .create: "- `+` create \(words)"
        case .recreate: "- `~` create again \(words)"
        case .keep: "- \(words) stands"
        }
    }
}

/// The few forms of Markdown a report needs.
enum Markdown {
    /// Longer lists are folded.
    private static let longest = 10
    /// Beyond this many a list is only counted: a comment has its limits.
    private static let most = 200

    /// A code span whose fence no run of backticks inside can close.
    static func code(_ text: String) -> String {
        let text = ChangeSet.visible(text)
        var longest = 0
        var run = 0
        for character in text.unicodeScalars {
            run = character == "`" ? run + 1 : 0
            longest = max(longest, run)
        }
        let fence = String(repeating: "`", count: longest + 1)
        // Spaces on both sides are taken away again, which is how a span may begin with a backtick.
        let needsSpace = text.isEmpty || text.hasPrefix("`") || text.hasSuffix("`") || text.hasPrefix(" ")
        return needsSpace ? "\(fence) \(text) \(fence)" : fence + text + fence
    }

    /// A heading and a list whose lines begin with a marker; nothing when the list is empty.
    static func list(_ title: String, _ lines: [String]) -> [String] {
        guard !lines.isEmpty else { return [] }
        let left = lines.count - most
        let items = lines.prefix(most).map(item) + (left > 0 ? ["- and \(left) more"] : [])
        let list = items.joined(separator: "\n")
        guard lines.count > longest else { return ["**\(title)**\n\n\(list)"] }
        return ["<details><summary>\(title) (\(lines.count))</summary>\n\n\(list)\n\n</details>"]
    }

    /// The marker as a code span, for `+` and `-` begin lists of their own.
    private static func item(_ line: String) -> String {
        "- `\(line.prefix(1))`" + line.dropFirst()
    }
}
