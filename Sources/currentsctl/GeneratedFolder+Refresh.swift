import ArgumentParser
import Foundation

extension GeneratedFolder {
    /// Writes what is stale, or says what is and ends with 1.
    ///
    /// - Parameters:
    ///   - onlyChecking: Whether to leave the folder as it is.
    ///   - command: What writes the folder, for the advice.
    /// - Throws: The exit code, after what is wrong has been said.
    func bringUpToDate(onlyChecking: Bool, command: String) throws {
        do {
            let stale = try staleFiles()
            guard !stale.isEmpty else { return Console.line("\(path) is up to date") }
            guard onlyChecking else {
                try write()
                return Console.line("\(counted(stale.count, "file")) written to \(path)")
            }
            for name in stale { Console.complain("stale: \(path)/\(name)") }
            Console.complain("run '\(command)'")
            throw ExitCode.findings
        } catch let error as CocoaError {
            Console.complain("error: \(path): \(error.localizedDescription)")
            throw ExitCode.ioFailure
        }
    }
}
