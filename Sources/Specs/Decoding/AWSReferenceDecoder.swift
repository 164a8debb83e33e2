import Diagnostics

/// Reads `awsSecretsManager` and `awsParameterStore` of a credential reference.
enum AWSReferenceDecoder {
    /// The reference; nil when it was reported.
    static func decode(
        _ entry: Node.Entry,
        _ service: AWSReferenceSpec.Service,
        named name: String,
        with nodes: inout NodeDecoder
    ) -> Located<CredentialSpec.Reference>? {
        let value = entry.value
        if value.text != nil, !value.isNull {
            return nodes.place(value, named: name).map { text in
                text.map { _ in .aws(AWSReferenceSpec(service: service, name: text)) }
            }
        }
        guard value.entries != nil else {
            nodes.wrongType(
                value,
                named: name,
                wanted: "a name or a mapping",
                help: "write '\(service.rawValue): NAME'",
                hidesText: !value.isNull
            )
            return nil
        }
        return mapping(value, service, key: entry.key.range, named: name, with: &nodes)
    }

    private static func mapping(
        _ node: Node,
        _ service: AWSReferenceSpec.Service,
        key: SourceRange,
        named name: String,
        with nodes: inout NodeDecoder
    ) -> Located<CredentialSpec.Reference>? {
        let before = nodes.findings.count
        let fields = nodes.parts(of: node, key: key, named: name, known: service.keys, service.synonyms)
        nodes.require(service.nameKey, in: fields)
        let written = fields[service.nameKey].flatMap {
            nodes.place($0, named: fields.path(service.nameKey))
        }
        let member = fields["key"].flatMap { nodes.place($0, named: fields.path("key")) }
        let stage = fields["versionStage"].flatMap { nodes.place($0, named: fields.path("versionStage")) }
        let region = fields["region"].flatMap { nodes.place($0, named: fields.path("region")) }
        let place = fields.entries["endpoint"].map { endpoint($0, fields.path("endpoint"), with: &nodes) }
        // A reference with a mistake in it is none: what is missing in it would change which secret is meant.
        guard let written, nodes.findings.count == before else { return nil }
        let spec = AWSReferenceSpec(
            service: service,
            name: written,
            key: member,
            versionStage: stage,
            region: region,
            url: place?.url,
            allow: place?.allow ?? []
        )
        return Located(.aws(spec), at: node.range)
    }

    private static func endpoint(
        _ entry: Node.Entry,
        _ name: String,
        with nodes: inout NodeDecoder
    ) -> (url: Located<String>?, allow: [Located<String>]) {
        guard entry.value.entries != nil else {
            nodes.wrongType(
                entry.value,
                named: name,
                wanted: "a mapping",
                help: "write { url: 'https://HOST' }",
                hidesText: entry.value.text?.utf8.contains(UInt8(ascii: "@")) ?? false
            )
            return (nil, [])
        }
        let fields = nodes.parts(
            of: entry.value,
            key: entry.key.range,
            named: name,
            known: Language.storeEndpoint.known,
            [:]
        )
        nodes.require("url", in: fields)
        let url = fields["url"].flatMap { nodes.text($0, named: fields.path("url")) }
        if let node = fields["url"], node.text?.utf8.contains(UInt8(ascii: "@")) ?? true { nodes.hide(node) }
        let items = fields["allow"].flatMap { nodes.list($0, named: fields.path("allow")) } ?? []
        let allow = items.compactMap {
            nodes.choice($0, named: fields.path("allow"), among: Language.storeEndpoint.words(of: "allow"))
        }
        return (url, allow)
    }
}

extension AWSReferenceSpec.Service {
    /// The key that says which secret is meant.
    fileprivate var nameKey: String { self == .secretsManager ? "secretId" : "name" }

    fileprivate var keys: [String] {
        switch self {
        case .secretsManager: Language.secretsManager.known
        case .parameterStore: Language.parameterStore.known
        }
    }

    /// Words by which other programs, and AWS itself, name the keys.
    fileprivate var synonyms: [String: String] {
        switch self {
        case .secretsManager:
            [
                "id": "secretId", "name": "secretId", "secret": "secretId", "secretName": "secretId",
                "arn": "secretId", "secretArn": "secretId", "SecretId": "secretId",
                "jsonKey": "key", "field": "key", "property": "key", "member": "key",
                "stage": "versionStage", "version": "versionStage", "VersionStage": "versionStage",
                "endpointUrl": "endpoint", "url": "endpoint",
            ]
        case .parameterStore:
            [
                "path": "name", "parameter": "name", "parameterName": "name", "arn": "name", "id": "name",
                "secretId": "name", "endpointUrl": "endpoint", "url": "endpoint",
            ]
        }
    }
}

extension NodeDecoder {
    /// Reads a mapping within a reference: unlike elsewhere, no key belongs anywhere else, and unknown values stay
    /// hidden.
    fileprivate mutating func parts(
        of node: Node,
        key: SourceRange,
        named name: String,
        known: [String],
        _ synonyms: [String: String]
    ) -> Fields {
        var fields = Fields(name: name, key: key)
        for entry in node.entries ?? [] {
            guard let word = keyText(entry.key) else { continue }
            guard !known.contains(word) else {
                if fields.entries[word] == nil { fields.entries[word] = entry } else { hide(entry.value) }
                continue
            }
            hide(entry.value)
            let free = known.filter { node[$0] == nil }
            let meant =
                synonyms[word].flatMap { free.contains($0) ? $0 : nil }
                ?? Suggestion.closest(to: word, among: free)
            if let meant { fields.excused.insert(meant) }
            report(
                ShapeRules.unknownKey.diagnostic(
                    at: entry.key.range,
                    "'\(Node.shorten(word))' is not a key of '\(name)'",
                    help: meant.map { "did you mean '\($0)'?" } ?? "the keys here are \(Self.list(known))",
                    fixes: meant.map { [Fix("write '\($0)'", replace: entry.key.range, with: $0)] } ?? []
                )
            )
        }
        return fields
    }
}
