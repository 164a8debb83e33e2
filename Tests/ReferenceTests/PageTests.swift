import Connectors
import Diagnostics
import Foundation
import Glossary
import Plans
import Specs
import Testing

@testable import Reference

@Suite("The reference pages") struct PageTests {
    private static let catalogue = [
        CatalogueEntry(code: "CUR302", name: "second", severity: .warning, explanation: "Why | so."),
        CatalogueEntry(
            code: "CUR101",
            name: "first",
            explanation: "Why.",
            example: "a: \"\u{202E}\"\n```\n",
            fix: "a: 1\n"
        ),
    ]

    private static func page(_ name: String) throws -> String {
        let pages = ReferencePages(
            glossary: Glossary.builtIn,
            partners: ConnectorRegistry.requirements,
            catalogue: catalogue
        )
        return String(decoding: try #require(pages.files()[name]), as: UTF8.self)
    }

    @Test func everyPageSaysWhatWritesIt() throws {
        for name in ["README.md", "language.md", "diagnostics.md", "events.md"] {
            #expect(
                try Self.page(name).hasPrefix("<!-- Written by 'currentsctl reference'. Do not edit. -->\n")
            )
        }
    }

    @Test func theLanguagePageTellsEveryKindKeyAndPartner() throws {
        let page = try Self.page("language.md")
        for kind in Language.kinds {
            #expect(page.contains("\n## \(kind.name)\n\n\(kind.summary)\n"))
            #expect(page.contains(kind.example))
            for key in kind.spec.keys {
                #expect(page.contains("| `\(key.name)` | \(key.summary)"), "\(key.name)")
            }
        }
        for partner in ConnectorRegistry.requirements {
            #expect(page.contains("### `\(partner.partner)`: \(partner.title)"))
            for setting in partner.settings {
                #expect(page.contains("| `\(setting.name)` | \(setting.summary)"))
            }
        }
    }

    @Test func theLinksOfTheLanguagePageLeadToItsHeadings() throws {
        let page = try Self.page("language.md")
        let headings = page.split(separator: "\n").filter { $0.hasPrefix("#") }.map {
            $0.drop { $0 == "#" || $0 == " " }.lowercased().replacing(" ", with: "-").replacing("`", with: "")
        }
        let links = page.matches(of: /\]\(#([^)]*)\)/).map { String($0.output.1) }
        #expect(links.count > 20)
        for link in Set(links) { #expect(headings.contains(link), "\(link)") }
    }

    @Test func findingsAreSortedAndTheirExamplesCannotBreakThePage() throws {
        let page = try Self.page("diagnostics.md")
        let first = try #require(page.range(of: "### CUR101 first"))
        let second = try #require(page.range(of: "### CUR302 second"))
        #expect(first.lowerBound < second.lowerBound)
        #expect(page.contains("````yaml\na: \"\\u{202E}\"\n```\n````"))
        #expect(page.contains("Warning. Why | so."))
    }

    @Test func everyEventTypeHasARow() throws {
        let page = try Self.page("events.md")
        for type in Glossary.builtIn.eventTypes {
            #expect(page.contains("| `\(type.name)` |"), "\(type.name)")
        }
    }
}
