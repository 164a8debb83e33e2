import ArgumentParser
import Plans
import Specs

/// The `test` command.
struct TestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the tests that specs declare.",
        discussion: """
            A document of kind Test names a current, an event, and what the current must make of it: the partner's \
            record, or the outcome 'filtered' or 'dead_lettered' with its reason. Nothing is sent. Records are compared \
            by value: the order of keys and the spelling of numbers do not matter. Afterwards the selected event types \
            are listed that no test hands in.

            Example:
              currentsctl test specs
              currentsctl test specs --current amplitude-eu --require-coverage
              currentsctl test specs --format junit > tests.xml

            Ends with 1 when a test fails, or the specs have errors.
            """
    )

    /// How results are printed.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, junit
    }

    @OptionGroup var specs: SpecPaths
    @Option(name: .long, help: "Only the tests of this current.")
    var current: String?
    @Flag(name: .long, help: "Fail, too, when a selected event type has no test.")
    var requireCoverage = false
    @Option(name: .long, help: "How to print: text, json or junit.")
    var format = Format.text

    func run() throws {
        let compilation = Compilation(paths: specs.paths)
        try compilation.requirePlans(format == .json ? .json : .text)
        if let current, !compilation.plans.contains(where: { $0.current == current }) {
            throw compilation.unknownCurrent(current)
        }
        let run = try TestRun(compilation.workspace.tests, against: compilation.plans, only: current)
        let report = TestReport(run: run, requiresCoverage: requireCoverage)
        switch format {
        case .text: Console.write(report.text)
        case .json: Console.line(report.json.text)
        case .junit: Console.write(report.junit)
        }
        guard report.isPassed else { throw ExitCode.findings }
    }
}

extension Compilation {
    /// Says that no current has this name; the exit code to end with.
    func unknownCurrent(_ name: String) -> ExitCode {
        let names = plans.map(\.current).joined(separator: ", ")
        Console.complain("error: there is no current '\(name)'; declared are: \(names)")
        return .findings
    }
}
