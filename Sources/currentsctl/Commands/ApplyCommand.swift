import ArgumentParser
import Connectors
import Delivery
import Diagnostics
import Foundation
import Ledger
import Logging
import Machine
import Plans

/// The `apply` command.
struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Put plans in force.",
        discussion: """
            Takes a change set that 'plan --out' wrote, or specs. A change set that was edited, or whose base has \
            moved on, is refused. Applying the same again changes nothing. A running 'run' takes the plans up by itself.

            Example:
              currentsctl apply specs --state .currents --auto-approve
              currentsctl apply change.json --auto-approve
            """
    )

    @Argument(help: "One change set, or spec files and folders.", completion: .file())
    var paths: [String]
    @OptionGroup var stateOption: StateOption
    @Flag(name: .customLong("auto-approve"), help: "Do not ask.")
    var autoApprove = false
    @Option(
        name: .customLong("on-remove"),
        help: "What becomes of pending events of a removed current: refuse, drain or dead-letter."
    )
    var onRemove = RemovalChoice.refuse
    @Flag(
        inversion: .prefixedNo,
        help: "Talk to partners: create what must stand there, and ask whether the credentials are right."
    )
    var probe = true
    @OptionGroup var output: FormatOption

    func run() async throws {
        let ledgerPath = stateOption.state
        let given = try changeSetOrPlans()
        try await Storage.reporting(output.format) {
            let ledger = try Ledger.open(at: ledgerPath, mode: .write)
            let applied = try await ledger.appliedPlans()
            let base = try Storage.planFiles(applied)
            let changes = try given.changeSet(from: base, history: try await ledger.appliedDigests())
            let known = try await ledger.shapes()
            guard changes.isEmpty || approve(changes, base, known) else {
                Console.complain(
                    "error: not applied: nobody approved it; use --auto-approve where nobody can be asked"
                )
                throw ExitCode.findings
            }
            try refuseMovedSources(changes, base)
            var steps = PartnerSteps.steps(
                for: changes,
                base: base,
                records: try await ledger.resources(),
                now: SystemClock().wall()
            )
            if probe { steps = try await PartnerSteps.carryOut(steps, changes, ledger) }
            let outcome = try await ledger.apply(
                changes.planChanges(onRemove: onRemove.onRemove, at: SystemClock().wall())
            ) { current in
                (try? Storage.planFiles(current)).map { ChangeSet.baseDigest(of: $0) }
                    == ChangeSet.baseDigest(of: base)
            }
            if case .refused(let refusals) = outcome { throw Storage.Refusal(refusals.map(\.diagnostic)) }
            if probe { await CredentialProbe(changes: changes).run() }
            report(changes, steps)
        }
    }

    private func changeSetOrPlans() throws -> Given {
        if paths.count == 1, let bytes = Self.fileThatIsNoSpec(paths[0]) {
            do throws(ChangeSetProblem) {
                return .changeSet(try ChangeSet(reading: bytes), file: paths[0])
            } catch {
                Console.report([error.diagnostic(file: paths[0])], files: [], as: output.format)
                throw ExitCode.findings
            }
        }
        let compilation = Compilation(paths: paths)
        try compilation.requirePlans(output.format)
        return .plans(compilation.plans)
    }

    /// A regular file that is not named like a spec: then it should be a change set.
    private static func fileThatIsNoSpec(_ path: String) -> [UInt8]? {
        guard !path.hasSuffix(".yaml"), !path.hasSuffix(".yml") else { return nil }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
            return nil
        }
        return FileManager.default.contents(atPath: path).map { Array($0) }
    }

    /// Where the plans come from.
    private enum Given {
        case changeSet(ChangeSet, file: String)
        case plans([Plan])

        /// The changes that lead from a base to what was given; `history` holds the digests of all plans it ever had.
        func changeSet(from base: [PlanFile], history: Set<String>) throws -> ChangeSet {
            switch self {
            case .plans(let plans):
                return ChangeSet(from: base, to: plans, shapes: Compilation.shapes)
            case .changeSet(let changes, let file):
                // Applying what is applied already is no mistake, so that a killed apply can be repeated.
                guard !changes.isApplied(to: base) else {
                    return ChangeSet(from: base, to: base.map(\.plan), shapes: changes.shapes)
                }
                do throws(ChangeSetProblem) {
                    try changes.check(against: base)
                } catch {
                    let problem = changes.isFromAnotherState(than: history) ? .otherState : error
                    throw Storage.Refusal([Self.finding(problem, file, changes.movedCurrents(in: base))])
                }
                return changes
            }
        }

        /// A stale change set says which currents are no longer as they were.
        private static func finding(_ problem: ChangeSetProblem, _ file: String, _ moved: [String])
            -> Diagnostic
        {
            var finding = problem.diagnostic(file: file)
            guard problem == .stale else { return finding }
            finding.notes += moved.prefix(5).map { DiagnosticNote("current '\($0)' has been changed since") }
            return finding
        }
    }

    private func approve(_ changes: ChangeSet, _ base: [PlanFile], _ known: [String: String]) -> Bool {
        if autoApprove { return true }
        guard Console.isTerminal(0) else { return false }
        var shapes = ShapeBook()
        for content in known.values { shapes.add(Array(content.utf8)) }
        let report = PlanReport(changes, from: PlanBase(plans: base, shapes: shapes.merging(.builtIn)), [])
        Console.write(report.text(usesColour: Console.usesColour(Console.standardOutput)))
        Console.write("\nApply these changes? Only 'yes' is taken: ")
        return readLine() == "yes"
    }

    /// Positions and books belong to one source; another one would make them lies.
    private func refuseMovedSources(_ changes: ChangeSet, _ base: [PlanFile]) throws {
        let findings = changes.plans.compactMap { file -> Diagnostic? in
            let plan = file.plan
            let old =
                base.first { $0.plan.current == (plan.renamedFrom ?? plan.current) }
                ?? base.first { $0.plan.current == plan.current }
            guard let old, old.plan.source.name != plan.source.name else { return nil }
            return ApplyRules.movedSource.diagnostic(
                at: nil,
                "current '\(plan.current)' cannot move from source '\(old.plan.source.name)' to '\(plan.source.name)'",
                help: "give the current another name: a new current has books of its own"
            )
        }
        guard findings.isEmpty else { throw Storage.Refusal(findings) }
    }

    private func report(_ changes: ChangeSet, _ steps: [PartnerStep]) {
        switch output.format {
        case .json:
            Console.write(changes.json(with: steps))
        case .text where changes.isEmpty:
            Console.line("No changes: the state is as desired.")
        case .text:
            let counts =
                "\(changes.count(of: .create)) created, \(changes.count(of: .update)) updated, \(changes.count(of: .delete)) deleted"
            Console.line("Applied: \(counts).")
        }
        if output.format == .text { Console.write(PartnerSteps.text(steps, isDone: probe)) }
    }
}

