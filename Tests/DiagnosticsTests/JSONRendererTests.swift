import Testing

@testable import Diagnostics

@Suite("Findings for programs") struct JSONRendererTests {
    private static let entry = CatalogueEntry(code: "CUR999", name: "test", explanation: "For tests.")

    @Test func everyKeyIsThereEvenWithoutAValue() {
        let json = JSONRenderer().render([Self.entry.diagnostic(at: nil, "x")])
        let expected = """
            {"diagnostics":[{"code":"CUR999","severity":"error","message":"x","help":null,"file":null,\
            "start":null,"end":null,"fixes":[],"name":"test","label":null,"notes":[],"source":null}]}
            """
        #expect(json == expected)
    }

    @Test func placesFixesAndNotesAreWrittenOut() {
        let file = SourceFile(path: "a.yaml", bytes: Array("é: b\n".utf8))
        let range = file.range(4..<5)
        let json = JSONRenderer().render([
            Self.entry.diagnostic(
                at: range,
                "x",
                label: "l",
                notes: [DiagnosticNote("n", at: file.range(0..<2)), DiagnosticNote("m")],
                help: "h",
                source: "s",
                fixes: [Fix("t", replace: range, with: "\"c\"\n")]
            )
        ])
        let expected = """
            {"diagnostics":[{"code":"CUR999","severity":"error","message":"x","help":"h","file":"a.yaml",\
            "start":{"line":1,"column":4},"end":{"line":1,"column":5},\
            "fixes":[{"title":"t","start":{"line":1,"column":4},"end":{"line":1,"column":5},\
            "replacement":"\\"c\\"\\n"}],"name":"test","label":"l",\
            "notes":[{"message":"n","file":"a.yaml","start":{"line":1,"column":1},"end":{"line":1,"column":2}},\
            {"message":"m","file":null,"start":null,"end":null}],"source":"s"}]}
            """
        #expect(json == expected)
    }

    @Test func noFindingsAreAnEmptyList() {
        #expect(JSONRenderer().render([]) == "{\"diagnostics\":[]}")
    }

    @Test func textIsEscaped() {
        let json = JSONRenderer().render([Self.entry.diagnostic(at: nil, "\u{0}\u{1B}\u{2028}\\\"/é🎉\t\r")])
        #expect(json.contains("\"\\u0000\\u001b\\u2028\\\\\\\"/é🎉\\t\\r\""))
    }

    @Test func findingsComeInReadingOrder() {
        let file = SourceFile(path: "a.yaml", bytes: Array("a\nb\n".utf8))
        let findings = [
            Self.entry.diagnostic(at: file.range(2..<3), "third"),
            Self.entry.diagnostic(at: file.range(0..<1), "second"),
            Self.entry.diagnostic(at: nil, "first"),
        ]
        let json = JSONRenderer().render(findings)
        let places = ["first", "second", "third"].compactMap { json.firstRange(of: $0)?.lowerBound }
        #expect(places.count == 3)
        #expect(places == places.sorted())
    }
}
