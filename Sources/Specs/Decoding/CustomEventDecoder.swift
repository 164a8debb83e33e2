import Diagnostics

/// Reads `kind: CustomEvent`.
enum CustomEventDecoder {
    /// The declaration, or nil when what it cannot do without was reported.
    static func decode(_ document: Fields, with nodes: inout NodeDecoder) -> CustomEventSpec? {
        let metadata = MetadataDecoder.decode(document, allowsHistory: false, with: &nodes)
        guard let spec = nodes.fields("spec", in: document, known: Language.customEventSpec.known) else {
            return nil
        }
        let before = nodes.findings.count
        if let schema = spec["schema"] {
            _ = nodes.choice(
                schema,
                named: "spec.schema",
                among: Language.customEventSpec.words(of: "schema"),
                unsupported: Language.customEventSpec.reservedWords(of: "schema")
            )
        }
        let name = spec["name"].flatMap { nodes.text($0, named: "spec.name") }
        let isPurchase = purchase(spec, with: &nodes)
        let allowsOthers = spec["additionalProperties"].flatMap {
            nodes.boolean($0, named: "spec.additionalProperties")
        }
        // Without the properties a declaration would forbid every one, and hardly anybody means that.
        if spec.entries["additionalProperties"] == nil || allowsOthers?.value == false {
            nodes.require("properties", in: spec)
        }
        let properties = properties(spec, with: &nodes)
        // A declaration under the wrong name would give wrong advice to everybody who uses the right one.
        let mayHaveName = !spec.strays.isEmpty || spec.excused.contains("name")
        guard let metadata, name != nil || spec["name"] == nil && !mayHaveName else { return nil }
        let isDamaged = nodes.findings.count > before || !spec.excused.isEmpty
        return CustomEventSpec(
            metadata: metadata,
            specKey: spec.key,
            eventName: name ?? metadata.name,
            isPurchase: isPurchase,
            properties: properties,
            // What could not be read might have declared more: nothing is missed because of it.
            allowsOthers: allowsOthers?.value ?? false || isDamaged
        )
    }

    private static func purchase(_ spec: Fields, with nodes: inout NodeDecoder) -> Bool {
        guard let entry = spec.entries["purchase"],
            let flag = nodes.boolean(entry.value, named: "spec.purchase"), flag.value
        else { return false }
        if spec.entries["name"] != nil {
            nodes.badValue(
                entry.key.range,
                "'spec' gives both 'name' and 'purchase'",
                help: "keep 'name' for a custom event, or 'purchase' for the properties of purchases"
            )
        }
        return true
    }

    private static func properties(
        _ spec: Fields,
        with nodes: inout NodeDecoder
    ) -> [CustomEventSpec.Property] {
        guard let node = spec["properties"] else { return [] }
        guard let entries = node.entries else {
            let help = node.items == nil ? nil : "write { plan: string }: each name with its type"
            nodes.wrongType(node, named: "spec.properties", wanted: "a mapping", help: help)
            return []
        }
        var seen: Set<String> = []
        return entries.compactMap { entry in
            guard let key = nodes.keyText(entry.key), seen.insert(key).inserted else { return nil }
            return property(Located(key, at: entry.key.range), entry.value, with: &nodes)
        }
    }

    /// One property: its type alone, or a mapping with more about it.
    private static func property(
        _ name: Located<String>,
        _ node: Node,
        with nodes: inout NodeDecoder
    ) -> CustomEventSpec.Property? {
        let path = "spec.properties.\(Node.shorten(name.value))"
        guard node.entries != nil else {
            return type(node, named: path, with: &nodes).map { .init(name: name, type: $0) }
        }
        let known = Language.customProperty.known
        guard let fields = nodes.fields(of: node, key: name.range, named: path, known: known) else {
            return nil
        }
        nodes.require("type", in: fields)
        let type = fields["type"].flatMap { Self.type($0, named: "\(path).type", with: &nodes) }
        let isRequired = fields["required"].flatMap { nodes.boolean($0, named: "\(path).required") }
        let isPersonal = fields["personal"].flatMap { nodes.boolean($0, named: "\(path).personal") }
        guard let type else { return nil }
        return CustomEventSpec.Property(
            name: name,
            type: type,
            isRequired: isRequired?.value ?? false,
            // Of a property whose flag cannot be read, the careful reading counts.
            isPersonal: isPersonal?.value ?? (fields["personal"] != nil)
        )
    }

    private static func type(
        _ node: Node,
        named name: String,
        with nodes: inout NodeDecoder
    ) -> CustomEventSpec.PropertyType? {
        let names = CustomEventSpec.PropertyType.allCases.map(\.rawValue)
        let wanted = "a type: one of \(NodeDecoder.list(names))"
        guard let written = nodes.text(node, named: name, wanted: wanted) else { return nil }
        if let type = CustomEventSpec.PropertyType(rawValue: written.value) { return type }
        let habit = PropertyTypeHabits.meaning(of: written.value)
        let meant = habit?.type.rawValue ?? Suggestion.closest(to: written.value, among: names)
        nodes.report(
            ShapeRules.unknownChoice.diagnostic(
                at: node.range,
                "'\(Node.shorten(written.value))' is not a type of property",
                help: habit?.help ?? meant.map { "did you mean '\($0)'?" }
                    ?? "the types are \(NodeDecoder.list(names))",
                fixes: meant.map { [Fix("write '\($0)'", replace: node.range, with: $0)] } ?? []
            )
        )
        return nil
    }
}
