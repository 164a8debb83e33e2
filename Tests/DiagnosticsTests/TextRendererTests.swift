import Testing

@testable import Diagnostics

@Suite("Findings for people") struct TextRendererTests {
    private static let entry = CatalogueEntry(code: "CUR999", name: "test", explanation: "For tests.")

    /// The excerpt and underline for the first `word` in `text`.
    private func lines(_ text: String, marking word: String, hides: Bool = false) -> [String] {
        let file = SourceFile(path: "a.yaml", bytes: Array(text.utf8))
        let finding = Self.entry.diagnostic(at: range(of: word, in: file), "found", hidesText: hides)
        let rendered = TextRenderer(files: [file]).render(finding).split(separator: "\n").map(String.init)
        return Array(rendered.dropFirst(3))
    }

    private func range(of word: String, in file: SourceFile) -> SourceRange {
        let wanted = Array(word.utf8)
        let start = file.bytes.indices.first { file.bytes[$0...].starts(with: wanted) } ?? 0
        return file.range(start..<start + wanted.count)
    }

    @Test func aWholeFindingLooksAsPeopleKnowIt() {
        let file = SourceFile(path: "specs/a.yaml", bytes: Array("one: 1\ntwo: 2\n".utf8))
        let finding = Self.entry.diagnostic(
            at: range(of: "2", in: file),
            "'2' is too much",
            label: "two",
            notes: [DiagnosticNote("the first", at: range(of: "one", in: file)), DiagnosticNote("a fact")],
            help: "did you mean '1'?",
            source: "arithmetic"
        )
        let expected = """
            error[CUR999]: '2' is too much
             ┌─ specs/a.yaml:2:6
             │
            2│ two: 2
             │      ^ two
             │
             ├─ specs/a.yaml:1:1
             │
            1│ one: 1
             │ --- the first
             │
             = note: a fact
             = help: did you mean '1'?
             = source: arithmetic

            """
        #expect(TextRenderer(files: [file]).render(finding) == expected)
    }

    @Test func tabsAreFourColumns() {
        #expect(lines("\ta:\tword\n", marking: "word") == ["1│     a:    word", " │           ^^^^"])
    }

    @Test func wideCharactersAreTwoColumns() {
        #expect(lines("日本🎉 word", marking: "word") == ["1│ 日本🎉 word", " │        ^^^^"])
        #expect(lines("a 日本 b", marking: "日本") == ["1│ a 日本 b", " │   ^^^^"])
    }

    @Test func combinedCharactersAreOneColumn() {
        #expect(
            lines("e\u{301}e\u{301} word", marking: "word") == ["1│ e\u{301}e\u{301} word", " │    ^^^^"]
        )
    }

    @Test func lineEndsOfWindowsAreNotShown() {
        #expect(lines("a\r\nword\r\nb", marking: "word") == ["2│ word", " │ ^^^^"])
    }

    @Test func rangesOverSeveralLinesUnderlineTheFirst() {
        #expect(lines("x: a\n  b\n", marking: "a\n  b") == ["1│ x: a", " │    ^"])
    }

    @Test func charactersThatCouldMisleadAreWrittenOut() {
        let expected = ["1│ \\u{202E}\\u{1B} word", " │                ^^^^"]
        #expect(lines("\u{202E}\u{1B} word", marking: "word") == expected)
        let message = TextRenderer(files: []).render(Self.entry.diagnostic(at: nil, "a\u{1B}[2J\nb"))
        #expect(message == "error[CUR999]: a\\u{1B}[2J\\u{A}b\n")
    }

    @Test func longLinesAreCutAroundTheUnderline() throws {
        let filler = String(repeating: "x", count: 1_000)
        let lines = lines("\(filler) word \(filler)", marking: "word")
        #expect(lines.allSatisfy { $0.count <= 165 })
        let excerpt = try #require(lines.first)
        let underline = try #require(lines.last)
        #expect(excerpt.contains("…") && excerpt.hasSuffix("…"))
        let column = try #require(underline.firstIndex(of: "^")).utf16Offset(in: underline)
        #expect(excerpt.dropFirst(column).hasPrefix("word"))
    }

    @Test func secretsAreMaskedInEveryExcerptOfTheList() {
        let file = SourceFile(path: "a.yaml", bytes: Array("{ key: s3cret, x: 1 }\n".utf8))
        let findings = [
            Self.entry.diagnostic(at: range(of: "s3cret", in: file), "a secret", hidesText: true),
            Self.entry.diagnostic(at: range(of: "x", in: file), "another"),
        ]
        let text = TextRenderer(files: [file]).render(findings)
        #expect(!text.contains("s3cret"))
        #expect(text.contains("1│ { key: ***, x: 1 }\n │        ^^^\n"))
        #expect(text.contains("1│ { key: ***, x: 1 }\n │             ^\n"))
    }

    @Test func secretsOfAFileAreMaskedWhoeverReports() {
        var file = SourceFile(path: "a.yaml", bytes: Array("key: s3cret\n".utf8))
        file.secrets = [5..<11]
        let text = TextRenderer(files: [file]).render([
            Self.entry.diagnostic(at: range(of: "key", in: file), "x")
        ])
        #expect(text.contains("1│ key: ***\n"))
    }

    @Test func bytesThatAreNoTextAreShownAsSuch() {
        let file = SourceFile(path: "a.yaml", bytes: [0x61, 0xFF, 0xC3, 0x62])
        let text = TextRenderer(files: [file]).render(Self.entry.diagnostic(at: file.range(3..<4), "x"))
        #expect(text.hasSuffix("1│ a\u{FFFD}\u{FFFD}b\n │    ^\n"))
    }

    @Test func placesOutsideTheTextAreSurvived() {
        let file = SourceFile(path: "a.yaml", bytes: Array("a\n".utf8))
        let far = SourcePosition(line: 99, column: 9, offset: 999)
        let range = SourceRange(file: "a.yaml", start: far, end: .start)
        #expect(!TextRenderer(files: [file]).render(Self.entry.diagnostic(at: range, "x")).isEmpty)
    }

    @Test func findingsBeyondFiveHundredAreOnlyCounted() {
        let text = TextRenderer(files: []).render(
            Array(repeating: Self.entry.diagnostic(at: nil, "x"), count: 502)
        )
        #expect(text.split(separator: "\n").count == 502)
        #expect(text.hasSuffix("\n\n2 more findings not shown\n502 errors\n"))
    }

    @Test func coloursAppearOnlyWhenAskedFor() {
        let finding = Self.entry.diagnostic(at: nil, "x", help: "y")
        #expect(
            TextRenderer(usesColour: true, files: []).render(finding).contains("\u{1B}[1;31merror[CUR999]")
        )
        #expect(!TextRenderer(files: []).render(finding).contains("\u{1B}"))
    }

    @Test func theClosingLineCountsFindingsAndFiles() {
        func finding(_ severity: Severity, _ file: String?) -> Diagnostic {
            let range = file.map { SourceRange(file: $0, start: .start, end: .start) }
            return Diagnostic(code: "CUR999", name: "test", severity: severity, message: "x", range: range)
        }
        let many = [finding(.error, "a"), finding(.error, "b"), finding(.warning, "c"), finding(.error, "a")]
        #expect(TextRenderer.summary(of: many) == "3 errors, 1 warning in 3 files")
        #expect(TextRenderer.summary(of: [finding(.note, nil)]) == "1 note")
        #expect(TextRenderer(files: []).render([]).isEmpty)
        #expect(TextRenderer(files: []).render(many).hasSuffix("\n\n3 errors, 1 warning in 3 files\n"))
    }
}
