import ArgumentParser
import Diagnostics
import Ledger
import Plans

/// Work on a state folder, with its troubles told in the way of the command line.
enum Storage {
    /// Runs `work`; a problem of the ledger is printed with its code and ends the command with 74.
    static func reporting<Value>(_ format: Console.Format, _ work: () async throws -> Value) async throws
        -> Value
    {
        do {
            return try await work()
        } catch let problem as LedgerProblem {
            Console.report([problem.diagnostic], files: [], as: format)
            throw ExitCode.ioFailure
        } catch let unreachable as Unreachable {
            Console.report(unreachable.findings, files: [], as: format)
            throw ExitCode.ioFailure
        } catch let refusal as Refusal {
            Console.report(refusal.findings, files: [], as: format)
            throw ExitCode.findings
        }
    }

    /// The applied plans as plan files.
    ///
    /// - Throws: `Refusal` when the state holds a plan that this version cannot read.
    static func planFiles(_ applied: [AppliedPlan]) throws -> [PlanFile] {
        try applied.map { plan in
            do throws(PlanFileProblem) {
                return try PlanFile(reading: Array(plan.json.utf8))
            } catch {
                throw Refusal([error.diagnostic(file: "the applied plan of '\(plan.name)'")])
            }
        }
    }

    /// Findings that end a command with 74: nobody could be asked.
    struct Unreachable: Error {
        var findings: [Diagnostic]
        init(_ findings: [Diagnostic]) { self.findings = findings }
    }

    /// Findings that end a command with 1.
    struct Refusal: Error {
        var findings: [Diagnostic]
        init(_ findings: [Diagnostic]) { self.findings = findings }
    }
}
