internal import GRDB
internal import Machine

extension LedgerProblem {
    /// What a failed file call means for the state.
    init(_ failure: DiskFailure) {
        if failure.isFull {
            self = .full(path: failure.path, reason: failure.reason)
        } else if failure.isForbidden {
            self = .forbidden(path: failure.path, reason: failure.reason)
        } else {
            self = .failed(path: failure.path, reason: failure.description)
        }
    }

    /// What an error of a database call means for the ledger at `path`.
    init(_ error: any Error, at path: String) {
        switch error {
        case let problem as LedgerProblem: self = problem
        case let failure as DiskFailure: self.init(failure)
        case let failure as DatabaseError: self.init(failure, at: path)
        default: self = .failed(path: path, reason: "\(error)")
        }
    }

    private init(_ failure: DatabaseError, at path: String) {
        let reason = failure.message ?? failure.resultCode.description
        // SQLite says "I/O error" when there is no room for the file it shares between processes.
        if failure.extendedResultCode == .SQLITE_IOERR_SHMSIZE {
            self = .full(path: path, reason: reason)
            return
        }
        switch failure.resultCode {
        case .SQLITE_FULL: self = .full(path: path, reason: reason)
        case .SQLITE_CORRUPT: self = .damaged(path: path, reason: reason)
        case .SQLITE_NOTADB: self = .foreign(path: path)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH, .SQLITE_CANTOPEN:
            self = .forbidden(path: path, reason: reason)
        // Both come only from tables that hold what we never write.
        case .SQLITE_CONSTRAINT, .SQLITE_MISMATCH: self = .damaged(path: path, reason: reason)
        default: self = .failed(path: path, reason: "\(reason) (\(failure.extendedResultCode.rawValue))")
        }
    }

    /// Whether nothing may be written any more after this problem, because the disk can no longer be believed.
    var endsWriting: Bool {
        switch self {
        case .failed, .damaged: true
        default: false
        }
    }
}
