import Diagnostics
import Plans

/// Reads `spec.mappings`: a list of entries, each a mapping of what is done with which fields.
enum MappingsDecoder {
    private static let name = "spec.mappings"
    private static let known = Language.mapping.known
    private static let parts = known.filter { $0 != "events" }

    /// The entries that could be read, in order.
    static func decode(_ spec: Fields, with nodes: inout NodeDecoder) -> [MappingSpec] {
        guard let entry = spec.entries["mappings"] else { return [] }
        guard let items = entry.value.items else {
            nodes.wrongType(
                entry.value,
                named: name,
                wanted: "a list",
                help: entry.value.entries == nil
                    ? "write a list, such as [{ remove: [properties.ip_pool] }]"
                    : "write the mapping as the only item of a list",
                fixes: entry.value.entries == nil ? [] : listFixes(entry)
            )
            return []
        }
        if items.isEmpty {
            nodes.badValue(entry.value.range, "'\(name)' holds nothing", help: "remove it, or add an entry")
        }
        return items.compactMap { decode($0, with: &nodes) }
    }

    private static func decode(_ item: Node, with nodes: inout NodeDecoder) -> MappingSpec? {
        guard item.entries != nil else {
            nodes.wrongType(
                item,
                named: name,
                wanted: "mappings as its items",
                help: "write what is done, such as { remove: [properties.ip_pool] }"
            )
            return nil
        }
        guard let fields = nodes.fields(of: item, key: item.range, named: name, known: known) else {
            return nil
        }
        let isIdle = !parts.contains { fields.entries[$0] != nil }
        if isIdle, fields.excused.isEmpty, (item.entries ?? []).allSatisfy({ $0.key.text == "events" }) {
            nodes.badValue(
                item.range,
                "an entry of '\(name)' does nothing",
                help: "add one of \(NodeDecoder.list(parts)), or remove the entry"
            )
        }
        let events = events(fields, with: &nodes)
        // An entry whose events were written and could not be read must not apply to all of them.
        guard (fields["events"] == nil) == (events == nil) else {
            _ = mapping(item, nil, fields, with: &nodes)
            return nil
        }
        return mapping(item, events, fields, with: &nodes)
    }

    private static func mapping(
        _ item: Node,
        _ events: [Located<EventsSpec.Selector>]?,
        _ fields: Fields,
        with nodes: inout NodeDecoder
    ) -> MappingSpec {
        MappingSpec(
            range: item.range,
            events: events,
            rename: renames(fields, with: &nodes),
            remove: paths("remove", fields, with: &nodes) ?? [],
            keep: paths("keep", fields, with: &nodes),
            hash: hashes(fields, with: &nodes),
            redact: paths("redact", fields, with: &nodes) ?? [],
            set: assignments(fields, with: &nodes)
        )
    }

    // MARK: - Parts

    private static func events(_ fields: Fields, with nodes: inout NodeDecoder) -> [Located<
        EventsSpec.Selector
    >]? {
        let name = fields.path("events")
        guard let node = fields["events"], let items = list(node, named: name, with: &nodes) else {
            return nil
        }
        if items.isEmpty {
            nodes.badValue(
                node.range,
                "'\(name)' names no event",
                help: "remove it to let the entry apply to all"
            )
            return nil
        }
        return items.compactMap { EventsDecoder.selector($0, named: name, with: &nodes) }
    }

    private static func renames(_ fields: Fields, with nodes: inout NodeDecoder) -> [MappingSpec.Rename] {
        pairs("rename", fields, with: &nodes).compactMap { entry, key, name in
            let from = FieldPathReading.path(key, named: name, allowsGlobs: false, with: &nodes)
            let text = nodes.text(entry.value, named: "\(name).\(Node.shorten(key.value))")
            let to = text.flatMap { FieldPathReading.path($0, named: name, allowsGlobs: false, with: &nodes) }
            guard let from, let to else { return nil }
            return MappingSpec.Rename(from: from, to: to)
        }
    }

    private static func assignments(_ fields: Fields, with nodes: inout NodeDecoder) -> [MappingSpec
        .Assignment]
    {
        pairs("set", fields, with: &nodes).compactMap { entry, key, name in
            let field = FieldPathReading.path(key, named: name, allowsGlobs: false, with: &nodes)
            switch entry.value.json() {
            case .success(let json):
                return field.map { .init(field: $0, json: Located(json, at: entry.value.range)) }
            case .failure(let problem):
                nodes.badValue(problem.range, problem.message, help: problem.help)
                return nil
            }
        }
    }

