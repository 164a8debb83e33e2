import Diagnostics
import Testing

@testable import Specs

@Suite("Comments that allow findings") struct AllowanceTests {
    private static let today = CalendarDay("2026-11-21") ?? CalendarDay(daysSince1970: 0)
    private static let warning = CatalogueEntry(
        code: "CUR309",
        name: "a-warning",
        severity: .warning,
        explanation: "For tests."
    )
    private static let error = CatalogueEntry(code: "CUR301", name: "an-error", explanation: "For tests.")
    private static let check = AllowanceCheck(
        catalogue: AllowanceRules.all + [warning, error],
        today: today
    )
    private static let good = "# currents:allow CUR309 until 2027-03-31: the export begins in March"

    /// What stands after a warning was found at the first `here` of a text.
    private func apply(
        _ text: String,
        finding entry: CatalogueEntry? = warning,
        else other: [Diagnostic] = []
    ) -> (findings: [Diagnostic], allowed: [AllowedDiagnostic], text: String) {
        let (workspace, read) = Reading.read(text)
        var found = read + other
        if let entry, let place = text.utf8Range(of: "here") {
            found.append(entry.diagnostic(at: workspace.files[0].range(place), "x"))
        }
        let (findings, allowed) = Self.check.apply(workspace, to: found)
        return (findings, allowed, text)
    }

    private func source(_ line: String) -> String {
        Reading.goodSource.replacing("  schema: braze\n", with: "  schema: braze\n\(line)\n")
            .replacing("events.jsonl", with: "here.jsonl")
    }

    private var onTheLine: String {
        Reading.goodSource.replacing("events.jsonl }", with: "here.jsonl }  \(Self.good)")
    }

    @Test func atTheEndOfTheLineItAllows() {
        let (findings, allowed, _) = apply(onTheLine)
        #expect(findings.isEmpty)
        #expect(allowed.map(\.diagnostic.code) == ["CUR309"])
        #expect(allowed.map(\.until) == ["2027-03-31"])
        #expect(allowed.map(\.reason) == ["the export begins in March"])
    }

    @Test func aloneOnTheLineAboveItAllows() {
        let (findings, allowed, _) = apply(source("  \(Self.good)"))
        #expect(findings.isEmpty && allowed.count == 1)
    }

    @Test func aboveOtherCommentsItAllows() {
        let (findings, allowed, _) = apply(source("  \(Self.good)\n  # more"))
        #expect(findings.isEmpty && allowed.count == 1)
    }

    @Test func elsewhereItIsUnused() {
        let text = source("  # nothing\n").replacing("kind: Source", with: "kind: Source  \(Self.good)")
        let (findings, allowed, _) = apply(text)
        #expect(findings.map(\.code) == ["CUR287", "CUR309"])
        #expect(allowed.isEmpty)
    }

    @Test func anErrorIsNotAllowed() {
        let (findings, allowed, _) = apply(onTheLine, finding: Self.error)
        #expect(findings.map(\.code) == ["CUR301"], "beside an error nothing is known to be unused")
        #expect(allowed.isEmpty)
    }

    @Test func theLastDayStillHolds() {
        let text = onTheLine.replacing("2027-03-31", with: "2026-11-21")
        #expect(apply(text).findings.isEmpty)
    }

    @Test func anEndedAllowanceShowsTheFindingAgain() throws {
        let (findings, allowed, text) = apply(onTheLine.replacing("2027-03-31", with: "2026-11-20"))
        #expect(findings.map(\.code) == ["CUR309", "CUR286"])
        #expect(allowed.isEmpty)
        #expect(findings[0].notes.count == 1)
        #expect(Reading.slice(text, try #require(findings[1].range)) == "2026-11-20")
    }

