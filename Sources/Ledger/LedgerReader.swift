internal import GRDB
internal import Machine

/// Reads a ledger that others may be writing, and makes no file while doing so.
///
/// Each read opens the file anew, since a command reads only once or twice and the state may appear or change in
/// between. A missing state reads as a ledger in which nothing has happened.
struct LedgerReader {
    let folder: StateFolder

    func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
        guard try folder.exists(), try folder.hasLedger() else { return try readNothing(body) }
        let file = LedgerFile(folder: folder)
        try file.checkHeader()
        // Whoever has the ledger open for writing has its log beside it. Without a log nobody writes, and the file can
        // be read as it is; unless somebody begins meanwhile, and then it is read again.
        for _ in 0..<3 {
            guard let before = try quiet() else { break }
            let value = Result { try read(file, immutable: true, body) }
            if try quiet() == before { return try value.get() }
        }
        return try read(file, immutable: false, body)
    }

    private func read<Value>(
        _ file: LedgerFile,
        immutable: Bool,
        _ body: (Database) throws -> Value
    ) throws -> Value {
        try file.openForReading(immutable: immutable).read { database in
            let version = try file.checkMarks(database)
            guard version == Schema.version else {
                let reason =
                    "it has format \(version); 'run' or 'apply' brings it to format \(Schema.version)"
                throw LedgerProblem.forbidden(path: folder.ledger, reason: reason)
            }
            return try body(database)
        }
    }

    private func readNothing<Value>(_ body: (Database) throws -> Value) throws -> Value {
        let queue = try DatabaseQueue(configuration: LedgerFile.configuration())
        try queue.write { try Schema.upgrade($0, from: 0) }
        return try queue.read(body)
    }

    /// The file's state while nobody has it open for writing; nil when somebody has or may have.
    private func quiet() throws -> FileStatus? {
        guard try folder.disk.status(at: folder.ledger + "-wal") == nil else { return nil }
        return try folder.disk.status(at: folder.ledger)
    }
}
