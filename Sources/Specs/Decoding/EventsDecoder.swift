import Diagnostics

/// Reads `spec.events`: a list, or `include`, `exclude` and `customEvents`.
enum EventsDecoder {
    /// The selectors, or nil when nothing could be read as such.
    static func decode(_ spec: Fields, with nodes: inout NodeDecoder) -> EventsSpec? {
        guard let entry = spec.entries["events"] else { return nil }
        if let items = entry.value.items {
            let include = included(items, entry.value, named: "spec.events", with: &nodes)
            return include.map { EventsSpec(key: entry.key.range, include: $0) }
        }
        guard entry.value.entries != nil else {
            let isDash = entry.value.isPlain && entry.value.text?.hasPrefix("-") == true
            let help =
                isDash ? "put a space after each '-'" : "write a list, such as [\"users.messages.email.*\"]"
            nodes.wrongType(entry.value, named: "spec.events", wanted: "a list or a mapping", help: help)
            return nil
        }
        guard let fields = nodes.fields("events", in: spec, known: Language.events.known) else { return nil }
        nodes.require("include", in: fields)
        let include = fields["include"].flatMap { node in
            nodes.list(node, named: "spec.events.include").flatMap {
                included($0, node, named: "spec.events.include", with: &nodes)
            }
        }
        let exclude = fields["exclude"].flatMap { nodes.list($0, named: "spec.events.exclude") } ?? []
        let excluded = exclude.compactMap { selector($0, named: "spec.events.exclude", with: &nodes) }
        let custom = customEvents(fields, with: &nodes)
        // What should be left out is not known: every finding about what is delivered could be wrong.
        let mayExclude = fields["exclude"] == nil && !fields.strays.isEmpty
        guard let include, !mayExclude, !fields.excused.contains("exclude") else { return nil }
        return EventsSpec(key: entry.key.range, include: include, exclude: excluded, customEvents: custom)
    }

    /// The selectors of a list that must name something; nil when that was reported.
    private static func included(
        _ items: [Node],
        _ list: Node,
        named name: String,
        with nodes: inout NodeDecoder
    ) -> [Located<EventsSpec.Selector>]? {
        if items.isEmpty {
            nodes.badValue(
                list.range,
                "'\(name)' names no event",
                help: "name at least one event, glob or group"
            )
            return nil
        }
        return items.compactMap { selector($0, named: name, with: &nodes) }
    }

    /// One way to name events; nil when it was reported.
    static func selector(
        _ node: Node,
        named name: String,
        with nodes: inout NodeDecoder
    ) -> Located<EventsSpec.Selector>? {
        guard node.entries != nil else { return nodes.text(node, named: name)?.map { .name($0) } }
        guard
            let fields = nodes.fields(
                of: node,
                key: node.range,
                named: name,
                known: Language.eventGroup.known
            )
        else {
            return nil
        }
        guard let group = fields["group"] else {
            if fields.excused.isEmpty, node.entries?.isEmpty == true {
                nodes.badValue(
                    node.range,
                    "an item of '\(name)' names nothing",
                    help: "write { group: NAME }"
                )
            }
            return nil
        }
        return nodes.text(group, named: "\(name).group")?.map { .group($0) }
    }

    private static func customEvents(_ fields: Fields, with nodes: inout NodeDecoder) -> [Located<String>]? {
        let name = "spec.events.customEvents"
        guard let node = fields["customEvents"], let items = nodes.list(node, named: name) else { return nil }
        if items.isEmpty {
            nodes.badValue(
                node.range,
                "'\(name)' names no event",
                help: "remove it to let all custom events pass"
            )
            return nil
        }
        return items.compactMap { nodes.text($0, named: name) }
    }
}
