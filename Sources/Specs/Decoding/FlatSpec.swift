import Diagnostics

extension NodeDecoder {
    /// Reads a document whose `spec:` is empty because its keys stand in the same column as if they stood below it.
    ///
    /// - Parameter root: The document.
    /// - Returns: The document as it was meant, once the slip is reported; any other one as it is.
    mutating func indenting(_ root: Node) -> Node {
        guard let entries = root.entries, let index = entries.firstIndex(where: { $0.key.text == "spec" }),
            entries[index].value.isNull, entries[index].value.text == ""
        else { return root }
        let flat = entries[(index + 1)...].filter { $0.key.text.map(belongsToSpec) == true }
        guard let first = flat.first, let last = flat.last, let name = first.key.text else { return root }
        let help =
            flat.count == 1
            ? "indent it, so that it stands below 'spec'"
            : "indent the lines from here to '\(last.key.text ?? name)', so that they stand below 'spec'"
        report(
            ShapeRules.unknownKey.diagnostic(
                at: first.key.range,
                "'\(name)' is not a key of a document",
                notes: [DiagnosticNote("it belongs below this", at: entries[index].key.range)],
                help: help
            )
        )
        var spec = entries[index]
        spec.value.content = .mapping(Array(flat))
        spec.value.range.start = first.key.range.start
        spec.value.range.end = last.value.range.end
        spec.value.definition = spec.value.range
        var meant = root
        meant.content = .mapping(
            entries[..<index] + [spec]
                + entries[(index + 1)...].filter { $0.key.text.map(belongsToSpec) != true }
        )
        return meant
    }
}
