public import Diagnostics

/// Why the ledger could not be opened, read or written.
///
/// Nothing of what was asked for has been done.
public enum LedgerProblem: Error, Sendable, Hashable {
    /// The state path, or the parent of a new one, is not a folder.
    case notAFolder(path: String)
    /// Permissions or a read-only file system stand in the way.
    case forbidden(path: String, reason: String)
    /// `ledger.sqlite` is a file of another program.
    case foreign(path: String)
    /// `ledger.sqlite` is damaged.
    case damaged(path: String, reason: String)
    /// `ledger.sqlite` was written by a newer version of this program.
    case newer(path: String, version: Int64, known: Int64)
    /// The state folder holds files, but no ledger.
    case missing(path: String, found: String)
    /// Another runner holds the state; `holder` is who, in its own words.
    case held(path: String, holder: String)
    /// The disk is full.
    case full(path: String, reason: String)
    /// The disk failed, or would not promise to keep what is written.
    case failed(path: String, reason: String)
    /// Another process kept the ledger locked for longer than we wait.
    case busy(path: String)
    /// What was to be committed would not balance.
    case unbalanced(reason: String)

    /// The manual page of the problem.
    public var entry: CatalogueEntry {
        switch self {
        case .notAFolder: LedgerRules.notAFolder
        case .forbidden: LedgerRules.forbidden
        case .foreign: LedgerRules.foreign
        case .damaged: LedgerRules.damaged
        case .newer: LedgerRules.newer
        case .missing: LedgerRules.missing
        case .held: LedgerRules.held
        case .full: LedgerRules.full
        case .failed: LedgerRules.failed
        case .busy: LedgerRules.busy
        case .unbalanced: LedgerRules.unbalanced
        }
    }

    /// The stable code, such as `CUR605`.
    public var code: String { entry.code }

    /// What is wrong, in one line.
    public var message: String {
        switch self {
        case .notAFolder(let path): "state '\(path)' is not a folder"
        case .forbidden(let path, let reason): "state '\(path)' cannot be used: \(reason)"
        case .foreign(let path): "'\(path)' is not a ledger of currentsctl"
        case .damaged(let path, let reason): "ledger '\(path)' is damaged: \(reason)"
        case .newer(let path, let version, let known):
            "ledger '\(path)' has format \(version); this program knows formats up to \(known)"
        case .missing(let path, let found): "state '\(path)' holds '\(found)' but no ledger"
        case .held(let path, let holder): "state '\(path)' is in use by another runner (\(holder))"
        case .full(let path, let reason): "the disk of '\(path)' is full: \(reason)"
        case .failed(let path, let reason): "the disk of '\(path)' failed: \(reason)"
        case .busy(let path): "ledger '\(path)' stayed locked by another process"
        case .unbalanced(let reason): "the ledger would not balance: \(reason)"
        }
    }

    /// The next thing to try.
    public var help: String {
        switch self {
        case .notAFolder: "name a folder with '--state', or create its parent first"
        case .forbidden: "run as the user who owns the state, or name another folder with '--state'"
        case .foreign: "name another folder with '--state'; this file was left as it is"
        case .damaged: "keep a copy of the folder, then restore the ledger from a backup; nothing was changed"
        case .newer: "use the version of currentsctl that wrote it; nothing was changed"
        case .missing: "restore 'ledger.sqlite' from a backup, or name an empty folder with '--state'"
        case .held: "stop the other runner, or name another folder with '--state'"
        case .full: "make room and start again; everything committed before is kept"
        case .failed: "check the disk and start again; everything committed before is kept"
        case .busy: "end the process that holds it, such as a database shell, and try again"
        case .unbalanced: "this is a defect of currentsctl; nothing was written"
        }
    }

    /// The problem as a finding without a place in any text.
    public var diagnostic: Diagnostic { entry.diagnostic(at: nil, message, help: help) }
}
