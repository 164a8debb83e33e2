/// Writes findings as a JUnit report, which most continuous-integration services show as tests.
///
/// One suite for each file, and one for what belongs to no file. Each error is a failed case, each other finding a
/// passed one that says what was found, and a file without findings is one passed case.
public struct JUnitRenderer: Sendable {
    private let paths: [String]
    private let pages: TextRenderer
    private let failing: Severity

    /// Makes a renderer.
    ///
    /// - Parameters:
    ///   - files: All files that were read, for the passed cases and for excerpts.
    ///   - failing: The least weight of a finding that fails its case.
    public init(files: [SourceFile], failing: Severity = .error) {
        self.paths = files.map(\.path)
        self.pages = TextRenderer(files: files)
        self.failing = failing
    }

    /// The whole report, each line ended by a line feed; without clock and durations, so that it stays the same.
    public func render(_ diagnostics: [Diagnostic]) -> String {
        let byFile = Dictionary(grouping: diagnostics.inReadingOrder()) { $0.range?.file ?? "" }
        let names = Set(byFile.keys).union(paths).sorted()
        let suites = names.map { suite($0, byFile[$0] ?? []) }.joined()
        let failures = diagnostics.count(where: isFailure)
        let tests = names.reduce(0) { $0 + max(byFile[$1]?.count ?? 0, 1) }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="currentsctl validate" tests="\(tests)" failures="\(failures)" errors="0">
            \(suites)</testsuites>

            """
    }

    private func isFailure(_ diagnostic: Diagnostic) -> Bool { diagnostic.severity >= failing }

    private func suite(_ file: String, _ findings: [Diagnostic]) -> String {
        let name = XMLText.escape(file.isEmpty ? "workspace" : file)
        let cases =
            findings.isEmpty
            ? "    <testcase classname=\"\(name)\" name=\"no findings\"/>\n"
            : findings.map { testCase($0, className: name) }.joined()
        return """
              <testsuite name="\(name)" tests="\(max(findings.count, 1))" \
            failures="\(findings.count(where: isFailure))" errors="0">
            \(cases)  </testsuite>

            """
    }

    private func testCase(_ finding: Diagnostic, className: String) -> String {
        let place = finding.range.map { " at \($0.start.line):\($0.start.column)" } ?? ""
        let name = XMLText.escape("\(finding.code) \(finding.name)\(place)")
        let page = XMLText.escape(pages.render(finding))
        let body =
            isFailure(finding)
            ? "<failure type=\"\(finding.code)\" message=\"\(XMLText.escape(finding.message))\">\(page)</failure>"
            : "<system-out>\(page)</system-out>"
        return "    <testcase classname=\"\(className)\" name=\"\(name)\">\(body)</testcase>\n"
    }
}

/// Text as content of XML 1.0.
package enum XMLText {
    /// The text with markup escaped and what XML cannot hold, or a reader cannot see, written as `\u{…}`.
    package static func escape(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&apos;"
            case "\n", "\t": result.unicodeScalars.append(scalar)
            case _ where SafeText.isUnsafe(scalar) || (0xFFFE...0xFFFF).contains(scalar.value):
                result += SafeText.escape(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}
