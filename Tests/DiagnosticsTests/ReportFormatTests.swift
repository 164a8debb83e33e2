import Foundation
import Testing

@testable import Diagnostics

#if canImport(FoundationXML)
    import FoundationXML
#endif

@Suite("Findings as workflow commands") struct WorkflowCommandTests {
    private static let entry = CatalogueEntry(code: "CUR999", name: "for-tests", explanation: "For tests.")
    private func render(_ findings: Diagnostic...) -> String { WorkflowCommandRenderer().render(findings) }

    @Test func aFindingIsOneLineWithItsPlace() {
        let file = SourceFile(path: "a,b:c%.yaml", bytes: Array("🎉: b\n".utf8))
        let text = render(Self.entry.diagnostic(at: file.range(6..<7), "100 % wrong: a, b", help: "do\nthis"))
        let expected = """
            ::error file=a%2Cb%3Ac%25.yaml,line=1,col=4,endLine=1,endColumn=5,title=CUR999 for-tests::\
            100 %25 wrong: a, b%0Ahelp: do%0Athis

            """
        #expect(text == expected)
    }

    @Test func aFindingWithoutAPlaceHasATitleOnly() {
        #expect(render(Self.entry.diagnostic(at: nil, "x")) == "::error title=CUR999 for-tests::x\n")
    }

    @Test func aStretchOfSeveralLinesHasNoLastColumn() {
        let file = SourceFile(path: "a", bytes: Array("a\nb\n".utf8))
        #expect(render(Self.entry.diagnostic(at: file.range(0..<3), "x")).contains("endLine=2,title"))
    }

    @Test(arguments: [(Severity.warning, "::warning "), (.note, "::notice ")])
    func weightIsTheCommand(severity: Severity, start: String) {
        let entry = CatalogueEntry(code: "CUR998", name: "n", severity: severity, explanation: "For tests.")
        #expect(render(entry.diagnostic(at: nil, "x")).hasPrefix(start))
    }

    @Test func aMessageCannotBeginACommandOfItsOwn() {
        let text = render(Self.entry.diagnostic(at: nil, "a\n::set-env name=X::y\r\u{1B}[2J"))
        #expect(text.split(separator: "\n").count == 1)
        #expect(!text.contains("\r") && !text.contains("\u{1B}"))
    }
}

@Suite("Findings as a JUnit report") struct JUnitRendererTests {
    private static let error = CatalogueEntry(code: "CUR999", name: "for-tests", explanation: "For tests.")
    private static let warning = CatalogueEntry(
        code: "CUR998",
        name: "less",
        severity: .warning,
        explanation: "For tests."
    )
    private static let files = ["a.yaml", "b.yaml"].map {
        SourceFile(path: $0, bytes: Array("k: <v>\n".utf8))
    }

    private func isXML(_ text: String) -> Bool { XMLParser(data: Data(text.utf8)).parse() }

    @Test func aCleanFileIsAPassedCase() {
        let text = JUnitRenderer(files: Self.files).render([])
        #expect(isXML(text))
        #expect(text.contains(#"tests="2" failures="0""#))
        #expect(text.contains(#"<testcase classname="a.yaml" name="no findings"/>"#))
    }

    @Test func anErrorFailsAndAWarningDoesNot() {
        let findings = [
            Self.error.diagnostic(at: Self.files[0].range(3..<6), "'<v>' & \"more\""),
            Self.warning.diagnostic(at: Self.files[0].range(0..<1), "less"),
        ]
        let text = JUnitRenderer(files: Self.files).render(findings)
        #expect(isXML(text))
        #expect(text.contains(#"tests="3" failures="1""#))
        #expect(text.contains(#"message="&apos;&lt;v&gt;&apos; &amp; &quot;more&quot;""#))
        #expect(text.contains("<system-out>warning[CUR998]"))
        let strict = JUnitRenderer(files: Self.files, failing: .warning).render(findings)
        #expect(strict.contains(#"tests="3" failures="2""#))
    }

    @Test func whatXMLCannotHoldIsWrittenOut() {
        let text = JUnitRenderer(files: []).render([
            Self.error.diagnostic(at: nil, "\u{0}\u{1B}\u{FFFF}\u{202E}]]>")
        ])
        #expect(isXML(text))
        #expect(text.contains(#"\u{0}\u{1B}\u{FFFF}\u{202E}]]&gt;"#))
    }

    @Test func aFindingWithoutAFileBelongsToTheWorkspace() {
        let text = JUnitRenderer(files: []).render([Self.error.diagnostic(at: nil, "x")])
        #expect(text.contains(#"<testsuite name="workspace" tests="1" failures="1""#))
    }

    @Test func aSecretIsNotShown() {
        var file = SourceFile(path: "a.yaml", bytes: Array("k: hidden\n".utf8))
        file.secrets = [3..<9]
        let text = JUnitRenderer(files: [file]).render([Self.error.diagnostic(at: file.range(0..<1), "x")])
        #expect(!text.contains("hidden"))
    }
}

@Suite("Findings as Markdown") struct MarkdownRendererTests {
    private static let entry = CatalogueEntry(code: "CUR999", name: "for-tests", explanation: "For tests.")

    @Test func aFindingIsARowOfATable() {
        let file = SourceFile(path: "a.yaml", bytes: Array("k: v\n".utf8))
        let finding = Self.entry.diagnostic(at: file.range(3..<4), "'v' is wrong", help: "write 'w'")
        let text = MarkdownRenderer().render([finding])
        #expect(text.contains("\n| error CUR999 | a.yaml:1:4 | 'v' is wrong | write 'w' |\n"))
        #expect(text.hasPrefix("### currentsctl: 1 error in 1 file\n"))
    }

    @Test func nothingInAFindingIsMarkup() {
        let text = MarkdownRenderer().render([
            Self.entry.diagnostic(at: nil, "a|b `c` <d> *e* _f_ [g](h) @i #1 \\ \u{1B}\nj")
        ])
        #expect(text.contains(#"a\|b \`c\` &lt;d&gt; \*e\* \_f\_ \[g\](h) &#64;i &#35;1 \\ "#))
        #expect(text.split(separator: "\n").count == 4)
    }

    @Test func aLongListIsCut() {
        let text = MarkdownRenderer().render((0..<130).map { Self.entry.diagnostic(at: nil, "x\($0)") })
        #expect(text.contains("And 30 more"))
        #expect(text.utf8.count < 65_536)
    }

    @Test func noFindingsAreSaidToo() {
        #expect(MarkdownRenderer().render([]) == "### currentsctl: no findings\n")
    }
}
