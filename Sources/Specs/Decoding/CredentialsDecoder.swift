import Diagnostics

/// Reads `spec.credentials`, and any other reference to a secret.
///
/// What might be a secret itself is neither kept nor shown.
enum CredentialsDecoder {
    private static let forms = Language.credentialReference.known
    private static let help =
        "write { env: NAME }, { file: PATH }, { command: [PROGRAM, ARGUMENT] }, { awsSecretsManager: NAME } or "
        + "{ awsParameterStore: NAME }"

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
            return reference(entry, named: "spec.credentials.\(Node.shorten(key))", with: &nodes).map {
                CredentialSpec(name: Located(key, at: entry.key.range), reference: $0)
            }
        }
    }

    /// Reads one reference to a secret.
    ///
    /// A plain text, which may be the secret, is `literal` and hidden; a rule reports it.
    ///
    /// - Parameters:
    ///   - entry: The key and the reference below it.
    ///   - name: How people would name it in full, such as `spec.hashKey`.
    ///   - nodes: Takes findings and what must not be shown.
    /// - Returns: The reference, or nil when it was reported.
    static func reference(
        _ entry: Node.Entry,
        named name: String,
        with nodes: inout NodeDecoder
    ) -> Located<CredentialSpec.Reference>? {
        if entry.value.text != nil, !entry.value.isNull {
            nodes.hide(entry.value)
            return Located(.literal, at: entry.value.range)
        }
        // In braces without a colon, a secret is a key with no value.
        let isBare =
            entry.value.entries?.contains { $0.value.isNull && !forms.contains($0.key.text ?? "") } ?? false
        guard let entries = entry.value.entries, !isBare else {
            nodes.wrongType(
                entry.value,
                named: name,
                wanted: "a reference",
                help: help,
                hidesText: !entry.value.isNull
            )
            return nil
        }
        let isMisnamed = entries.reduce(false) { $1.isMisnamedForm(of: name, with: &nodes) || $0 }
        let known = entries.filter { !$0.isMisnamed }
        var seen: Set<String> = []
        for part in known {
            let word = part.key.text ?? ""
            // Of a form given twice, which was reported, only the first is looked into.
            if !forms.contains(word) || !seen.insert(word).inserted { nodes.hide(part.value) }
        }
        let rest = Node(
            content: .mapping(known),
            range: entry.value.range,
            definition: entry.value.definition
        )
        let fields = nodes.fields(of: rest, key: entry.key.range, named: name, known: forms)
        guard let fields, !isMisnamed else { return nil }
        return reference(fields, at: entry.value.range, isEmpty: entries.isEmpty, with: &nodes)
    }

    private static func reference(
        _ fields: Fields,
        at range: SourceRange,
        isEmpty: Bool,
        with nodes: inout NodeDecoder
    ) -> Located<CredentialSpec.Reference>? {
        let given = forms.compactMap { fields.entries[$0] }
        guard given.count < 2 else {
            // None of them is looked into any further.
            for part in given { nodes.hide(part.value) }
            let names = given.compactMap(\.key.text).map { "'\($0)'" }
            let all = names.dropLast().joined(separator: ", ") + " and \(names.last ?? "")"
            nodes.badValue(
                given[1].value.range,
                "'\(fields.name)' gives \(given.count == 2 ? "both " : "")\(all)",
                help: given.count == 2 ? "keep one of the two" : "keep one of them"
            )
            return nil
        }
        guard let form = given.first, let word = form.key.text else {
            if fields.excused.isEmpty, isEmpty {
                nodes.badValue(range, "'\(fields.name)' refers to nothing", help: help)
            }
            return nil
        }
        let name = fields.path(word)
        switch word {
        case "env": return environment(form.value, name, with: &nodes)
        case "file": return nodes.place(form.value, named: name).map { $0.map { .file($0) } }
        case "command": return CommandDecoder.decode(form.value, named: name, with: &nodes)
        default:
            let service = AWSReferenceSpec.Service(rawValue: word)
            return service.flatMap { AWSReferenceDecoder.decode(form, $0, named: name, with: &nodes) }
        }
    }

    private static func environment(
        _ node: Node,
        _ name: String,
        with nodes: inout NodeDecoder
    ) -> Located<CredentialSpec.Reference>? {
        guard let text = nodes.place(node, named: name) else { return nil }
        if isVariableName(text.value) { return text.map { .environment($0) } }
        // Someone may have put the secret where its variable's name belongs.
        nodes.hide(node)
        nodes.badValue(
            node.range,
            "'\(name)' is not the name of an environment variable",
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

extension NodeDecoder {
    /// A text that says where a secret is; reports, and hides, one that looks like the secret itself.
    mutating func place(_ node: Node, named name: String, allowsEmpty: Bool = false) -> Located<String>? {
        if let text = node.text, SecretText.isSecret(text) {
            reportSecret(node, named: name)
            return nil
        }
        let place = text(node, named: name, allowsEmpty: allowsEmpty)
        // What cannot be a place, such as a text over several lines, may be a secret.
        if place == nil, !node.isNull, node.text != "" { hide(node) }
        return place
    }

    /// Reports a secret where the place of one belongs.
    mutating func reportSecret(
        _ node: Node,
        named name: String,
        _ what: String = "looks like a secret itself"
    ) {
        hide(node)
        report(
            CredentialRules.secretInReference.diagnostic(
                at: node.range,
                "'\(name)' \(what)",
                help: "write where the secret is kept, and replace the secret at its issuer",
                hidesText: true
            )
        )
    }
}