    @Test(arguments: [
        ("# currents:ignore CUR309", "CUR280", "currents:ignore"),
        ("# currents:allow", "CUR280", "currents:allow"),
        ("#currents: allow CUR309 until 2027-03-31: why", "CUR280", "currents:"),
        ("# currents:allow CUR3O9 until 2027-03-31: why", "CUR283", "CUR3O9"),
        ("# currents:allow CUR301 until 2027-03-31: why", "CUR284", "CUR301"),
        ("# currents:allow CUR287 until 2027-03-31: why", "CUR284", "CUR287"),
        ("# currents:allow CUR309: why", "CUR283", "CUR309:"),
        ("# currents:allow CUR309", "CUR282", "# currents:allow CUR309"),
        ("# currents:allow CUR309 because of March", "CUR282", "because"),
        ("# currents:allow CUR309 until March: why", "CUR282", "March"),
        ("# currents:allow CUR309 until 2027-02-29: why", "CUR282", "2027-02-29"),
        ("# currents:allow CUR309 until 2027-3-1: why", "CUR282", "2027-3-1"),
        ("# currents:allow CUR309 until 2027-03-31", "CUR281", "# currents:allow CUR309 until 2027-03-31"),
        ("# currents:allow CUR309 until 2027-03-31:", "CUR281", "# currents:allow CUR309 until 2027-03-31:"),
        (
            "# currents:allow CUR309 until 2027-03-31 why", "CUR281",
            "# currents:allow CUR309 until 2027-03-31 why"
        ),
        ("# currents:allow CUR309 until 2027-11-23: why", "CUR285", "2027-11-23"),
    ])
    func aMistakeIsReportedAtItsWord(comment: String, code: String, marked: String) throws {
        let (findings, _, text) = apply(source("  \(comment)"), finding: nil)
        #expect(findings.map(\.code) == [code])
        #expect(Reading.slice(text, try #require(findings.first?.range)) == marked)
        #expect(findings.first?.help != nil)
    }

    @Test(arguments: [
        "  file: { path: \"here # currents:allow nothing\" }",
        "  file: { path: 'here # currents:allow nothing' }",
        "  file:\n    path: |\n      here # currents:allow nothing\n",
        "  file: { path: here#currents:allow }",
    ])
    func aSignInsideATextIsNoComment(line: String) {
        let text = Reading.goodSource.replacing("  file: { path: events.jsonl }", with: line)
        #expect(Reading.read(text).workspace.allowances.isEmpty)
    }

    @Test func anUnusedOneCanBeRemovedWithItsLine() throws {
        let text = source("  \(Self.good)")
        let (findings, _, _) = apply(text, finding: nil)
        let fix = try #require(findings.first?.fixes.first)
        let bytes = try #require(FixSet.apply([fix], to: Array(text.utf8))).bytes
        #expect(String(decoding: bytes, as: UTF8.self) == text.replacing("  \(Self.good)\n", with: ""))
    }

    @Test func anUnusedOneAtTheEndOfALineLeavesTheLine() throws {
        let (findings, _, text) = apply(onTheLine, finding: nil)
        let fix = try #require(findings.first?.fixes.first)
        let bytes = try #require(FixSet.apply([fix], to: Array(text.utf8))).bytes
        #expect(String(decoding: bytes, as: UTF8.self) == text.replacing("  \(Self.good)", with: ""))
    }

    @Test(arguments: AllowanceRules.all.filter { $0.example != nil })
    func theExampleReportsExactlyItsCode(entry: CatalogueEntry) throws {
        #expect(apply(try #require(entry.example), finding: nil).findings.map(\.code) == [entry.code])
        #expect(apply(try #require(entry.fix), finding: nil).findings.isEmpty)
    }

    @Test func codesAreOurs() {
        let codes = AllowanceRules.all.map(\.code)
        #expect(codes == Set(codes).sorted())
        #expect(codes.allSatisfy { $0.hasPrefix("CUR28") })
    }
}

@Suite("Days of the calendar") struct CalendarDayTests {
    @Test(arguments: [
        ("1970-01-01", 0), ("2000-02-29", 11_016), ("2026-11-21", 20_778), ("9999-12-31", 2_932_896),
    ])
    func aDayIsCountedFrom1970(text: String, days: Int) {
        #expect(CalendarDay(text)?.daysSince1970 == days)
    }

    @Test(arguments: [
        "", "2026-13-01", "2026-00-01", "2026-01-00", "2026-04-31", "1900-02-29", "2100-02-29", "26-01-01",
        "2026-1-1", "2026/01/01", "2026-01-01 ", "+026-01-01", "１026-01-01", "1969-12-31",
    ])
    func anythingElseIsNoDay(text: String) { #expect(CalendarDay(text) == nil) }
}

extension String {
    fileprivate func utf8Range(of word: String) -> Range<Int>? {
        guard let range = firstRange(of: word) else { return nil }
        return range.lowerBound.utf16Offset(in: self)..<range.upperBound.utf16Offset(in: self)
    }
}
