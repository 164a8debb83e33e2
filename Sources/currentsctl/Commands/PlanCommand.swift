import ArgumentParser
import Diagnostics
import Foundation
import Ledger
import Machine
import Plans

/// The `plan` command.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Show what an apply would change.",
        discussion: """
            Compares the specs with what is applied in a state, or with a folder of resolved plans. The paths are the \
            whole workspace: a current that is applied and not declared any more would be deleted.

            Example:
              currentsctl plan specs
              currentsctl plan specs --against generated/plans --format json
              currentsctl plan specs --out change.json && currentsctl apply change.json --auto-approve
            """
    )

    @OptionGroup var specs: SpecPaths
    @OptionGroup var stateOption: StateOption
    @Option(
        name: .long,
        help: "Compare with this folder of resolved plans instead of a state.",
        completion: .directory
    )
    var against: String?
    @Option(name: .long, help: "Write the change set to this file, for 'apply'.", completion: .file())
    var out: String?
    @Flag(name: .customLong("detailed-exitcode"), help: "End with 2 when there are changes.")
    var detailedExitCode = false
    @OptionGroup var output: FormatOption

    func run() async throws {
        let compilation = Compilation(paths: specs.paths)
        try compilation.requirePlans(output.format)
        let (base, records) = try await base()
        let changes = ChangeSet(from: base, to: compilation.plans)
        let steps = PartnerSteps.steps(for: changes, base: base, records: records, now: SystemClock().wall())
        if let out { try save(changes, to: out) }
        switch output.format {
        case .text: Console.write(changes.render() + PartnerSteps.text(steps))
        case .json: Console.write(changes.json(with: steps))
        }
        let hasSteps = steps.contains { $0.action != .keep }
        if detailedExitCode, !changes.isEmpty || hasSteps { throw ExitCode.changes }
    }

    /// What to compare with; what is known of partners only a state can say.
    private func base() async throws -> ([PlanFile], [PartnerResourceRecord]?) {
        if let against { return (try PlanFolder.read(against, output.format), nil) }
        return try await Storage.reporting(output.format) {
            let ledger = try Ledger.open(at: stateOption.state, mode: .read)
            return (try Storage.planFiles(try await ledger.appliedPlans()), try await ledger.resources())
        }
    }

    private func save(_ changes: ChangeSet, to path: String) throws {
        do {
            try Data(changes.bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            Console.complain(
                "error: the change set cannot be written to '\(path)': \(error.localizedDescription)"
            )
            throw ExitCode.ioFailure
        }
    }
}

/// A folder that `compile` wrote.
enum PlanFolder {
    /// The plans in it, sorted by name.
    static func read(_ path: String, _ format: Console.Format) throws -> [PlanFile] {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            Console.complain("error: '\(path)' is not a folder that can be read")
            throw ExitCode.ioFailure
        }
        var findings: [Diagnostic] = []
        var plans: [PlanFile] = []
        for name in names.sorted() where name.hasSuffix(".json") {
            let file = "\(path)/\(name)"
            do throws(PlanFileProblem) {
                let bytes = FileManager.default.contents(atPath: file) ?? Data()
                plans.append(try PlanFile(reading: Array(bytes)))
            } catch {
                findings.append(error.diagnostic(file: file))
            }
        }
        guard findings.isEmpty else {
            Console.report(findings, files: [], as: format)
            throw ExitCode.findings
        }
        return plans
    }
}
