import Diagnostics

/// Reads `metadata`.
enum MetadataDecoder {
    /// The metadata of a document, or nil when it has no name; `allowsHistory` lets it have had another one.
    static func decode(_ document: Fields, allowsHistory: Bool, with nodes: inout NodeDecoder) -> Metadata? {
        let known = (allowsHistory ? Language.currentMetadata : Language.metadata).known
        guard let fields = nodes.fields("metadata", in: document, known: known) else { return nil }
        nodes.require("name", in: fields)
        let name = fields["name"].flatMap { nodes.name($0, named: "metadata.name") }
        let renamedFrom = fields["renamedFrom"].flatMap { nodes.name($0, named: "metadata.renamedFrom") }
        let owner = fields["owner"].flatMap { nodes.text($0, named: "metadata.owner") }
        let labels = fields["labels"].map { pairs($0, with: &nodes) } ?? []
        guard let name else { return nil }
        return Metadata(name: name, renamedFrom: renamedFrom, owner: owner, labels: labels)
    }

    private static func pairs(
        _ node: Node,
        with nodes: inout NodeDecoder
    ) -> [(key: Located<String>, value: Located<String>)] {
        guard let entries = node.entries else {
            nodes.wrongType(node, named: "metadata.labels", wanted: "a mapping")
            return []
        }
        return entries.compactMap { entry in
            guard let key = nodes.keyText(entry.key) else { return nil }
            let name = "metadata.labels.\(Node.shorten(key))"
            guard let value = nodes.text(entry.value, named: name, allowsEmpty: true) else { return nil }
            return (Located(key, at: entry.key.range), value)
        }
    }
}
