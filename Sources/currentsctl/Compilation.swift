import ArgumentParser
import Connectors
import Diagnostics
import Glossary
import Planning
import Plans
import Specs

/// Specs turned into plans, with everything that was found on the way.
struct Compilation {
    /// One plan per current, sorted by name; empty when there is any error.
    var plans: [Plan]
    /// All findings in reading order.
    var findings: [Diagnostic]
    /// The declarations.
    var workspace: Workspace

    /// Reads and plans the files and folders named.
    init(paths: [String]) {
        let (workspace, read) = SpecReader.read(paths: paths)
        let planner = Planner(glossary: .builtIn, partners: ConnectorRegistry.requirements)
        let (plans, planned) = planner.plan(workspace, after: read)
        self.workspace = workspace
        self.plans = plans
        self.findings = (read + planned).inReadingOrder()
    }

    /// Prints the findings and ends the command when one of them is an error.
    func requirePlans(_ format: Console.Format) throws {
        guard findings.hasErrors else {
            if format == .text { Console.report(findings, files: workspace.files, as: .text) }
            return
        }
        Console.report(findings, files: workspace.files, as: format)
        throw ExitCode.findings
    }
}
