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

    private static func file(_ spec: Fields, with nodes: inout NodeDecoder) -> FileSourceSpec? {
        let declared = Language.fileSource
        guard let fields = nodes.fields("file", in: spec, known: declared.known) else { return nil }
        nodes.require("path", in: fields)
        let path = fields["path"].flatMap { nodes.text($0, named: "spec.file.path") }
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
