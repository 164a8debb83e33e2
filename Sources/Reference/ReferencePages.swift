public import Diagnostics
public import Glossary
public import Plans
import Specs

/// Writes the reference pages: the language, the findings, the event types.
public struct ReferencePages: Sendable {
    private let glossary: Glossary
    private let partners: [PartnerRequirements]
    private let catalogue: [CatalogueEntry]

    /// Gathers what the pages tell.
    ///
    /// - Parameters:
    ///   - glossary: The event types there are.
    ///   - partners: What each partner requires.
    ///   - catalogue: The codes of all rooms.
    public init(glossary: Glossary, partners: [PartnerRequirements], catalogue: [CatalogueEntry]) {
        self.glossary = glossary
        self.partners = partners.sorted { $0.partner < $1.partner }
        self.catalogue = catalogue.sorted { $0.code < $1.code }
    }

    /// Every page in Markdown, by file name; the same bytes for the same declarations.
    public func files() -> [String: [UInt8]] {
        [
            "README.md": IndexPage().bytes,
            "language.md": LanguagePage(partners: partners).bytes,
            "diagnostics.md": DiagnosticsPage(catalogue).bytes,
            "events.md": EventsPage(glossary, partners: partners).bytes,
        ]
    }
}
