import Plans
import Specs

/// The spec language from its declarations, and what each partner adds to it.
struct LanguagePage {
    private let partners: [PartnerRequirements]

    init(partners: [PartnerRequirements]) { self.partners = partners }

    var bytes: [UInt8] {
        var page = Page("The spec language")
        page.paragraph(
            "A workspace is any number of YAML files, each of any number of documents with '---' between them. Every "
                + "document has the keys \(Self.words(Language.documentKeys)), and `apiVersion` is "
                + "\(Page.code(Language.version))."
        )
        page.paragraph(
            "The key decides what a value means, never its looks: where text is wanted, the characters count, so that "
                + "`012345678901` keeps its zero. For editors there is a JSON Schema: see `currentsctl schema --help`."
        )
        page.table(
            ["kind", "what it declares"],
            Language.kinds.map { ["[\($0.name)](#\($0.name.lowercased()))", $0.summary] }
        )
        for kind in Language.kinds { Self.tell(kind, in: &page) }
        page.heading("Shapes used in several places", level: 2)
        for definition in Language.Definition.allCases { Self.tell(definition, in: &page) }
        page.heading("Partners", level: 2)
        for partner in partners { PartnerSection(partner).tell(in: &page) }
        return page.bytes
    }

    private static func tell(_ kind: Language.Kind, in page: inout Page) {
        page.heading(kind.name, level: 2)
        page.paragraph(kind.summary)
        page.block(kind.example, of: "yaml")
        tell(kind.metadata, named: "metadata", in: &page)
        tell(kind.spec, named: "spec", in: &page)
    }

    private static func tell(_ definition: Language.Definition, in page: inout Page) {
        page.heading(definition.title, level: 3)
        page.paragraph(definition.summary)
        switch definition.shape {
        case .object(let object): tell(object, named: nil, in: &page)
        case .forms(let forms):
            page.list(forms.map { "\($0.summary) \(Page.code($0.example))" })
            for case .object(let object) in forms.map(\.shape) where object.keys.count > 1 {
                tell(object, named: nil, in: &page)
            }
        default: break
        }
    }

    /// A mapping, and the mappings it holds.
    private static func tell(_ object: Language.Object, named name: String?, in page: inout Page) {
        if let name { page.heading(Page.code(name), level: 3) }
        if let words = object.choice?.words { page.paragraph(words) }
        page.table(
            ["key", "what for", "takes", "left out", "example"],
            object.keys.map { key in
                [
                    Page.code(key.name), key.summary + choices(key.shape), key.shape.phrase,
                    key.isRequired ? "**required**" : key.fallback ?? "", Page.code(key.example),
                ]
            }
        )
        if !object.reserved.isEmpty {
            page.paragraph("Kept for a later version: \(words(object.reserved)).")
        }
        for key in object.keys {
            for (suffix, inner) in key.shape.mappings {
                // Inside a shape of its own there is no path to tell, only the key.
                tell(inner, named: (name.map { "\($0)." } ?? "") + key.name + suffix, in: &page)
            }
        }
    }

    private static func choices(_ shape: Language.Shape) -> String {
        shape.words.map { " \(Page.code($0.text)): \($0.summary)" }.joined()
    }

    private static func words(_ words: [String]) -> String { words.map(Page.code).joined(separator: ", ") }
}

extension Language.Choice {
    /// The rule in a sentence.
    fileprivate var words: String {
        switch self {
        case .exactlyOne(let names): "Exactly one of \(Self.list(names))."
        case .atLeastOne(let names): "At least one of \(Self.list(names))."
        case .atMostOne(let names): "At most one of \(Self.list(names))."
        }
    }

    private static func list(_ names: [String]) -> String { names.map(Page.code).joined(separator: ", ") }
}
