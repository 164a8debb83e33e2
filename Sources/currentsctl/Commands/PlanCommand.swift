import ArgumentParser
import Connectors
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
            Compares the specs with what is applied in a state, or with a folder of resolved plans or specs, or with \
            the specs of a git revision. The paths are the whole workspace: a current that is applied and not declared \
            any more would be deleted. Tells what it does to events, fields, personal data and limits.

            Example:
              currentsctl plan specs
              currentsctl plan specs --against git:origin/main --format markdown
              currentsctl plan specs --against generated/plans --format json
              currentsctl plan specs --out change.json && currentsctl apply change.json --auto-approve
            """
    )

    /// How a plan is printed.
    enum Format: String, CaseIterable, ExpressibleByArgument {
        case text, json, markdown

        /// How findings are printed beside it.
        var ofFindings: Console.Format { self == .json ? .json : .text }
    }

    @OptionGroup var specs: SpecPaths
    @OptionGroup var stateOption: StateOption
    @OptionGroup var base: BaseOption
    @Option(name: .long, help: "Write the change set to this file, for 'apply'.", completion: .file())
    var out: String?
    @Flag(name: .customLong("detailed-exitcode"), help: "End with 2 when there are changes.")
    var detailedExitCode = false
    @Option(name: .long, help: "How to print: text, json, or markdown for a pull request's comment.")
    var format = Format.text

    func run() async throws {
        let compilation = Compilation(paths: specs.paths)
        try compilation.requirePlans(format.ofFindings)
        let base = try await PlanBase.read(
            base.against,
            or: stateOption.state,
            besides: specs.paths,
            format.ofFindings
        )
        let changes = ChangeSet(from: base.plans, to: compilation.plans, shapes: Compilation.shapes)
        let now = SystemClock().wall()
        let steps = PartnerSteps.steps(for: changes, base: base.plans, records: base.records, now: now)
        if let out { try save(changes, to: out) }
        let report = PlanReport(changes, from: base, steps)
        switch format {
        case .text:
            let usesColour = Console.usesColour(Console.standardOutput)
            Console.write(report.text(usesColour: usesColour) + PartnerSteps.text(steps))
        case .json: Console.write(report.json)
        case .markdown: Console.write(report.markdown)
        }
        let hasSteps = steps.contains { $0.action != .keep }
        if detailedExitCode, !changes.isEmpty || hasSteps { throw ExitCode.changes }
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

    /// The shapes beside them; what is no shape is passed over, for it is only missed when it is needed.
    static func shapes(in path: String) -> ShapeBook {
        var shapes = ShapeBook()
        let folder = "\(path)/shapes"
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        where name.hasSuffix(".json") {
            if let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") {
                shapes.add(Array(bytes))
            }
        }
        return shapes
    }
}

extension PlanReport {
    /// Works out what changes do to a base.
    init(_ changes: ChangeSet, from base: PlanBase, _ steps: [PartnerStep]) {
        let effects = changes.effects(
            on: base.plans,
            shapes: base.shapes,
            partners: ConnectorRegistry.requirements
        )
        self.init(changes: changes, effects: effects, steps: steps, rates: base.rates)
    }
}
