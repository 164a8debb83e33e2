import Glossary
import Plans

/// Every event type, and which partners take it.
struct EventsPage {
    let bytes: [UInt8]

    init(_ glossary: Glossary, partners: [PartnerRequirements]) {
        var page = Page("Event types")
        page.paragraph(
            "Release \(glossary.release) of the event glossary. `currentsctl events NAME` shows the fields of a type. "
                + "A partner in the last column takes events of the type."
        )
        page.list(glossary.sources)
        page.table(
            ["event type", "groups", "sent", "partners"],
            glossary.eventTypes.map { type in
                let groups = [type.documentedIn, type.category.rawValue].compactMap { $0 }
                return [
                    Page.code(type.name), groups.joined(separator: ", "), Self.sent(type),
                    partners.filter { $0.takes(type) }.map(\.partner).joined(separator: ", "),
                ]
            }
        )
        bytes = page.bytes
    }

    private static func sent(_ type: EventType) -> String {
        guard type.status == .current else {
            return type.replacedBy.map { "retired; see \(Page.code($0))" } ?? "retired"
        }
        return type.isInHTTP ? "yes" : "to storage partners only"
    }
}
