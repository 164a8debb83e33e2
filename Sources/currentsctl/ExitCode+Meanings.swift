import ArgumentParser

// The front door: words in, words and an exit code out.

extension ExitCode {
    /// Findings, a refused change set, a failed check.
    static let findings = ExitCode(1)
    /// There are changes; only with `plan --detailed-exitcode`.
    static let changes = ExitCode(2)
    /// Events stay pending.
    static let pending = ExitCode(3)
    /// Wrong usage, as `sysexits.h` numbers it.
    static let usage = ExitCode(64)
    /// Storage or network failure, as `sysexits.h` numbers it.
    static let ioFailure = ExitCode(74)
}
