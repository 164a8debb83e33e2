import ArgumentParser
import Ledger
import Machine

/// The `resume` command.
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Let a paused current go on.",
        discussion: """
            A current whose credentials or address failed goes on by itself as soon as a probe succeeds. One that was \
            paused because its partner refused event after event waits for this command.

            Example:
              currentsctl resume amplitude-eu
            """
    )

    @Argument(help: "The current.")
    var current: String
    @OptionGroup var stateOption: StateOption
    @OptionGroup var output: FormatOption

    func run() async throws {
        let resumed = try await Storage.reporting(output.format) {
            let ledger = try Ledger.open(at: stateOption.state, mode: .write)
            guard try await ledger.progress(of: current) != nil else { return false }
            try await ledger.requestResume(of: current, at: SystemClock().wall())
            return true
        }
        guard resumed else {
            Console.complain(
                "error: current '\(current)' has no progress here, so there is nothing to resume"
            )
            throw ExitCode.findings
        }
        switch output.format {
        case .json: Console.line(JSONObject([("resumed", .text(current))]).text)
        case .text: Console.line("'\(current)' goes on with the running or next 'run'")
        }
    }
}
