import Diagnostics
import Plans

/// How tests ended, for people, for programs and for build servers.
struct TestReport {
    let run: TestRun
    /// Whether event types without a test count as a failure.
    let requiresCoverage: Bool

    /// How many selected event types no test hands in.
    var missing: Int { run.coverage.reduce(0) { $0 + $1.missing.count } }

    /// Whether everything is as it must be.
    var isPassed: Bool { run.failed == 0 && (!requiresCoverage || missing == 0) }

    /// One line for each test, what failed below it, and what is not covered.
    var text: String {
        var out = ""
        for outcome in run.outcomes {
            out += "\(outcome.failures.isEmpty ? "ok  " : "FAIL")  \(outcome.name) (\(outcome.current))\n"
            guard !outcome.failures.isEmpty else { continue }
            out += "      at \(outcome.file):\(outcome.line)\n"
            for failure in outcome.failures { out += "      \(failure)\n" }
        }
        if !run.outcomes.isEmpty { out += "\n" }
        out += "\(counted(run.outcomes.count, "test")), \(run.failed) failed\n"
        for current in run.coverage where !current.missing.isEmpty {
            let types = "\(current.missing.count) of \(counted(current.selected, "selected event type"))"
            out += "\n\(current.current): no test covers \(types)\n"
            let shown = current.missing.prefix(20)
            for type in shown { out += "  \(type)\n" }
            if current.missing.count > shown.count {
                out += "  and \(current.missing.count - shown.count) more; --format json lists them all\n"
            }
        }
        return out
    }

    /// Everything, for programs.
    var json: JSONObject {
        JSONObject([
            ("passed", .boolean(isPassed)),
            (
                "tests",
                .list(
                    run.outcomes.map { .object(Self.json($0)) }
                )
            ),
            (
                "coverage",
                .list(
                    run.coverage.map { current in
                        .object(
                            JSONObject([
                                ("current", .text(current.current)),
                                ("selected", .integer(Int64(current.selected))),
                                ("missing", .list(current.missing.map { .text($0) })),
                            ])
                        )
                    }
                )
            ),
        ])
    }

    private static func json(_ outcome: TestRun.Outcome) -> JSONObject {
        JSONObject([
            ("name", .text(outcome.name)), ("current", .text(outcome.current)),
            ("file", .text(outcome.file)), ("line", .integer(Int64(outcome.line))),
            ("passed", .boolean(outcome.failures.isEmpty)),
            ("failures", .list(outcome.failures.map { .text($0) })),
            (
                "differences",
                .list(
                    outcome.differences.map { difference in
                        // A side that is missing is left out: null is a value, too.
                        let sides = [("expected", difference.expected), ("actual", difference.actual)]
                        return .object(
                            JSONObject(
                                [("path", .text(difference.path))]
                                    + sides.compactMap { name, tree in tree.map { (name, .raw($0.json)) } }
                            )
                        )
                    }
                )
            ),
        ])
    }

    /// JUnit's XML as build servers read it: one suite for each current; coverage is a suite of its own when required.
    var junit: String {
        var suites = ""
        for coverage in run.coverage {
            let tests = run.outcomes.filter { $0.current == coverage.current }
            let failed = tests.count { !$0.failures.isEmpty }
            suites += Self.suite(coverage.current, tests: tests.count, failures: failed, tests.map(Self.test))
        }
        if requiresCoverage {
            let cases = run.coverage.map { current in
                Self.test(
                    current.current,
                    of: "coverage",
                    failure: current.missing.isEmpty ? nil : "no test covers",
                    current.missing
                )
            }
            let failed = run.coverage.count { !$0.missing.isEmpty }
            suites += Self.suite("coverage", tests: cases.count, failures: failed, cases)
        }
        return
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"currentsctl test\">\n\(suites)</testsuites>\n"
    }

    private static func suite(_ name: String, tests: Int, failures: Int, _ cases: [String]) -> String {
        "  <testsuite name=\"\(XMLText.escape(name))\" tests=\"\(tests)\" failures=\"\(failures)\">\n"
            + cases.joined() + "  </testsuite>\n"
    }

    private static func test(_ outcome: TestRun.Outcome) -> String {
        test(
            outcome.name,
            of: outcome.current,
            at: (outcome.file, outcome.line),
            failure: outcome.failures.first,
            outcome.failures
        )
    }

    private static func test(
        _ name: String,
        of current: String,
        at place: (file: String, line: Int)? = nil,
        failure: String?,
        _ lines: [String]
    ) -> String {
        let attributes = place.map { " file=\"\(XMLText.escape($0.file))\" line=\"\($0.line)\"" } ?? ""
        let head =
            "    <testcase classname=\"\(XMLText.escape(current))\" name=\"\(XMLText.escape(name))\"\(attributes)"
        guard let failure else { return head + "/>\n" }
        let text = lines.map(XMLText.escape).joined(separator: "\n")
        return head
            + ">\n      <failure message=\"\(XMLText.escape(failure))\">\(text)</failure>\n    </testcase>\n"
    }
}
