internal import Machine

/// The folder that holds the state of an installation, and the names in it.
struct StateFolder {
    static let ledgerName = "ledger.sqlite"
    static let lockName = "runner.lock"
    /// Begins the names of ledgers that are still being made.
    static let unfinishedPrefix = "ledger.sqlite.new-"

    let path: String
    let disk: any Disk

    init(_ path: String, disk: any Disk = SystemDisk()) {
        // A relative path must not start with a word that SQLite takes for the scheme of a URI.
        self.path = path.hasPrefix("/") ? path : "./" + path
        self.disk = disk
    }

    var ledger: String { path + "/" + Self.ledgerName }
    var lock: String { path + "/" + Self.lockName }

    /// Whether the folder exists; whatever else has its name is a problem.
    func exists() throws(LedgerProblem) -> Bool {
        do {
            // The dot makes a symbolic link count as what it points at.
            guard try disk.status(at: path + "/.") == nil else { return true }
            // Another process may have made the folder between the two looks.
            guard let other = try disk.status(at: path) else { return false }
            guard other.kind == .folder else { throw LedgerProblem.notAFolder(path: path) }
            return true
        } catch let failure as DiskFailure {
            throw failure.isNotAFolder ? .notAFolder(path: path) : LedgerProblem(failure)
        } catch {
            throw LedgerProblem(error, at: path)
        }
    }

    /// Makes the folder (0700) and its name durable.
    func make() throws(LedgerProblem) {
        do {
            try disk.makeFolder(path)
            try disk.flushFolder(path + "/..")
        } catch {
            // Another process may have made it since we looked.
            guard !error.isTaken else { return }
            throw error.isMissing || error.isNotAFolder ? .notAFolder(path: path) : LedgerProblem(error)
        }
    }

    /// Whether there is a ledger to open; anything else in a folder without one is a problem.
    ///
    /// Lock files and ledgers that a killed process did not finish may stand in the folder of a first run.
    func hasLedger() throws(LedgerProblem) -> Bool {
        do {
            if let status = try disk.status(at: ledger) {
                guard status.isRegular else { throw LedgerProblem.foreign(path: ledger) }
                return true
            }
            let others = try disk.names(in: path).filter {
                $0 != Self.lockName && !$0.hasPrefix(Self.unfinishedPrefix)
            }
            guard let other = others.first else { return false }
            // Between our two looks another process may have made the ledger.
            guard try disk.status(at: ledger) == nil else { return true }
            throw LedgerProblem.missing(path: path, found: other)
        } catch {
            throw LedgerProblem(error, at: path)
        }
    }
}
