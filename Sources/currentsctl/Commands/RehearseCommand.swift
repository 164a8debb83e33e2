import ArgumentParser
import FakePartners
import Foundation
import Plans

/// The `rehearse` command.
struct RehearseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rehearse",
        abstract: "Run a workspace against simulated partners, and close the books.",
        discussion: """
            Delivers the events of a file by every current of the workspace as 'run' would, but to strict simulated \
            partners inside this program: the source becomes the input, endpoints become loopback ports, credentials \
            are made up. Nothing leaves this machine, no secret is read, and the state is thrown away.

            Example:
              currentsctl rehearse specs --input specs/samples/events.jsonl
              currentsctl rehearse specs --input - --format json < events.jsonl

            Ends with 0 when every event was delivered or left out on purpose and all books close, with 1 otherwise.
            """
    )

    @OptionGroup var specs: SpecPaths
    @Option(name: .long, help: "A file of JSON lines; - is standard input.", completion: .file())
    var input: String
    @Option(name: .long, help: "Only this current.")
    var current: String?
    @Option(name: .long, help: "Seconds a current may go without progress before what is left is left.")
    var wait = 60.0
    @OptionGroup var output: FormatOption

    func validate() throws {
        guard wait >= 0, wait <= 1e9 else { throw ValidationError("--wait takes seconds from 0") }
    }

    func run() async throws {
        let compilation = Compilation(paths: specs.paths)
        try compilation.requirePlans(output.format)
        let plans = compilation.plans.filter { current == nil || $0.current == current }
        if let current, plans.isEmpty { throw compilation.unknownCurrent(current) }
        let report = try await Storage.reporting(output.format) {
            try await inFolder { folder, input in
                try await Rehearsal(plans: plans, input: input, wait: .seconds(wait)).run(in: folder)
            }
        }
        switch output.format {
        case .text: Console.write(report.text)
        case .json: Console.line(report.json.text)
        }
        guard report.isPassed else { throw ExitCode.findings }
    }

    /// Runs `work` in a temporary folder with the path of the input; standard input is kept there first.
    private func inFolder(_ work: (String, String) async throws -> RehearsalReport) async throws
        -> RehearsalReport
    {
        do {
            return try await TemporaryState.inFolder { folder in
                let path = input == "-" ? folder + "/input.jsonl" : URL(fileURLWithPath: input).path
                if input == "-" { try Self.copyStandardInput(to: path) }
                // An unreadable file would be a source that is missing, which the engine reports less plainly.
                try FileHandle(forReadingFrom: URL(fileURLWithPath: path)).close()
                return try await work(folder, path)
            }
        } catch let error as CocoaError {
            Console.complain("error: '\(input)' cannot be read: \(error.localizedDescription)")
            throw ExitCode.ioFailure
        } catch let problem as FakePartnerProblem {
            Console.complain("error: a simulated partner cannot be started: \(problem)")
            throw ExitCode.ioFailure
        }
    }

    private static func copyStandardInput(to path: String) throws {
        try Data().write(to: URL(fileURLWithPath: path))
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        defer { try? file.close() }
        while let part = try FileHandle.standardInput.read(upToCount: 1 << 20), !part.isEmpty {
            try file.write(contentsOf: part)
        }
    }
}
