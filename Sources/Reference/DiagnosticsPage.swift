import Diagnostics

/// Every code that the program reports, with its manual page.
struct DiagnosticsPage {
    private static let subjects = [
        "CUR1": "Reading", "CUR2": "Shape and workspace", "CUR3": "Events and fields",
        "CUR4": "What partners require", "CUR5": "Plan and apply", "CUR6": "Delivery",
    ]

    let bytes: [UInt8]

    init(_ catalogue: [CatalogueEntry]) {
        var page = Page("Findings")
        page.paragraph(
            "Every finding has a code that never changes its meaning. `currentsctl explain CODE` shows the same pages. "
                + "An error stops what was asked for; a warning does not."
        )
        page.table(
            ["code", "name", "weight"],
            catalogue.map { [Self.link($0), $0.name, $0.severity.rawValue] }
        )
        var subject: String?
        for entry in catalogue {
            let next = Self.subjects[String(entry.code.prefix(4))]
            if let next, next != subject { page.heading(next, level: 2) }
            subject = next
            Self.tell(entry, in: &page)
        }
        bytes = page.bytes
    }

    private static func tell(_ entry: CatalogueEntry, in page: inout Page) {
        page.heading("\(entry.code) \(entry.name)", level: 3)
        page.paragraph("\(entry.severity == .error ? "Error" : "Warning"). \(entry.explanation)")
        if let example = entry.example {
            page.paragraph("Wrong:")
            page.block(example, of: "yaml")
        }
        if let fix = entry.fix {
            page.paragraph("Right:")
            page.block(fix, of: "yaml")
        }
    }

    private static func link(_ entry: CatalogueEntry) -> String {
        "[\(entry.code)](#\(entry.code.lowercased())-\(entry.name))"
    }
}
