import Foundation
import Testing

@Suite("test, with the built program")
struct TestCommandTests {
    private func bench(_ tests: String...) throws -> Workbench {
        let bench = try Workbench()
        try bench.write(
            """
            apiVersion: currents/v1
            kind: Source
            metadata: { name: events }
            spec: { file: { path: events.jsonl } }
            ---
            apiVersion: currents/v1
            kind: Current
            metadata: { name: mail }
            spec:
              source: events
              partner: amplitude
              region: EU
              credentials: { apiKey: { env: KEY } }
              events: [users.messages.email.Open, users.messages.email.Send]
            """,
            to: "specs/current.yaml"
        )
        let documents = tests.enumerated().map { number, lines in
            "apiVersion: currents/v1\nkind: Test\nmetadata: { name: t\(number) }\nspec:\n  current: mail\n"
                + lines.split(separator: "\n").map { "  \($0)\n" }.joined()
        }
        try bench.write(documents.joined(separator: "---\n"), to: "specs/tests.yaml")
        return bench
    }

    private let input =
        "input: { event_type: users.messages.email.Open, id: a, time: 1, user: { external_user_id: user-1 }, properties: { n: 1.0 } }"
    private let record =
        #"{ time: 1000, insert_id: a, event_type: "[Appboy] Email Open", user_id: user-1, library: Braze, event_properties: { n: 1 } }"#

    @Test func whatIsAsExpectedPasses() async throws {
        let bench = try bench(
            "\(input)\nexpect: { record: \(record) }",
            "input: { event_type: users.messages.email.Click, id: a }\nexpect: { outcome: filtered, reason: not_selected }",
            "input: |\n  { \"event_type\": \"users.messages.email.Open\",\n    \"id\": \"b\", \"time\": 1 }\nexpect: { outcome: filtered, reason: no_identity }"
        )
        let result = try await bench.run("test", "specs")
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.output.contains("3 tests, 0 failed"))
        #expect(
            result.output.contains(
                "mail: no test covers 1 of 2 selected event types\n  users.messages.email.Send\n"
            )
        )
    }

    @Test func aFailureSaysWhatDiffersPathByPath() async throws {
        let wrong =
            #"{ time: 1001, insert_id: a, event_type: "[Appboy] Email Open", user_id: user-1, event_properties: { n: 1, m: 2 } }"#
        let bench = try bench("\(input)\nexpect: { record: \(wrong) }")
        let result = try await bench.run("test", "specs")
        #expect(result.status == 1)
        #expect(result.output.contains("FAIL  t0 (mail)\n      at specs/tests.yaml:3\n"))
        #expect(result.output.contains("time: expected 1001, got 1000\n"))
        #expect(result.output.contains("event_properties.m: missing, expected 2\n"))
        #expect(result.output.contains("library: unexpected \"Braze\"\n"))
        #expect(!result.output.contains("event_properties.n"))
    }

    @Test func programsGetEveryDifference() async throws {
        let bench = try bench("\(input)\nexpect: { record: { time: 1001 } }")
        let result = try await bench.run("test", "specs", "--format", "json")
        #expect(result.status == 1)
        let tests = try #require(try result.json()["tests"] as? [[String: Any]])
        let differences = try #require(tests.first?["differences"] as? [[String: Any]])
        #expect(differences.first?["path"] as? String == "time")
        #expect(differences.first?["expected"] as? Int == 1001)
        #expect(differences.first?["actual"] as? Int == 1000)
        #expect(differences.last?["expected"] == nil)
    }

    @Test func anotherOutcomeIsTold() async throws {
        let bench = try bench("\(input)\nexpect: { outcome: filtered }")
        let result = try await bench.run("test", "specs", "--format", "json")
        #expect(result.status == 1)
        let tests = try #require(try result.json()["tests"] as? [[String: Any]])
        #expect(tests.first?["failures"] as? [String] == ["outcome: expected filtered, got record"])
        #expect(tests.first?["line"] as? Int == 3)
    }

    @Test func requiredCoverageFails() async throws {
        let bench = try bench("\(input)\nexpect: { record: \(record) }")
        #expect(try await bench.run("test", "specs").status == 0)
        let result = try await bench.run("test", "specs", "--require-coverage", "--format", "junit")
        #expect(result.status == 1)
        let reading = XMLReading(result.output)
        #expect(reading.isWellFormed)
        #expect(reading.names == ["testsuites", "testsuite", "testcase", "testsuite", "testcase", "failure"])
    }

    @Test func junitIsWellFormedWhateverFails() async throws {
        let bench = try bench("\(input)\nexpect: { record: { \"<&\\\"\\u0001>\": 1 } }")
        let result = try await bench.run("test", "specs", "--format", "junit")
        #expect(result.status == 1)
        #expect(XMLReading(result.output).isWellFormed, "\(result.output)")
    }

    @Test func oneCurrentCanBeChosen() async throws {
        let bench = try bench("\(input)\nexpect: { record: \(record) }")
        #expect(try await bench.run("test", "specs", "--current", "mail").status == 0)
        let result = try await bench.run("test", "specs", "--current", "post")
        #expect(result.status == 1)
        #expect(result.errors.contains("there is no current 'post'"))
    }

    @Test func aTestOfNothingIsAFinding() async throws {
        let bench = try bench(
            "input: { event_type: users.messages.email.Click, id: a }\nexpect: { record: {} }"
        )
        let result = try await bench.run("test", "specs")
        #expect(result.status == 1)
        #expect(result.errors.contains("CUR277"))
    }
}

/// XML, as far as its balance and escapes go.
private struct XMLReading {
    private(set) var names: [String] = []
    private(set) var isWellFormed = true

    init(_ text: String) {
        var open: [String] = []
        guard text.hasPrefix("<?xml"), !text.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" })
        else {
            isWellFormed = false
            return
        }
        let tag = /<(\/?)([a-z]+)((?:\s+[a-z]+="[^"<]*")*)\s*(\/?)>/
        let body = text.drop { $0 != "\n" }
        for match in body.matches(of: tag) {
            let name = String(match.output.2)
            if !match.output.1.isEmpty {
                if open.popLast() != name { isWellFormed = false }
                continue
            }
            names.append(name)
            if match.output.4.isEmpty { open.append(name) }
        }
        let rest = body.replacing(tag, with: "")
        let bare = rest.replacing(/&(amp|lt|gt|quot);/, with: "")
        if !open.isEmpty || rest.contains("<") || bare.contains("&") { isWellFormed = false }
    }
}
