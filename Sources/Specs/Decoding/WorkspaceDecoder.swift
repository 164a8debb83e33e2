import Diagnostics

/// Reads `kind: Workspace`.
enum WorkspaceDecoder {
    /// The declaration, or nil when what it cannot do without was reported.
    static func decode(_ document: Fields, with nodes: inout NodeDecoder) -> WorkspaceSpec? {
        let metadata = MetadataDecoder.decode(document, allowsHistory: false, with: &nodes)
        guard let fields = nodes.fields("spec", in: document, known: Language.workspaceSpec.known) else {
            return nil
        }
        let retention = part("retention", of: fields, known: Language.retention.known, with: &nodes)
        let disk = part("disk", of: fields, known: Language.disk.known, with: &nodes)
        let dedupe = part("dedupe", of: fields, known: Language.dedupe.known, with: &nodes)
        let alerts = alerts(fields, with: &nodes)
        let age = retention?["age"].flatMap { duration($0, "spec.retention.age", &nodes) }
        let size = retention?["size"].flatMap { nodes.size($0, named: "spec.retention.size") }
        let budget = disk?["budget"].flatMap { nodes.size($0, named: "spec.disk.budget") }
        let reserve = disk?["reserve"].flatMap { nodes.size($0, named: "spec.disk.reserve") }
        let window = dedupe?["window"].flatMap { duration($0, "spec.dedupe.window", &nodes) }
        let ids = dedupe?["ids"].flatMap { nodes.integer($0, named: "spec.dedupe.ids", minimum: 1) }
        guard let metadata else { return nil }
        return WorkspaceSpec(
            metadata: metadata,
            specKey: fields.key,
            retentionAge: age,
            retentionSize: size,
            diskBudget: budget,
            diskReserve: reserve,
            dedupeWindow: window,
            dedupeIDs: ids,
            alerts: alerts,
            settings: settings([retention, disk, dedupe].compactMap { $0 }, alerts, in: fields)
        )
    }

    /// A mapping that must say something.
    private static func part(
        _ key: String,
        of spec: Fields,
        known: [String],
        with nodes: inout NodeDecoder
    ) -> Fields? {
        let part = nodes.fields(key, in: spec, known: known)
        if let node = spec[key], node.entries?.isEmpty == true {
            let help = "write \(NodeDecoder.list(known)), or remove '\(key)'"
            nodes.badValue(node.range, "'spec.\(key)' says nothing", help: help)
        }
        return part
    }

    private static func duration(
        _ node: Node,
        _ name: String,
        _ nodes: inout NodeDecoder
    ) -> Located<Duration>? {
        nodes.duration(node, named: name, minimum: .milliseconds(1))
    }

    private static func alerts(_ spec: Fields, with nodes: inout NodeDecoder) -> [WorkspaceSpec.Alert] {
        let name = "spec.alerts"
        guard let node = spec["alerts"] else { return [] }
        hideTexts(in: node, with: &nodes)
        guard let items = node.items else {
            let help = "write a list such as [{ command: [PROGRAM] }]"
            nodes.wrongType(node, named: name, wanted: "a list", help: help, hidesText: node.text != nil)
            return []
        }
        if items.isEmpty {
            let help = "name at least one webhook or command, or remove 'alerts'"
            nodes.badValue(node.range, "'\(name)' tells nobody", help: help)
        }
        return items.compactMap { alert($0, named: name, with: &nodes) }
    }

    /// The address of a chat's webhook is its password, so no text here is shown but that of commands.
    private static func hideTexts(in node: Node, with nodes: inout NodeDecoder) {
        switch node.content {
        case .scalar: if !node.isNull { nodes.hide(node) }
        case .sequence(let items): for item in items { hideTexts(in: item, with: &nodes) }
        case .mapping(let entries):
            for entry in entries where entry.key.text != "command" {
                hideTexts(in: entry.value, with: &nodes)
            }
        }
    }

    private static func alert(
        _ node: Node,
        named name: String,
        with nodes: inout NodeDecoder
    ) -> WorkspaceSpec.Alert? {
        if node.text != nil, !node.isNull {
            let help = "write { webhook: { url: URL } } or { command: [PROGRAM] }"
            nodes.wrongType(node, named: name, wanted: "mappings", help: help, hidesText: true)
            return nil
        }
        let known = Language.alert.known
        guard let fields = nodes.fields(of: node, key: node.range, named: name, known: known) else {
            return nil
        }
        switch (fields.entries["webhook"], fields.entries["command"]) {
        case (let webhook?, nil): return self.webhook(webhook, in: fields, with: &nodes)
        case (nil, let command?): return self.command(command.value, named: "\(name).command", with: &nodes)
        case (_?, let command?):
            nodes.badValue(
                command.key.range,
                "an item of '\(name)' gives both 'webhook' and 'command'",
                help: "write two items"
            )
        case (nil, nil):
            guard fields.excused.isEmpty, node.entries?.isEmpty == true else { return nil }
            let help = "write { webhook: { url: URL } } or { command: [PROGRAM] }"
            nodes.badValue(node.range, "an item of '\(name)' tells nobody", help: help)
        }
        return nil
    }

    private static func webhook(
        _ entry: Node.Entry,
        in alert: Fields,
        with nodes: inout NodeDecoder
    ) -> WorkspaceSpec.Alert? {
        if entry.value.text != nil, !entry.value.isNull {
            let help = "write { url: URL }"
            let name = alert.path("webhook")
            nodes.wrongType(entry.value, named: name, wanted: "a mapping", help: help, hidesText: true)
            return nil
        }
        guard let fields = nodes.fields("webhook", in: alert, known: Language.webhook.known) else {
            return nil
        }
        nodes.require("url", in: fields)
        let url = fields["url"].flatMap { nodes.text($0, named: fields.path("url")) }
        return url.map { WorkspaceSpec.Alert(target: $0.map { .webhook($0) }) }
    }

    private static func command(
        _ node: Node,
        named name: String,
        with nodes: inout NodeDecoder
    ) -> WorkspaceSpec.Alert? {
        guard let items = nodes.list(node, named: name) else { return nil }
        guard !items.isEmpty else {
            nodes.badValue(node.range, "'\(name)' names no program", help: "write [PROGRAM, ARGUMENT]")
            return nil
        }
        let words = items.compactMap { nodes.text($0, named: name, allowsEmpty: true) }
        guard words.count == items.count else { return nil }
        return WorkspaceSpec.Alert(target: Located(.command(words.map(\.value)), at: node.range))
    }

    /// The paths of what was written, in reading order.
    private static func settings(
        _ parts: [Fields],
        _ alerts: [WorkspaceSpec.Alert],
        in spec: Fields
    ) -> [Located<String>] {
        let written = parts.flatMap { part in
            part.entries.map { Located(part.path($0.key), at: $0.value.key.range) }
        }
        let alertsKey = alerts.isEmpty ? nil : spec.entries["alerts"]?.key.range
        let all = written + (alertsKey.map { [Located("spec.alerts", at: $0)] } ?? [])
        return all.sorted { $0.range.start < $1.range.start }
    }
}
