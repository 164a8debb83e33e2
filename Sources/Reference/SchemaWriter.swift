public import Glossary
public import Plans
public import Specs

// Reference writes what people and their editors look up: JSON Schema and pages, all of it from the declarations of
// the language, the glossary and the partners' requirements. It reads no specs and checks nothing.

/// Writes the spec language as JSON Schema, draft 2020-12, for editors and for checks outside this program.
///
/// A schema is looser than the compiler: it knows no other documents, and some mistakes cannot be said in it. What it
/// refuses, the compiler refuses as well. Texts may be written as plain numbers or as true and false, as the language
/// takes the characters of a plain text whatever they look like.
public struct SchemaWriter: Sendable {
    /// The name of the schema of every kind together.
    public static let wholeName = "currents"

    private let glossary: Glossary
    private let partners: [PartnerRequirements]

    /// Makes a writer.
    ///
    /// - Parameters:
    ///   - glossary: The event types there are.
    ///   - partners: What each partner requires; a schema knows these and no others.
    public init(glossary: Glossary, partners: [PartnerRequirements]) {
        self.glossary = glossary
        self.partners = partners.sorted { $0.partner < $1.partner }
    }

    /// The schema of one kind of document, or of all.
    ///
    /// - Parameter kind: The kind; nil for a schema in which `kind` decides.
    /// - Returns: Canonical JSON, the same bytes for the same declarations.
    public func schema(of kind: Language.Kind? = nil) -> [UInt8] {
        var composer = SchemaComposer(glossary: glossary, partners: partners)
        var root = kind.map { composer.document($0) } ?? composer.anyDocument()
        root["$schema"] = .text("https://json-schema.org/draft/2020-12/schema")
        root["$id"] = .text("urn:currentsctl:schema:v1:\(kind.map(Self.name) ?? Self.wholeName)")
        root["$comment"] = .text("Written by 'currentsctl schema'. Do not edit.")
        root["$defs"] = .object(composer.definitions)
        return CanonicalJSON.object(root).bytes
    }

    /// Every schema, by file name.
    public func files() -> [String: [UInt8]] {
        var files = ["\(Self.wholeName).schema.json": schema()]
        for kind in Language.kinds { files["\(Self.name(of: kind)).schema.json"] = schema(of: kind) }
        return files
    }

    /// The name of a kind in files and addresses: `custom-event`.
    static func name(of kind: Language.Kind) -> String {
        kind.name.reduce(into: "") { name, letter in
            if letter.isUppercase, !name.isEmpty { name.append("-") }
            name += letter.lowercased()
        }
    }
}
