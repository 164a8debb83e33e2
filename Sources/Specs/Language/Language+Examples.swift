extension Language.Kind {
    /// Documents that together use every key, every form and every word of the kind, each document as little as it can.
    ///
    /// For tests of whatever reads documents; filters are in them only as their key's example.
    package var exampleDocuments: [String] {
        let first = [document(metadata: metadata.body(), spec: spec.body())]
        let named = metadata.variants().map { document(metadata: $0, spec: spec.body()) }
        return first + named + spec.variants().map { document(metadata: metadata.body(), spec: $0) }
    }

    /// Documents of which each holds a key that the language does not know in one of its mappings, with the keys that it
    /// knows there.
    ///
    /// - Parameter stranger: The key.
    /// - Returns: Each document once, the strange key in another mapping.
    package func documents(with stranger: String) -> [(text: String, known: [String])] {
        metadata.strangers(stranger).map { (document(metadata: $0.text, spec: spec.body()), $0.known) }
            + spec.strangers(stranger).map { (document(metadata: metadata.body(), spec: $0.text), $0.known) }
    }

    private func document(metadata: String, spec: String) -> String {
        "apiVersion: \(Language.version)\nkind: \(name)\nmetadata: \(metadata)\nspec: \(spec)\n"
    }
}

extension Language.Object {
    /// The mapping with the keys it cannot do without, and one pair more when it is given.
    fileprivate func body(with pair: (name: String, value: String)? = nil) -> String {
        var names = keys.filter { $0.isRequired || $0.isNeededByPartner }.map(\.name)
        if case .exactlyOne(let all) = choice {
            names += all.prefix(pair.map { all.contains($0.name) } == true ? 0 : 1)
        }
        if case .atLeastOne(let all) = choice {
            names += all.prefix(pair.map { all.contains($0.name) } == true ? 0 : 1)
        }
        let needed = keys.filter { names.contains($0.name) && $0.name != pair?.name }
        let pairs = needed.map { ($0.name, $0.example) } + (pair.map { [($0.name, $0.value)] } ?? [])
        return "{ " + pairs.map { "\($0): \($1)" }.joined(separator: ", ") + " }"
    }

    fileprivate func variants() -> [String] {
        keys.flatMap { key in ([key.example] + key.shape.variants()).map { body(with: (key.name, $0)) } }
    }

    fileprivate func strangers(_ stranger: String) -> [(text: String, known: [String])] {
        let own = (body(with: (stranger, "1")), known)
        return [own]
            + keys.flatMap { key in
                key.shape.strangers(stranger).map { (body(with: (key.name, $0.text)), $0.known) }
            }
    }
}

extension Language.Key {
    /// Whether the partner of the examples needs it.
    fileprivate var isNeededByPartner: Bool {
        switch shape {
        case .ofPartner(.region), .ofPartner(.credentials): true
        default: false
        }
    }
}

extension Language.Shape {
    /// Values beside the example of the key.
    fileprivate func variants() -> [String] {
        switch self {
        case .choice(let words, _): words.map { "\"\($0.text)\"" }
        case .list(let item, _, _): item.variants().map { "[\($0)]" }
        case .mapping(let name, let value): value.variants().map { "{ \(name.example): \($0) }" }
        case .object(let object): object.variants()
        case .forms(let forms): forms.flatMap { [$0.example] + $0.shape.variants() }
        case .defined(let definition): definition.inner?.variants() ?? []
        case .ofPartner(.credentials):
            Self.defined(.credentialReference).variants().map { "{ apiKey: \($0) }" }
        default: []
        }
    }

    fileprivate func strangers(_ stranger: String) -> [(text: String, known: [String])] {
        switch self {
        case .list(let item, _, _): item.strangers(stranger).map { ("[\($0.text)]", $0.known) }
        case .mapping(let name, let value):
            value.strangers(stranger).map { ("{ \(name.example): \($0.text) }", $0.known) }
        case .object(let object): object.strangers(stranger)
        case .forms(let forms): forms.flatMap { $0.shape.strangers(stranger) }
        case .defined(let definition): definition.inner?.strangers(stranger) ?? []
        case .ofPartner(.credentials):
            Self.defined(.credentialReference).strangers(stranger).map {
                ("{ apiKey: \($0.text) }", $0.known)
            }
        default: []
        }
    }
}

extension Language.Definition {
    /// The shape, for those that are YAML of ours: the tests of a filter stand below names of fields.
    fileprivate var inner: Language.Shape? { self == .valueTest ? nil : shape }
}

extension Language.Name {
    fileprivate var example: String {
        switch self {
        case .free: "example"
        case .partner: "amplitude"
        }
    }
}
