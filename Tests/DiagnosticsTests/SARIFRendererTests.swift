import Foundation
import Testing

@testable import Diagnostics

@Suite("Findings as SARIF") struct SARIFRendererTests {
    private static let entry = CatalogueEntry(
        code: "CUR999",
        name: "for-tests",
        severity: .warning,
        explanation: "For tests.",
        example: "a: b\n",
        fix: "a: c\n"
    )
    private static let file = SourceFile(path: "my specs/é#1.yaml", bytes: Array("é: b\nc: d\n".utf8))
    private let renderer = SARIFRenderer(catalogue: [entry], version: "1.2.3")

    private func run(_ findings: [Diagnostic], allowed: [AllowedDiagnostic] = []) throws -> [String: Any] {
        let text = renderer.render(findings, allowed: allowed)
        let log = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(log["version"] as? String == "2.1.0")
        return try #require((log["runs"] as? [[String: Any]])?.first)
    }

    private func results(_ findings: [Diagnostic]) throws -> [[String: Any]] {
        try #require(try run(findings)["results"] as? [[String: Any]])
    }

    /// A member deep in a value, by names and numbers.
    private func value(_ root: Any?, _ path: String...) -> Any? {
        path.reduce(root) { value, step in
            if let index = Int(step) {
                return (value as? [Any]).flatMap { index < $0.count ? $0[index] : nil }
            }
            return (value as? [String: Any])?[step]
        }
    }

    @Test func noFindingsAreARunWithoutResults() throws {
        let run = try run([])
        #expect((run["results"] as? [Any])?.isEmpty == true)
        #expect(value(run, "tool", "driver", "semanticVersion") as? String == "1.2.3")
        #expect(run["columnKind"] as? String == "unicodeCodePoints")
    }

    @Test func aRuleCarriesItsManualPage() throws {
        let run = try run([Self.entry.diagnostic(at: nil, "x")])
        let rule = value(run, "tool", "driver", "rules", "0")
        #expect(value(rule, "id") as? String == "CUR999")
        #expect(value(rule, "fullDescription", "text") as? String == "For tests.")
        #expect(value(rule, "defaultConfiguration", "level") as? String == "warning")
        #expect((value(rule, "help", "markdown") as? String)?.contains("```yaml\na: b\n```") == true)
    }

    @Test func aPlaceIsCountedInCodePointsFromOne() throws {
        let result = try results([Self.entry.diagnostic(at: Self.file.range(4..<5), "x", help: "y")])[0]
        let place = value(result, "locations", "0", "physicalLocation")
        let region = try #require(value(place, "region") as? [String: Int])
        #expect(region == ["startLine": 1, "startColumn": 4, "endLine": 1, "endColumn": 5])
        #expect(value(place, "artifactLocation", "uri") as? String == "my%20specs/%C3%A9%231.yaml")
        #expect(value(result, "message", "text") as? String == "x\nhelp: y")
        #expect(value(result, "level") as? String == "warning")
    }

    @Test func anAbsolutePathIsAnAddressOfItsOwn() throws {
        let file = SourceFile(path: "/a b.yaml", bytes: Array("a".utf8))
        let result = try results([Self.entry.diagnostic(at: file.range(0..<1), "x")])[0]
        let location = value(result, "locations", "0", "physicalLocation", "artifactLocation")
        #expect(value(location, "uri") as? String == "file:///a%20b.yaml")
        #expect(value(location, "uriBaseId") == nil)
    }

    @Test func notesAreRelatedLocations() throws {
        let notes = [DiagnosticNote("first", at: Self.file.range(6..<7)), DiagnosticNote("a fact")]
        let result = try results([Self.entry.diagnostic(at: Self.file.range(0..<2), "x", notes: notes)])[0]
        let related = try #require(value(result, "relatedLocations") as? [[String: Any]])
        #expect(related.count == 2)
        #expect(value(related[0], "physicalLocation", "region", "startLine") as? Int == 2)
        #expect(value(related[1], "physicalLocation") == nil)
        #expect(value(related[1], "message", "text") as? String == "a fact")
    }

    @Test func aFixSaysWhatGoesAndWhatComes() throws {
        let fix = Fix("write 'c'", replace: Self.file.range(4..<5), with: "c")
        let result = try results([Self.entry.diagnostic(at: Self.file.range(4..<5), "x", fixes: [fix])])[0]
        let change = value(result, "fixes", "0", "artifactChanges", "0", "replacements", "0")
        #expect(value(change, "insertedContent", "text") as? String == "c")
        #expect(value(change, "deletedRegion", "startColumn") as? Int == 4)
    }

    @Test func aHiddenTextHasNoFix() throws {
        let fix = Fix("write 'c'", replace: Self.file.range(4..<5), with: "c")
        let finding = Self.entry.diagnostic(at: Self.file.range(4..<5), "x", fixes: [fix], hidesText: true)
        #expect(value(try results([finding])[0], "fixes") == nil)
    }

    @Test func anAllowedFindingIsSuppressedWithItsReason() throws {
        let finding = Self.entry.diagnostic(at: Self.file.range(0..<1), "x")
        let run = try run([], allowed: [AllowedDiagnostic(finding, until: "2027-01-31", reason: "why")])
        let suppression = value(run, "results", "0", "suppressions", "0")
        #expect(value(suppression, "kind") as? String == "inSource")
        #expect(value(suppression, "justification") as? String == "until 2027-01-31: why")
    }

    @Test func aFindingKeepsItsFingerprintWhenItMoves() throws {
        let moved = SourceFile(path: Self.file.path, bytes: Array("# new\n\né: b\nc: d\n".utf8))
        let one = try results([Self.entry.diagnostic(at: Self.file.range(0..<2), "x")])[0]
        let other = try results([Self.entry.diagnostic(at: moved.range(7..<9), "x")])[0]
        let print = value(one, "partialFingerprints", "currentsctl/v1") as? String
        #expect(print != nil)
        #expect(print == value(other, "partialFingerprints", "currentsctl/v1") as? String)
    }

    @Test func equalFindingsHaveDifferentFingerprints() throws {
        let found = try results([0, 5].map { Self.entry.diagnostic(at: Self.file.range($0..<$0 + 1), "x") })
        let prints = found.compactMap { value($0, "partialFingerprints", "currentsctl/v1") as? String }
        #expect(Set(prints).count == 2)
    }
}
