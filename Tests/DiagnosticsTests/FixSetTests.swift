import Testing

@testable import Diagnostics

@Suite("Fixes made together") struct FixSetTests {
    private static let entry = CatalogueEntry(code: "CUR999", name: "for-tests", explanation: "For tests.")
    private static let file = SourceFile(path: "a.yaml", bytes: Array("one two three\n".utf8))

    private func finding(_ stretches: Range<Int>..., hidesText: Bool = false) -> Diagnostic {
        Self.entry.diagnostic(
            at: Self.file.range(stretches[0]),
            "x",
            fixes: stretches.map { Fix("t", replace: Self.file.range($0), with: "X") },
            hidesText: hidesText
        )
    }

    private func sure(_ findings: Diagnostic...) -> [Int] {
        FixSet.sure(of: findings).map(\.fix.range.start.offset)
    }

    @Test func aFindingWithOneFixIsSure() { #expect(sure(finding(0..<3)) == [0]) }

    @Test func aFindingWithAChoiceIsNot() { #expect(sure(finding(0..<3, 4..<7)).isEmpty) }

    @Test func aHiddenTextIsLeftAlone() { #expect(sure(finding(0..<3, hidesText: true)).isEmpty) }

    @Test func ofOverlappingFixesTheFirstStays() {
        #expect(sure(finding(2..<5), finding(0..<3), finding(4..<7)) == [0, 4])
    }

    @Test func theSameFixTwiceIsMadeOnce() { #expect(sure(finding(4..<7), finding(4..<7)) == [4]) }

    @Test func bytesAroundAFixStay() throws {
        let fixes = FixSet.sure(of: [finding(4..<7), finding(0..<3), finding(14..<14)]).map(\.fix)
        let (bytes, places) = try #require(FixSet.apply(fixes, to: Self.file.bytes))
        #expect(String(decoding: bytes, as: UTF8.self) == "X X three\nX")
        #expect(places == [0..<1, 2..<3, 10..<11])
    }

    @Test func aPlaceOutsideTheFileIsRefused() {
        let far = SourcePosition(line: 9, column: 1, offset: 99)
        let fix = Fix("t", replace: SourceRange(file: "a.yaml", start: far, end: far), with: "")
        #expect(FixSet.apply([fix], to: Self.file.bytes) == nil)
    }
}

@Suite("Differences between texts") struct UnifiedDiffTests {
    private func diff(_ old: String, _ new: String, secret: Range<Int>? = nil) -> String {
        var before = SourceFile(path: "a.yaml", bytes: Array(old.utf8))
        var after = SourceFile(path: "a.yaml", bytes: Array(new.utf8))
        before.secrets = secret.map { [$0] } ?? []
        after.secrets = before.secrets
        return UnifiedDiff.text(from: before, to: after)
    }

    @Test func equalTextsHaveNone() { #expect(diff("a\n", "a\n").isEmpty) }

    @Test func aChangedLineStandsBetweenThreeOthers() {
        let expected = """
            --- a/a.yaml
            +++ b/a.yaml
            @@ -2,7 +2,7 @@
             2
             3
             4
            -5
            +five
             6
             7
             8

            """
        #expect(diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n") == expected)
    }

    @Test func changesFarApartAreTwoHunks() {
        let lines = (1...20).map { "\($0)\n" }
        let text = diff(lines.joined(), "x\n" + lines.dropFirst().dropLast().joined() + "y\n")
        #expect(text.contains("@@ -1,4 +1,4 @@\n-1\n+x\n") && text.contains("@@ -17,4 +17,4 @@\n"))
    }

    @Test func aMissingLastLineEndIsSaid() {
        let text = diff("a", "b")
        #expect(text.hasSuffix("-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n"))
    }

    @Test func aRemovedLineLeavesAnEmptySide() { #expect(diff("a\n", "").contains("@@ -1,1 +0,0 @@\n-a\n")) }

    @Test func aSecretIsMasked() {
        let text = diff("k: hidden\na\n", "k: hidden\nb\n", secret: 3..<9)
        #expect(text.contains(" k: ***\n-a\n+b\n"))
    }
}

@Suite("Texts written by fixes") struct FixTextTests {
    @Test(arguments: [
        ("users.messages.email.*", "users.messages.email.*"), ("EU", "EU"), ("*.Open", "\"*.Open\""),
        ("a: b", "\"a: b\""), ("[Own] x", "\"[Own] x\""), ("null", "\"null\""), ("", "\"\""), ("-", "\"-\""),
        ("a \"b\" \\", "\"a \\\"b\\\" \\\\\""), ("é", "\"é\""), ("a\u{1B}\n", "\"a\\u001B\\n\""),
        ("a, b", "\"a, b\""),
        ("a #b", "\"a #b\""),
    ])
    func areQuotedWhereYAMLNeedsIt(text: String, written: String) {
        let range = SourceRange(file: "a", start: .start, end: .start)
        #expect(Fix("t", writing: text, at: range).replacement == written)
    }
}