    private static func paths(_ part: String, _ fields: Fields, with nodes: inout NodeDecoder) -> [Located<
        String
    >]? {
        let name = fields.path(part)
        guard let node = fields[part], let items = list(node, named: name, with: &nodes) else { return nil }
        if items.isEmpty {
            nodes.badValue(node.range, "'\(name)' names no field", help: "remove it, or name a field")
            return nil
        }
        return items.compactMap { item in
            nodes.text(item, named: name).flatMap {
                FieldPathReading.path($0, named: name, allowsGlobs: true, with: &nodes)
            }
        }
    }

    private static func hashes(_ fields: Fields, with nodes: inout NodeDecoder) -> [MappingSpec.Hash] {
        guard let node = fields["hash"] else { return [] }
        let name = fields.path("hash")
        if node.entries != nil {
            return pairs("hash", fields, with: &nodes).compactMap { hash($0, with: &nodes) }
        }
        guard let items = list(node, named: name, with: &nodes) else { return [] }
        if items.isEmpty {
            nodes.badValue(node.range, "'\(name)' names no field", help: "remove it, or name a field")
        }
        return items.flatMap { item -> [MappingSpec.Hash] in
            if item.entries != nil {
                return pairs(of: item, named: name, with: &nodes).compactMap { hash($0, with: &nodes) }
            }
            let path = nodes.text(item, named: name).flatMap {
                FieldPathReading.path($0, named: name, allowsGlobs: true, with: &nodes)
            }
            return path.map { [MappingSpec.Hash(field: $0, algorithm: .keyed)] } ?? []
        }
    }

    private static func hash(_ pair: Pair, with nodes: inout NodeDecoder) -> MappingSpec.Hash? {
        let field = FieldPathReading.path(pair.key, named: pair.name, allowsGlobs: true, with: &nodes)
        let algorithms = MappingStep.HashAlgorithm.allCases.map(\.rawValue)
        let algorithm = nodes.choice(
            pair.entry.value,
            named: "\(pair.name).\(Node.shorten(pair.key.value))",
            among: algorithms
        )
        guard let field, let algorithm = algorithm.flatMap({ MappingStep.HashAlgorithm(rawValue: $0.value) })
        else {
            return nil
        }
        return MappingSpec.Hash(field: field, algorithm: algorithm)
    }

    // MARK: - Mappings from paths, and lists

    private typealias Pair = (entry: Node.Entry, key: Located<String>, name: String)

    private static func pairs(_ part: String, _ fields: Fields, with nodes: inout NodeDecoder) -> [Pair] {
        guard let node = fields[part] else { return [] }
        return pairs(of: node, named: fields.path(part), with: &nodes)
    }

    /// The pairs of a mapping whose keys are paths; of a key given twice, which was reported, the first counts.
    private static func pairs(of node: Node, named name: String, with nodes: inout NodeDecoder) -> [Pair] {
        guard let entries = node.entries else {
            nodes.wrongType(node, named: name, wanted: "a mapping", help: "write { path: value }")
            return []
        }
        if entries.isEmpty {
            nodes.badValue(node.range, "'\(name)' names no field", help: "remove it, or name a field")
        }
        var seen: Set<String> = []
        return entries.compactMap { entry in
            guard let key = nodes.keyText(entry.key), seen.insert(key).inserted else { return nil }
            return (entry, Located(key, at: entry.key.range), name)
        }
    }

    /// The items of a list; a text in its place can be put into brackets.
    private static func list(_ node: Node, named name: String, with nodes: inout NodeDecoder) -> [Node]? {
        guard node.text != nil, !node.isNull, node.range == node.definition else {
            return nodes.list(node, named: name)
        }
        nodes.wrongType(
            node,
            named: name,
            wanted: "a list",
            help: "put it in [ ]",
            fixes: brackets(around: node.range)
        )
        return nil
    }

    /// The mapping becomes the item of a list: in brackets, or by the dash that its indentation leaves room for.
    private static func listFixes(_ entry: Node.Entry) -> [Fix] {
        guard entry.value.range == entry.value.definition,
            let first = entry.value.entries?.first?.key.range.start
        else { return [] }
        let start = entry.value.range.start
        guard start == first else { return brackets(around: entry.value.range) }
        let hasRoom =
            first.line > entry.key.range.start.line && first.column >= entry.key.range.start.column + 2
        guard hasRoom, first.offset >= 2 else { return [] }
        let dash = SourceRange(
            file: entry.key.range.file,
            start: SourcePosition(line: first.line, column: first.column - 2, offset: first.offset - 2),
            end: first
        )
        return [Fix("make it the item of a list", replace: dash, with: "- ")]
    }

    /// From the back to the front, so that the first change moves nothing the second one needs.
    private static func brackets(around range: SourceRange) -> [Fix] {
        [
            Fix(
                "put it in [ ]",
                replace: SourceRange(file: range.file, start: range.end, end: range.end),
                with: "]"
            ),
            Fix(
                "put it in [ ]",
                replace: SourceRange(file: range.file, start: range.start, end: range.start),
                with: "["
            ),
        ]
    }
}
