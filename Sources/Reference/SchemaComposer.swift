import Glossary
import Plans
import Specs

/// The members of a schema.
typealias Schema = [String: CanonicalJSON]

/// Puts one schema together, and collects what it refers to.
struct SchemaComposer {
    let glossary: Glossary
    let partners: [PartnerRequirements]
    /// What is told once, by name; only what is referred to.
    private(set) var definitions: Schema = [:]

    init(glossary: Glossary, partners: [PartnerRequirements]) {
        self.glossary = glossary
        self.partners = partners
    }

    /// A schema in which `kind` decides which document it is.
    mutating func anyDocument() -> Schema {
        let branches = Language.kinds.map { kind -> CanonicalJSON in
            let reference = reference(to: kind.name) { composer in composer.document(kind) }
            return Self.branch(where: "kind", is: kind.name, then: reference)
        }
        let kinds = Language.kinds.map { "'\($0.name)': \($0.summary)" }.joined(separator: " ")
        return [
            "title": .text("Currents as code"),
            "description": .text("A document of the spec language, of any kind."),
            "type": .text("object"),
            "required": Self.texts(Language.documentKeys),
            "properties": .object([
                "apiVersion": Self.version,
                "kind": .object([
                    "description": .text("What the document declares. \(kinds)"),
                    "enum": Self.texts(Language.kinds.map(\.name)),
                ]),
                "metadata": .object(["type": .text("object")]),
                "spec": .object(["type": .text("object")]),
            ]),
            "additionalProperties": .boolean(false),
            "allOf": .array(branches),
        ]
    }

    /// The schema of one kind of document.
    mutating func document(_ kind: Language.Kind) -> Schema {
        var metadata = object(kind.metadata)
        metadata["description"] = .text("What the document says about itself.")
        var spec = object(kind.spec)
        spec["description"] = .text(kind.summary)
        if kind.spec.keys.contains(where: \.decidesPartner) {
            spec["allOf"] = .array(partners.map { partnerBranch($0) })
        }
        return [
            "title": .text(kind.name),
            "description": .text(kind.summary),
            "type": .text("object"),
            "required": Self.texts(Language.documentKeys),
            "properties": .object([
                "apiVersion": Self.version,
                "kind": .object([
                    "description": .text(kind.summary), "const": .text(kind.name),
                ]),
                "metadata": .object(metadata),
                "spec": .object(spec),
            ]),
            "additionalProperties": .boolean(false),
        ]
    }

    private mutating func partnerBranch(_ partner: PartnerRequirements) -> CanonicalJSON {
        let reference = reference(to: "partner-\(partner.partner)") { composer in
            composer.current(of: partner)
        }
        return Self.branch(where: "partner", is: partner.partner, then: reference)
    }

    /// Refers to a definition, and makes it when nobody has; it may refer to itself.
    mutating func reference(to name: String, made: (inout SchemaComposer) -> Schema) -> Schema {
        if definitions[name] == nil {
            // Stands in while it is being made, so that the schema of a filter can hold itself.
            definitions[name] = .null
            definitions[name] = .object(made(&self))
        }
        return ["$ref": .text("#/$defs/\(name)")]
    }

    private static func branch(where key: String, is value: String, then schema: Schema) -> CanonicalJSON {
        .object([
            "if": .object([
                "properties": .object([key: .object(["const": .text(value)])]),
                "required": texts([key]),
            ]),
            "then": .object(schema),
        ])
    }

    private static let version = CanonicalJSON.object([
        "description": .text("The version of the spec language."), "const": .text(Language.version),
    ])

    /// A list of texts.
    static func texts(_ texts: [String]) -> CanonicalJSON { .array(texts.map { .text($0) }) }
}

extension Language.Key {
    /// Whether its value decides which partner's requirements hold for the keys beside it.
    fileprivate var decidesPartner: Bool {
        if case .ofPartner(.name) = shape { true } else { false }
    }
}