/// The `--on-remove` command.
enum RemovalChoice: String, CaseIterable, ExpressibleByArgument {
    case refuse, drain
    case deadLetter = "dead-letter"

    var onRemove: PlanChanges.OnRemove {
        switch self {
        case .refuse: .refuse
        case .drain: .drain
        case .deadLetter: .deadLetter
        }
    }
}

extension ChangeSet {
    /// The change set as the ledger takes it.
    func planChanges(onRemove: PlanChanges.OnRemove, at now: WallInstant) -> PlanChanges {
        let wanted = changes.filter { $0.action == .create || $0.action == .update }
        return PlanChanges(
            plans: wanted.compactMap { change in
                plans.first { $0.plan.current == change.current }.map {
                    .init(
                        name: change.current,
                        digest: $0.digest,
                        json: String(decoding: $0.bytes, as: UTF8.self)
                    )
                }
            },
            renames: changes.compactMap { change in
                change.renamedFrom.map { PlanChanges.Rename(from: $0, to: change.current) }
            },
            removals: changes.filter { $0.action == .delete }.map(\.current),
            onRemove: onRemove,
            at: now,
            folder: FileManager.default.currentDirectoryPath,
            shapes: Dictionary(
                shapes.addresses.map { ($0, String(decoding: shapes.file(at: $0) ?? [], as: UTF8.self)) }
            ) { first, _ in first }
        )
    }
}

/// The manual pages of what `apply` itself refuses.
enum ApplyRules {
    static let movedSource = CatalogueEntry(
        code: "CUR521",
        name: "moved-source",
        explanation: """
            A current's position and books are counted in its source. Reading another source under the same name \
            would mix two counts into one, so a current keeps its source for life; give the new one another name.
            """
    )

    static let partnerStepFailed = CatalogueEntry(
        code: "CUR522",
        name: "partner-step-failed",
        explanation: """
            Some partners need something to stand on their side before events can be sent, such as a partner event \
            source, and 'apply' creates it. When that fails nothing is applied; apply again once the cause is gone: \
            what was created already is found and kept. With --no-probe 'apply' leaves partners alone.
            """
    )

    static let all = [movedSource, partnerStepFailed]
}

/// Asks partners whether the credentials of new and changed currents are right, with a request that has no effect.
struct CredentialProbe {
    let changes: ChangeSet

    /// Prints a warning for each current whose probe fails; never fails itself.
    func run() async {
        let names = Set(
            changes.changes.filter { $0.action == .create || $0.action == .update }.map(\.current)
        )
        let plans = changes.plans.map(\.plan).filter { names.contains($0.current) && $0.isEnabled }
        guard !plans.isEmpty else { return }
        guard let transport = try? NIOTransport() else { return }
        await withTaskGroup(of: String?.self) { group in
            for plan in plans {
                group.addTask {
                    guard let connector = try? ConnectorRegistry.connector(for: plan),
                        connector.resource == nil,
                        case .failed(let words, _) = await PartnerSetUp(
                            plan: plan,
                            connector: connector,
                            over: transport
                        ).run()
                    else { return nil }
                    return "warning: current '\(plan.current)': \(words)"
                }
            }
            for await warning in group { if let warning { Console.complain(warning) } }
        }
        await transport.shutdown()
    }
}
