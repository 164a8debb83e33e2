import ArgumentParser
import Connectors
import Diagnostics
import Glossary
import Machine
import Planning
import Plans
import Specs

/// Specs turned into plans, with everything that was found on the way.
struct Compilation {
    /// One plan per current, sorted by name; empty when there is any error, or nobody asked for plans.
    var plans: [Plan]
    /// All findings in reading order, without those that a comment allows.
    var findings: [Diagnostic]
    /// The findings that a comment allows, in reading order.
    var allowed: [AllowedDiagnostic]
    /// The declarations.
    var workspace: Workspace

    /// Reads and plans the files and folders named.
    init(paths: [String], today: CalendarDay = .today) {
        let (files, missing) = SpecFolder.read(paths: paths)
        self.init(files: files, missing: missing, today: today)
    }

    /// Reads and plans files that are in memory.
    ///
    /// - Parameters:
    ///   - files: The files, as read.
    ///   - missing: What was found while reading them from the disk.
    ///   - today: The day by which allowances end.
    ///   - isCheckOnly: Whether findings are all that is wanted: resolving plans takes as long as everything else.
    init(
        files: [SourceFile],
        missing: [Diagnostic] = [],
        today: CalendarDay = .today,
        isCheckOnly: Bool = false
    ) {
        var (workspace, read) = SpecReader.read(files)
        if missing.hasErrors { workspace.isWhole = false }
        let planner = Planner(glossary: .builtIn, partners: ConnectorRegistry.requirements)
        let (plans, planned) =
            isCheckOnly
            ? ([], planner.check(workspace, after: missing + read))
            : planner.plan(workspace, after: missing + read)
        self.workspace = workspace
        // Putting all manual pages together takes longer than reading a spec.
        let codes = workspace.allowances.isEmpty ? [] : Catalogue.all
        let check = AllowanceCheck(catalogue: codes, today: today)
        (findings, allowed) = check.apply(workspace, to: missing + read + planned)
        self.plans = findings.hasErrors ? [] : plans
    }

    /// Prints the findings and ends the command when one of them is an error.
    func requirePlans(_ format: Console.Format, denyWarnings: Bool = false) throws {
        guard findings.fail(denyWarnings: denyWarnings) else {
            if format == .text { Console.report(findings, files: workspace.files, as: .text) }
            return
        }
        Console.report(findings, files: workspace.files, as: format)
        throw ExitCode.findings
    }
}

extension Sequence<Diagnostic> {
    /// Whether the findings make a check fail: an error does, and a warning where warnings are denied.
    func fail(denyWarnings: Bool) -> Bool { contains { $0.severity >= (denyWarnings ? .warning : .error) } }
}

extension CalendarDay {
    /// The present day in UTC, as the machine's clock tells it.
    static var today: CalendarDay {
        CalendarDay(daysSince1970: Int(SystemClock().wall().milliseconds / 86_400_000))
    }
}
