import Glossary
import Testing

/// A small canonical text with lines of one's own after the release.
func glossaryText(_ lines: String...) -> String {
    (["glossary|1", "release|1|2026-01-01"] + lines).map { $0 + "\n" }.joined()
}

@Suite("The canonical text")
struct GlossaryTextTests {
    @Test func comesBackUnchangedFromTheBuiltInGlossary() throws {
        let glossary = try Glossary(text: Glossary.builtInText)
        #expect(glossary.text == Glossary.builtInText)
        #expect(glossary == Glossary.builtIn)
    }

    @Test func staysFarBelow100KB() {
        #expect(Glossary.builtInText.utf8.count < 60_000)
    }

    @Test func isTheSameWhateverTheOrderOfTheFacts() throws {
        let builtIn = Glossary.builtIn
        let shuffled = try Glossary(
            release: builtIn.release,
            samplesAsOf: builtIn.samplesAsOf,
            sources: builtIn.sources,
            platformValues: builtIn.platformValues,
            aliases: builtIn.aliases.reversed(),
            notExported: builtIn.notExported.reversed(),
            eventTypes: builtIn.eventTypes.reversed()
        )
        #expect(shuffled.text == Glossary.builtInText)
    }

    @Test func keepsEveryFactOfAField() throws {
        let field = EventField(
            name: "f",
            type: .strings,
            isRequired: true,
            placement: .user,
            semantic: "x",
            isPersonal: true,
            personalBasis: .senderSide,
            isInStorage: false,
            isInHTTP: true,
            httpName: "g",
            httpType: .map,
            since: "4",
            isDeprecated: true,
            unit: "ms"
        )
        let type = EventType(
            name: "a.B",
            category: .agent,
            family: "a",
            action: "B",
            status: .deprecated,
            replacedBy: "a.B",
            statusNote: "over, ünd out",
            isInStorage: false,
            isInHTTP: true,
            documentedIn: "page",
            since: "<=1",
            fields: [field]
        )
        let glossary = try Glossary(release: "1", samplesAsOf: "2026-01-01", eventTypes: [type])
        #expect(try Glossary(text: glossary.text).eventTypes == [type])
    }

    @Test(
        arguments: [
            ("", 1), ("glossary|2\n", 1), (glossaryText(""), 3), (glossaryText("nonsense"), 3),
            (glossaryText("source"), 3),
            (glossaryText("field|a"), 3), (glossaryText("field|a|text|top|x|r|||||"), 3),
            (glossaryText("field|a|string|top|x|r|guess||||"), 3), (glossaryText("event|a.B"), 3),
            (glossaryText("event|a.B|agent|a|current|s|||||0"), 3),
            (glossaryText("event|a.B|agent|a|current|s|||||99999999999999999999"), 3),
            (glossaryText("event|a.B|agent|a|current|s|||||-1"), 3),
            (glossaryText("field|a|string|top|x||||||", "event|a.B|agent|a|current|s|||||1"), 4),
        ]
    )
    func refusesALineItDoesNotUnderstand(text: String, line: Int) {
        #expect { try Glossary(text: text) } throws: { ($0 as? GlossaryProblem)?.line == line }
    }

    @Test(
        arguments: [
            "glossary|1\n",
            glossaryText("event|b.C|agent|a|current|s|||||", "event|a.B|agent|a|current|s|||||"),
            glossaryText("event|a.B|agent|a|current|s|||||", "event|a.B|agent|a|current|s|||||"),
            glossaryText("field|a|string|top|x|r|||||"),
            glossaryText("event|a.B|agent|a|current|hs|||||"),
            glossaryText("field|a|string|top|x||||||", "event|a.B|agent|a|current|s|||||00"),
            glossaryText("field|a|string|top|x||||||", "event|a.B|agent|a|current|s|||||0 "),
            glossaryText("event|a B|agent|a|current|s|||||"),
            glossaryText("event|a.B|agent|a|current|s|||a.C||"),
            glossaryText("alias|x|a.B|why"),
            String(glossaryText().dropLast()),
        ]
    )
    func refusesATextThatItWouldNotWrite(text: String) {
        #expect { try Glossary(text: text) } throws: { ($0 as? GlossaryProblem)?.line == nil }
    }

    @Test func refusesTextsThatWouldBreakTheLines() {
        for name in ["a|b", "a\nb", "a b", "", "ä"] {
            let type = EventType(
                name: name,
                category: .agent,
                family: "a",
                action: name,
                status: .current,
                isInStorage: true,
                isInHTTP: true,
                fields: []
            )
            #expect(throws: GlossaryProblem.self, "\(name)") {
                try Glossary(release: "1", samplesAsOf: "now", eventTypes: [type])
            }
        }
    }

    @Test func anyCutOfTheTextIsReadOrRefused() {
        let bytes = Array(Glossary.builtInText.utf8)
        for length in stride(from: 0, to: bytes.count, by: 4_001) {
            let cut = String(decoding: bytes.prefix(length), as: UTF8.self)
            #expect(throws: GlossaryProblem.self) { try Glossary(text: cut) }
        }
    }

    @Test func theSwiftFileHoldsTheTextInOneLiteral() throws {
        let file = GlossarySource.swiftFile(of: try Glossary(text: glossaryText("source|a \"b\" \\(c)")))
        #expect(file.hasPrefix("// Written by Scripts/regenerate"))
        #expect(file.contains("static let text = \"\"\"\nglossary|1\nrelease|1|2026-01-01\n"))
        #expect(file.contains("\nsource|a \\\"b\\\" \\\\(c)\n\n\"\"\"\n"))
    }
}
