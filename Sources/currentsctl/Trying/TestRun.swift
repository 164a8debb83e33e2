import Connectors
import Delivery
import Diagnostics
import Glossary
import Plans
import Specs

/// The tests of a workspace, run against its plans without sending anything.
struct TestRun {
    /// One test and how it ended.
    struct Outcome {
        /// The test's name.
        var name: String
        /// The current it tests.
        var current: String
        /// The file it stands in.
        var file: String
        /// The line its name stands on, from 1.
        var line: Int
        /// What was not as expected, one line each; empty for a test that passes.
        var failures: [String]
        /// Where the record is not the expected one.
        var differences: [JSONTree.Difference]
    }

    /// What the tests of one current leave untested.
    struct Coverage {
        /// The current.
        var current: String
        /// How many event types it selects.
        var selected: Int
        /// Selected types that no test hands in, sorted by name.
        var missing: [String]
    }

    /// The tests, in reading order.
    private(set) var outcomes: [Outcome] = []
    /// By current, in the order of the plans.
    private(set) var coverage: [Coverage] = []

    /// How many tests failed.
    var failed: Int { outcomes.count { !$0.failures.isEmpty } }

    /// Runs tests.
    ///
    /// - Parameters:
    ///   - tests: The tests.
    ///   - plans: The plans of the currents they name.
    ///   - only: The one current to look at; nil for all.
    /// - Throws: `ConnectorProblem` when a plan cannot be served.
    init(_ tests: [TestSpec], against plans: [Plan], only: String? = nil) throws {
        var types: [String: Set<String>] = [:]
        for test in tests where only == nil || test.current.value == only {
            guard let plan = plans.first(where: { $0.current == test.current.value }) else { continue }
            let result = try Self.preview(test, with: plan)
            let place = test.metadata.name.range
            let differences = test.expectation.differences(from: result)
            outcomes.append(
                Outcome(
                    name: test.metadata.name.value,
                    current: plan.current,
                    file: place.file,
                    line: place.start.line,
                    failures: test.expectation.failures(of: result) + differences.map(\.words),
                    differences: differences
                )
            )
            if let type = test.handedInType { types[plan.current, default: []].insert(type) }
        }
        coverage = plans.filter { only == nil || $0.current == only }.map { plan in
            let tested = types[plan.current] ?? []
            return Coverage(
                current: plan.current,
                selected: plan.events.count,
                missing: plan.events.map(\.type).filter { !tested.contains($0) }
            )
        }
    }

    private static func preview(_ test: TestSpec, with plan: Plan) throws -> EventPreview.Result? {
        var preview = EventPreview(
            plan: plan,
            connector: try ConnectorRegistry.connector(for: plan),
            knownTypes: Glossary.builtIn.eventTypes.map(\.name)
        )
        return Array(test.oneLineInput.utf8).withUnsafeBytes { preview.result(for: $0) }
    }
}

extension TestSpec {
    private var tree: JSONTree? { try? JSONTree(reading: Array(input.value.utf8)) }

    fileprivate var handedInType: String? { tree?["event_type"]?.text }

    /// The input as a source would hold it: JSON written over several lines becomes one line.
    fileprivate var oneLineInput: String {
        guard input.value.utf8.contains(UInt8(ascii: "\n")) else { return input.value }
        return tree?.json ?? input.value
    }
}

extension TestSpec.Expectation {
    /// What is not as expected, one line each.
    fileprivate func failures(of result: EventPreview.Result?) -> [String] {
        guard let result else { return ["the input is blank"] }
        let wanted = outcome?.value ?? "record"
        var failures: [String] = []
        if result.outcome.rawValue != wanted {
            let words = [result.reason, result.detail.isEmpty ? nil : result.detail].compactMap { $0 }
            let why = words.isEmpty ? "" : " (\(words.joined(separator: ": ")))"
            failures.append("outcome: expected \(wanted), got \(result.outcome.rawValue)\(why)")
        } else if let reason, reason.value != result.reason {
            failures.append("reason: expected \(reason.value), got \(result.reason ?? "none")")
        }
        return failures
    }

    /// Where the record, if there is one and one is expected, is not as expected.
    fileprivate func differences(from result: EventPreview.Result?) -> [JSONTree.Difference] {
        guard let record, let bytes = result?.record,
            let expected = try? JSONTree(reading: Array(record.value.utf8))
        else { return [] }
        // A record that is no JSON is compared as the text it is.
        let actual = (try? JSONTree(reading: bytes)) ?? .text(String(decoding: bytes, as: UTF8.self))
        return expected.differences(from: actual)
    }
}

extension JSONTree.Difference {
    /// One line for people.
    fileprivate var words: String {
        let place = path.isEmpty ? "record" : path
        switch (expected, actual) {
        case (let expected?, let actual?): return "\(place): expected \(expected.shown), got \(actual.shown)"
        case (let expected?, nil): return "\(place): missing, expected \(expected.shown)"
        case (nil, let actual): return "\(place): unexpected \(actual?.shown ?? "")"
        }
    }
}

extension JSONTree {
    /// As much of the value as a line shows.
    fileprivate var shown: String {
        let text = json
        return text.count > 200 ? text.prefix(199) + "…" : text
    }
}
