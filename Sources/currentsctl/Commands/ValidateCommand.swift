import ArgumentParser
import Diagnostics
import Foundation
import Specs

/// The `validate` command.
struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Find every mistake in specs, offline; put right what is sure.",
        discussion: """
            Reads all documents, checks them against the event glossary and the partners' requirements, and prints \
            every finding with its place and a next step. Needs no network, no secrets and no state.

            With --fix, findings with exactly one proposed change are put right in the files, comments and line \
            ends kept; a change that would give a new error is not made. With --diff it is shown instead of made.

            A warning can be allowed by a comment at the end of its line or alone above it:
              # currents:allow CUR308 until 2027-03-31: the partner lists it from March on

            Example:
              currentsctl validate specs
              currentsctl validate specs --format sarif
              currentsctl validate specs --fix --diff

            Ends with 0 when there is no error (with --deny-warnings: and no warning), else with 1. With --diff, \
            changes to be made end it with 1, too.
            """
    )

    @OptionGroup var specs: SpecPaths
    @Option(name: .long, help: "How to print: text, json, sarif, github, junit or markdown.")
    var format = ValidationFormat.text
    @Flag(name: .long, help: "Put right what can be put right without doubt.")
    var fix = false
    @Flag(name: .long, help: "Show what --fix would change, and change nothing.")
    var diff = false
    @Flag(name: .long, help: "Let warnings fail, too.")
    var denyWarnings = false

    func validate() throws {
        guard !diff || format == .text else { throw ValidationError("--diff prints text only") }
    }

    func run() throws {
        let (files, missing) = SpecFolder.read(paths: specs.paths)
        let today = CalendarDay.today
        let first = Compilation(files: files, missing: missing, today: today, isCheckOnly: true)
        guard fix || diff else { return try end(with: first, fixes: nil) }
        var fixes = FixRun(first) {
            Compilation(files: $0, missing: missing, today: today, isCheckOnly: true)
        }
        fixes.make()
        if diff {
            for (old, new) in fixes.changes { Console.write(UnifiedDiff.text(from: old, to: new)) }
        } else {
            try write(fixes.changes.map { (old: $0.0, new: $0.1) })
        }
        try end(with: fixes.compilation, fixes: fixes)
        if diff, !fixes.made.isEmpty { throw ExitCode.findings }
    }

    private func write(_ changes: [(old: SourceFile, new: SourceFile)]) throws {
        for change in changes {
            do {
                try FileReplacement.replace(change.old.path, change.old.bytes, with: change.new.bytes)
            } catch {
                Console.complain("error: \(change.old.path): \(error.localizedDescription)")
                throw ExitCode.ioFailure
            }
        }
    }

    private func end(with compilation: Compilation, fixes: FixRun?) throws {
        let report = ValidationReport(
            compilation: compilation,
            format: format,
            deniesWarnings: denyWarnings,
            fixes: fixes,
            isPreview: diff
        )
        report.print()
        guard !compilation.findings.fail(denyWarnings: denyWarnings) else { throw ExitCode.findings }
    }
}

/// A number with its noun, such as `1 current` or `2 currents`.
func counted(_ count: some BinaryInteger, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
}
