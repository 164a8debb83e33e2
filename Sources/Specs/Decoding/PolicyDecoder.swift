import Diagnostics

/// Reads `kind: Policy`.
enum PolicyDecoder {
    private static let known = Language.policySpec.known

    /// The declaration, or nil when what it cannot do without was reported.
    static func decode(_ document: Fields, with nodes: inout NodeDecoder) -> PolicySpec? {
        let metadata = MetadataDecoder.decode(document, allowsHistory: false, with: &nodes)
        guard let spec = nodes.fields("spec", in: document, known: known) else { return nil }
        if document["spec"]?.entries?.isEmpty == true {
            nodes.badValue(
                spec.key,
                "the policy asks for nothing",
                help: "write at least one of \(NodeDecoder.list(known))"
            )
        }
        let regions = regions(spec, with: &nodes)
        let personalFields = personalFields(spec, with: &nodes)
        let requireOwner = spec["requireOwner"].flatMap { nodes.boolean($0, named: "spec.requireOwner") }
        let labels = Self.labels(spec, with: &nodes)
        let forbidden = forbiddenEvents(spec, with: &nodes)
        guard let metadata else { return nil }
        return PolicySpec(
            metadata: metadata,
            specKey: spec.key,
            regions: regions,
            personalFields: personalFields,
            requireOwner: requireOwner,
            requireLabels: labels,
            forbiddenEvents: forbidden
        )
    }

    /// Names of labels; one with its value is reported here, and not at every current that lacks it.
    private static func labels(_ spec: Fields, with nodes: inout NodeDecoder) -> [Located<String>] {
        let written = texts("requireLabels", in: spec, none: "names no label", with: &nodes) ?? []
        return written.filter { label in
            guard let name = label.value.split(separator: "=", omittingEmptySubsequences: false).first,
                name.count < label.value.count
            else { return true }
            nodes.badValue(
                label.range,
                "'\(Node.shorten(label.value))' is a label with its value",
                help: "write '\(Node.shorten(String(name)))' alone: any value will do"
            )
            return false
        }
    }

    private static func regions(_ spec: Fields, with nodes: inout NodeDecoder) -> [PolicySpec.RegionRule] {
        guard let node = spec["regions"] else { return [] }
        guard let entries = node.entries else {
            let help = "write each partner with its regions, such as { amplitude: [EU] }"
            nodes.wrongType(node, named: "spec.regions", wanted: "a mapping", help: help)
            return []
        }
        if entries.isEmpty {
            let help = "write each partner with its regions, such as { amplitude: [EU] }"
            nodes.badValue(node.range, "'spec.regions' names no partner", help: help)
        }
        var seen: Set<String> = []
        return entries.compactMap { entry in
            guard let key = nodes.keyText(entry.key), seen.insert(key).inserted else { return nil }
            let name = "spec.regions.\(Node.shorten(key))"
            let allowed = texts(entry.value, named: name, none: "allows no region", with: &nodes)
            return PolicySpec.RegionRule(partner: Located(key, at: entry.key.range), allowed: allowed ?? [])
        }
    }

    private static func personalFields(
        _ spec: Fields,
        with nodes: inout NodeDecoder
    ) -> [PolicySpec.PersonalFieldsRule] {
        let name = "spec.personalFields"
        guard let node = spec["personalFields"] else { return [] }
        guard let items = node.items else {
            let help = "write a list of rules, such as [{ fields: [properties.email_address] }]"
            nodes.wrongType(node, named: name, wanted: "a list", help: help)
            return []
        }
        if items.isEmpty {
            nodes.badValue(
                node.range,
                "'\(name)' holds no rule",
                help: "write [{}] to keep every personal field from leaving in clear"
            )
        }
        return items.compactMap { rule($0, named: name, with: &nodes) }
    }

    /// One item of `personalFields`; nil when a part of it was reported, which would change what it asks for.
    private static func rule(
        _ node: Node,
        named name: String,
        with nodes: inout NodeDecoder
    ) -> PolicySpec.PersonalFieldsRule? {
        if let text = node.text, !node.isNull {
            let meant = inList(text).map { "{ fields: [\($0)] }" }
            nodes.wrongType(
                node,
                named: name,
                wanted: "mappings",
                help: "write \(meant ?? "{ fields: [PATH] }")",
                fixes: meant.map { [Fix("write '\($0)'", replace: node.range, with: $0)] } ?? []
            )
            return nil
        }
        let known = Language.personalFields.known
        guard let fields = nodes.fields(of: node, key: node.range, named: name, known: known) else {
            return nil
        }
        let paths = texts("fields", in: fields, none: "names no field", with: &nodes)
        let partners = texts("partners", in: fields, none: "names no partner", with: &nodes)
        let isDamaged =
            fields["fields"] != nil && paths == nil || fields["partners"] != nil && partners == nil
        guard !isDamaged, fields.excused.isEmpty else { return nil }
        let range = node.entries?.first?.key.range ?? node.range
        return PolicySpec.PersonalFieldsRule(range: range, fields: paths, partners: partners)
    }

    /// A text as it can stand in a list of YAML; nil when it would have to be rewritten.
    private static func inList(_ text: String) -> String? {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "."), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        if isPlain { return text }
        let isQuotable = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) && $0 != 0x22 && $0 != 0x5C }
        return isQuotable ? "\"\(text)\"" : nil
    }

    private static func forbiddenEvents(
        _ spec: Fields,
        with nodes: inout NodeDecoder
    ) -> [Located<EventsSpec.Selector>] {
        let name = "spec.forbiddenEvents"
        guard let node = spec["forbiddenEvents"], let items = nodes.list(node, named: name) else { return [] }
        if items.isEmpty {
            nodes.badValue(
                node.range,
                "'\(name)' names no event",
                help: "name at least one event, glob or group"
            )
        }
        return items.compactMap { EventsDecoder.selector($0, named: name, with: &nodes) }
    }

    private static func texts(
        _ key: String,
        in fields: Fields,
        none: String,
        with nodes: inout NodeDecoder
    ) -> [Located<String>]? {
        fields[key].flatMap { texts($0, named: fields.path(key), none: none, with: &nodes) }
    }

    /// A list of texts that is not empty; nil when it was reported.
    private static func texts(
        _ node: Node,
        named name: String,
        none: String,
        with nodes: inout NodeDecoder
    ) -> [Located<String>]? {
        guard let items = nodes.list(node, named: name) else { return nil }
        if items.isEmpty {
            nodes.badValue(node.range, "'\(name)' \(none)", help: "name at least one, or remove the key")
            return nil
        }
        let texts = items.compactMap { nodes.text($0, named: name) }
        return texts.isEmpty ? nil : texts
    }
}
