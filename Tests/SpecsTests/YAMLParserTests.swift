import Diagnostics
import Testing

@testable import Specs

@Suite("YAML becomes a tree that knows where it stands") struct YAMLParserTests {
    @Test func everyNodeCoversExactlyItsOwnText() throws {
        let text = "a: 'x y'  # note\nb:\n  - one\n  - {c: d}   \n\n\nc: |\n  block\n\nd: &n !!str z\ne: *n\n"
        let (documents, findings) = Reading.parse(text)
        #expect(findings.isEmpty)
        let root = try #require(documents.first).root
        #expect(Reading.slice(text, try #require(root["a"]).range) == "'x y'")
        #expect(Reading.slice(text, try #require(root["b"]).range) == "- one\n  - {c: d}")
        #expect(Reading.slice(text, try #require(root["b"]?.items?.last).range) == "{c: d}")
        #expect(Reading.slice(text, try #require(root["c"]).range) == "|\n  block")
        #expect(Reading.slice(text, try #require(root["d"]).range) == "z")
        #expect(Reading.slice(text, try #require(root["e"]).range) == "*n")
        #expect(Reading.slice(text, try #require(root["e"]).definition) == "z")
        #expect(root["e"]?.text == "z")
        #expect(Reading.slice(text, root.range) == String(text.dropLast()))
    }

    @Test func anchorsAndTagsBeforeABlockAreNotPartOfIt() throws {
        let text = "a: !!map &x # note\n  k: v\nb: &y\n- z\n"
        let root = try #require(Reading.parse(text).documents.first).root
        #expect(Reading.slice(text, try #require(root["a"]).range) == "k: v")
        #expect(root["a"]?.tag == .mapping)
        #expect(Reading.slice(text, try #require(root["b"]).range) == "- z")
    }

    @Test(arguments: ["\n", "\r\n", "\r"]) func columnsCountCharactersWhateverTheLineEnd(lineEnd: String)
        throws
    {
        let text = ["# 日本", "é🎉: \"two", "  lines\"", "folded: >", "  a", "  b", "last: [ü, x]", ""]
            .joined(separator: lineEnd)
        let (documents, findings) = Reading.parse(text)
        #expect(findings.isEmpty)
        let root = try #require(documents.first).root
        #expect(root["é🎉"]?.text == "two lines")
        #expect(root["folded"]?.text == "a b\n")
        let item = try #require(root["last"]?.items?.last)
        #expect(Reading.slice(text, item.range) == "x")
        #expect(item.range.start.line == 7)
        #expect(item.range.start.column == 11)
    }

    @Test func unusualLineSeparatorsDoNotShiftPlaces() throws {
        let text = "a: \"x\u{2028}y\u{85}z\"\nb: here\n"
        let root = try #require(Reading.parse(text).documents.first).root
        let value = try #require(root["b"])
        #expect(Reading.slice(text, value.range) == "here")
        #expect(value.range.start.line == 2)
    }

    @Test func severalDocumentsAreReadAndEmptyOnesPassedOver() {
        let (documents, findings) = Reading.parse("---\n---\na: 1\n...\n---\n# nothing\n---\nb: 2\n")
        #expect(findings.isEmpty)
        #expect(documents.map { $0.root.entries?.first?.key.text } == ["a", "b"])
    }

    @Test func readingGoesOnAfterASyntaxError() {
        let (documents, findings) = Reading.parse("a: [\n---\nb: 1\n---\nc: 'x\n--- \nd: 2\n")
        #expect(findings.map(\.code) == ["CUR110", "CUR110"])
        #expect(documents.map { $0.root.entries?.first?.key.text } == ["b", "d"])
    }

    @Test func globsThatLookLikeAliasesStayWhatTheyAre() throws {
        let (documents, findings) = Reading.parse("- *.Open\n- *\n- ok\n")
        #expect(findings.map(\.code) == ["CUR114", "CUR114"])
        #expect(documents.first?.root.items?.compactMap(\.text) == ["*.Open", "*", "ok"])
        let fix = try #require(findings.first?.fixes.first)
        #expect(fix.replacement == "\"*.Open\"")
    }

    @Test func manyUnquotedGlobsEndInFindings() {
        let text = (0..<200).map { "- *.e\($0)\n" }.joined()
        let findings = Reading.parse(text).findings
        #expect(findings.allSatisfy { $0.code == "CUR114" })
        #expect(findings.count == 51)
    }

    @Test func mergeKeysInQuotesAreOrdinaryKeys() {
        #expect(Reading.parse("\"<<\": 1\n").findings.isEmpty)
        #expect(Reading.parse("<<: {}\n").findings.map(\.code) == ["CUR117"])
    }

    @Test func anAliasMeansTheLatestAnchorOfItsName() {
        let (documents, findings) = Reading.parse("[&a 1, *a, &a 2, *a, [&b [3], *b]]\n")
        #expect(findings.isEmpty)
        #expect(documents.first?.root.items?.prefix(4).compactMap(\.text) == ["1", "1", "2", "2"])
    }

    @Test func anAnchorEndsWithItsDocument() {
        #expect(Reading.parse("a: &a 1\n---\nb: *a\n").findings.map(\.code) == ["CUR115"])
    }
}
