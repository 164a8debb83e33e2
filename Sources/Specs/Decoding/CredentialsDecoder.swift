import Diagnostics

/// Reads `spec.credentials`.
///
/// What might be a secret itself is neither kept nor shown.
enum CredentialsDecoder {
    private static let unsupported = ["command", "awsSecretsManager", "awsParameterStore"]
    private static let known = Language.credentialReference.known.filter { !unsupported.contains($0) }

    /// The references, in reading order.
    static func decode(_ spec: Fields, with nodes: inout NodeDecoder) -> [CredentialSpec] {
        guard let node = spec["credentials"] else { return [] }
        guard let entries = node.entries else {
            nodes.wrongType(node, named: "spec.credentials", wanted: "a mapping", hidesText: !node.isNull)
            return []
        }
        var seen: Set<String> = []
        return entries.compactMap { entry in
            // Of a credential given twice, which was reported, both values stay hidden.
            if entry.value.text != nil, !entry.value.isNull { nodes.hide(entry.value) }
            guard let key = nodes.keyText(entry.key), seen.insert(key).inserted else { return nil }
            return reference(entry, key, with: &nodes).map {
                CredentialSpec(name: Located(key, at: entry.key.range), reference: $0)
            }
        }
    }

    private static func reference(
        _ entry: Node.Entry,
        _ key: String,
        with nodes: inout NodeDecoder
    ) -> Located<CredentialSpec.Reference>? {
        let name = "spec.credentials.\(Node.shorten(key))"
        if entry.value.text != nil, !entry.value.isNull { return Located(.literal, at: entry.value.range) }
        // In braces without a colon, a secret is a key with no value.
        let isBare = entry.value.entries?.contains { $0.value.isNull && !isKnown($0.key) } ?? false
        guard let entries = entry.value.entries, !isBare else {
            nodes.wrongType(
                entry.value,
                named: name,
                wanted: "a reference",
                help: "write { env: NAME } or { file: PATH }",
                hidesText: !entry.value.isNull
            )
            return nil
        }
        for part in entries where !known.contains(part.key.text ?? "") { nodes.hide(part.value) }
        let fields = nodes.fields(
            of: entry.value,
            key: entry.key.range,
            named: name,
            known: known,
            unsupported: unsupported
        )
        guard let fields else { return nil }
        switch (fields["env"], fields["file"]) {
        case (let variable?, nil): return environment(variable, name, with: &nodes)
        case (nil, let path?):
            return nodes.text(path, named: "\(name).file").map { $0.map { .file($0) } }
        case (_?, let path?):
            nodes.badValue(path.range, "'\(name)' gives both 'env' and 'file'", help: "keep one of the two")
        case (nil, nil):
            guard fields.excused.isEmpty, entries.isEmpty else { return nil }
            nodes.badValue(
                entry.value.range,
                "'\(name)' refers to nothing",
                help: "write { env: NAME } or { file: PATH }"
            )
        }
        return nil
    }

    private static func isKnown(_ key: Node) -> Bool {
        key.text.map(Language.credentialReference.known.contains) ?? false
    }

    private static func environment(
        _ node: Node,
        _ name: String,
        with nodes: inout NodeDecoder
    ) -> Located<CredentialSpec.Reference>? {
        guard let text = nodes.text(node, named: "\(name).env") else { return nil }
        if isVariableName(text.value) { return text.map { .environment($0) } }
        // Someone may have put the secret where its variable's name belongs.
        nodes.hide(node)
        nodes.badValue(
            node.range,
            "'\(name).env' is not the name of an environment variable",
            help: "use letters, digits and '_', with no digit first",
            hidesText: true
        )
        return nil
    }

    private static func isVariableName(_ text: String) -> Bool {
        let isWord = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        return isWord && !(text.first?.isNumber ?? true)
    }
}
