import Diagnostics

/// Reads `kind: Source`.
enum SourceDecoder {
    /// The source, or nil when it has no name or no `spec`; everything else that was reported is left out of it.
    static func decode(_ document: Fields, with nodes: inout NodeDecoder) -> SourceSpec? {
        let metadata = MetadataDecoder.decode(document, allowsHistory: false, with: &nodes)
        let declared = Language.sourceSpec
        let inputs = declared.reserved
        guard let spec = nodes.fields("spec", in: document, known: declared.known, unsupported: inputs)
        else {
            return nil
        }
        if spec.excused.isDisjoint(with: inputs) { nodes.require("file", in: spec) }
        let schema = spec["schema"].flatMap {
            nodes.choice(
                $0,
                named: "spec.schema",
                among: declared.words(of: "schema"),
                unsupported: declared.reservedWords(of: "schema")
            )
        }
        let file = file(spec, with: &nodes)
        guard let metadata else { return nil }
        return SourceSpec(metadata: metadata, specKey: spec.key, schema: schema, file: file)
    }

    /// A path, which is taken as it is written: nothing in it is replaced, and it is no URL.
    private static func path(_ node: Node, with nodes: inout NodeDecoder) -> Located<String>? {
        guard let path = nodes.text(node, named: "spec.file.path") else { return nil }
        let help: String
        if path.value.contains("://") {
            help = "write the path of a file; only files are read by this version"
        } else if path.value.hasPrefix("~/") || path.value.hasPrefix("$") {
            help = "write the path in full, or relative to this document"
        } else {
            return path
        }
        nodes.badValue(node.range, "'\(Node.shorten(path.value))' is not the path of a file", help: help)
        return nil
    }

    private static func file(_ spec: Fields, with nodes: inout NodeDecoder) -> FileSourceSpec? {
        let declared = Language.fileSource
        guard let fields = nodes.fields("file", in: spec, known: declared.known) else { return nil }
        nodes.require("path", in: fields)
        let path = fields["path"].flatMap { Self.path($0, with: &nodes) }
        let format = fields["format"].flatMap {
            nodes.choice(
                $0,
                named: "spec.file.format",
                among: declared.words(of: "format"),
                unsupported: declared.reservedWords(of: "format")
            )
        }
        let follow = fields["follow"].flatMap { nodes.boolean($0, named: "spec.file.follow") }
        return FileSourceSpec(key: fields.key, path: path, format: format, follow: follow)
    }
}
