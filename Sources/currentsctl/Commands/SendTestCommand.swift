import ArgumentParser
import Delivery
import Foundation
import Ledger
import Machine
import Plans

/// The `send-test` command.
struct SendTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "send-test",
        abstract: "Send the partner one marked sample event of each selected type.",
        discussion: """
            Makes up an event of each type from the glossary's fields and sends it as 'run' would: the plan's address, \
            credentials, mapping and requests. Ids begin with 'currents-test-', the user is 'currents-test-user'. The \
            state of the current is not touched. With --dry-run nothing is sent; the records are shown.

            Example:
              currentsctl send-test specs --current amplitude-eu --dry-run
              currentsctl send-test specs --current amplitude-eu
              currentsctl send-test --state .currents --current amplitude-eu

            Ends with 0 when the partner took every event that the plan does not leave out, 1 when something was \
            refused, 74 when the partner cannot be reached.
            """
    )

    @Argument(help: "Spec files and folders; none with --state.", completion: .file())
    var paths: [String] = []
    @Option(name: .long, help: "Take the plan that is applied in this state folder.", completion: .directory)
    var state: String?
    @Option(name: .long, help: "The current.")
    var current: String
    @Flag(name: .long, help: "Send nothing; show what would be sent.")
    var dryRun = false
    @Option(name: .long, help: "Seconds to go on without progress.")
    var wait = 15.0
    @OptionGroup var output: FormatOption

    func validate() throws {
        guard paths.isEmpty != (state == nil) else {
            throw ValidationError("name spec files and folders, or a --state")
        }
        guard !paths.contains(""), state != "" else { throw ValidationError("a path may not be empty") }
        guard wait >= 0, wait <= 1e9 else { throw ValidationError("--wait takes seconds from 0") }
    }

    func run() async throws {
        let report = try await Storage.reporting(output.format) {
            let (plan, folder) = try await planAndFolder()
            let dispatch = try TestDispatch(plan: plan, now: SystemClock().wall())
            guard !dryRun else {
                show(dispatch)
                return nil as TestDispatch.Report?
            }
            return try await dispatch.send(countingPathsFrom: folder, wait: .seconds(wait))
        }
        guard let report else { return }
        switch output.format {
        case .text: Console.write(Self.text(report))
        case .json: Console.line(json(report).text)
        }
        let isRefused = report.fates.contains { if case .refused = $0.fate { true } else { false } }
        let isUnsent = report.fates.contains { if case .notSent = $0.fate { true } else { false } }
        if isUnsent, report.isUnreachable { throw ExitCode.ioFailure }
        if isRefused || isUnsent { throw ExitCode.findings }
    }

    /// The plan, and the folder that its relative paths are counted from.
    private func planAndFolder() async throws -> (Plan, String) {
        guard let state else {
            let compilation = Compilation(paths: paths)
            try compilation.requirePlans(output.format)
            guard let plan = compilation.plans.first(where: { $0.current == current }) else {
                throw compilation.unknownCurrent(current)
            }
            return (plan, FileManager.default.currentDirectoryPath)
        }
        let ledger = try Ledger.open(at: state, mode: .read)
        let plans = try Storage.planFiles(try await ledger.appliedPlans()).map(\.plan)
        guard let plan = plans.first(where: { $0.current == current }) else {
            let names = plans.map(\.current).joined(separator: ", ")
            let known = names.isEmpty ? "nothing is applied" : "applied are: \(names)"
            Console.complain("error: no current '\(current)' is applied in '\(state)'; \(known)")
            throw ExitCode.findings
        }
        return (plan, try await ledger.workspaceFolder())
    }

    private func show(_ dispatch: TestDispatch) {
        for sample in dispatch.samples {
            let record = sample.preview.record.map { String(decoding: $0, as: UTF8.self) }
            switch output.format {
            case .json:
                Console.line(
                    JSONObject([
                        ("type", .text(sample.type)), ("id", .text(sample.id)),
                        ("outcome", .text(sample.preview.outcome.rawValue)),
                        ("reason", .optional(sample.preview.reason)),
                        ("record", record.map { .raw($0) } ?? .null),
                    ]).text
                )
            case .text:
                let reason = sample.preview.reason.map { " (\($0))" } ?? ""
                Console.line("\(sample.type): \(sample.preview.outcome.rawValue)\(reason)")
                if let record { Console.line("  \(record)") }
            }
        }
    }

    private static func text(_ report: TestDispatch.Report) -> String {
        let rows = report.fates.map { [$0.sample.type, $0.fate.word, $0.fate.words ?? ""] }
        let accepted = report.fates.count { if case .accepted = $0.fate { true } else { false } }
        return TextTable(["EVENT TYPE", "FATE", "WORDS"], rows, numbersFrom: .max).text
            + "\n\(accepted) of \(counted(report.fates.count, "event")) accepted\n"
    }

    private func json(_ report: TestDispatch.Report) -> JSONObject {
        JSONObject([
            ("current", .text(current)),
            (
                "events",
                .list(
                    report.fates.map {
                        .object(
                            JSONObject([
                                ("type", .text($0.sample.type)), ("id", .text($0.sample.id)),
                                ("fate", .text($0.fate.word)), ("words", .optional($0.fate.words)),
                            ])
                        )
                    }
                )
            ),
        ])
    }
}
