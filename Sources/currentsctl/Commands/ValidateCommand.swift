import ArgumentParser
import Diagnostics
import Specs

/// The `validate` command.
struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Find every mistake in specs, offline.",
        discussion: """
            Reads all documents, checks them against the event glossary and the partners' requirements, and prints \
            every finding with its place and a next step. Needs no network, no secrets and no state.

            Example:
              currentsctl validate specs
              currentsctl validate specs --format json

            Ends with 0 when there is no error, else with 1.
            """
    )

    @OptionGroup var specs: SpecPaths
    @OptionGroup var output: FormatOption

    func run() throws {
        let compilation = Compilation(paths: specs.paths)
        Console.report(compilation.findings, files: compilation.workspace.files, as: output.format)
        guard !compilation.findings.hasErrors else { throw ExitCode.findings }
        if output.format == .text {
            Console.line("valid: \(compilation.workspace.counts)")
        }
    }
}

/// A number with its noun, such as `1 current` or `2 currents`.
func counted(_ count: some BinaryInteger, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
}
