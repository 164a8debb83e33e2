internal import GRDB
internal import Machine

/// Opens, checks and makes the database file of a ledger.
struct LedgerFile {
    let folder: StateFolder

    /// Where the marks stand in the first bytes of a database, as its file format lays down.
    private enum Header {
        static let size = 100
        static let magic = Array("SQLite format 3\0".utf8)
        static let userVersion = 60
        static let applicationID = 68
    }

    /// Refuses a file that is not ours or is newer, by its first bytes alone, so that nothing touches it.
    func checkHeader() throws {
        let file = try folder.disk.open(folder.ledger, .readingOwn)
        var bytes = [UInt8](repeating: 0, count: Header.size)
        let count = try bytes.withUnsafeMutableBytes { buffer in try file.read(at: 0, into: buffer) }
        guard count > 0 else { throw LedgerProblem.damaged(path: folder.ledger, reason: "the file is empty") }
        guard count == Header.size, bytes.starts(with: Header.magic),
            number(in: bytes, at: Header.applicationID) == Schema.applicationID
        else { throw LedgerProblem.foreign(path: folder.ledger) }
        try checkVersion(number(in: bytes, at: Header.userVersion))
    }

    /// Refuses a database whose latest commits, which may stand outside the file itself, are not ours or are newer.
    @discardableResult
    func checkMarks(_ database: Database) throws -> Int64 {
        guard try Int64.fetchOne(database, sql: "PRAGMA application_id") == Schema.applicationID else {
            throw LedgerProblem.foreign(path: folder.ledger)
        }
        let version = try Int64.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        try checkVersion(version)
        return version
    }

    /// A connection for writing, upgraded, with `synchronous=FULL` really in force.
    func openForWriting() throws -> DatabaseQueue {
        try checkHeader()
        // Without write access, since closing the last writing connection would fold the log into a newer file.
        try openForReading(immutable: false).read { database in _ = try checkMarks(database) }
        let queue = try DatabaseQueue(path: folder.ledger, configuration: Self.configuration())
        try Self.makeDurable(queue, at: folder.ledger)
        try queue.writeWithoutTransaction { database in
            try database.inTransaction(.immediate) {
                let version = try checkMarks(database)
                if version < Schema.version { try Schema.upgrade(database, from: version) }
                // What may only be read opens like the rest; a first write that changes nothing tells them apart.
                try database.execute(sql: "UPDATE installation SET plan_serial = plan_serial")
                return .commit
            }
        }
        return queue
    }

    /// A connection for reading.
    ///
    /// When the file is immutable, nobody is writing, so no lock is taken and no file made beside it.
    func openForReading(immutable: Bool) throws -> DatabaseQueue {
        var configuration = Self.configuration()
        configuration.readonly = true
        let path = immutable ? "file:" + Self.escaped(folder.ledger) + "?immutable=1" : folder.ledger
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Makes a whole ledger under another name and then gives it its own, so that a kill leaves all of it or nothing.
    ///
    /// When two processes do this at once, one's ledger stays and the other's goes.
    func make() throws {
        // Not the process number: two containers that share a volume may have the same.
        var random = RandomSource.system()
        let unfinished = folder.path + "/" + StateFolder.unfinishedPrefix + String(random.next(), radix: 36)
        do {
            _ = try folder.disk.open(unfinished, .creating)
            try fill(unfinished)
            try folder.disk.link(unfinished, to: folder.ledger)
        } catch {
            try? discard(unfinished)
            guard (try? folder.disk.status(at: folder.ledger)) == nil else { return }
            throw error
        }
        try folder.disk.flushFolder(folder.path)
        for name in try folder.disk.names(in: folder.path) where name.hasPrefix(StateFolder.unfinishedPrefix)
        {
            try? folder.disk.remove(folder.path + "/" + name)
        }
    }

    private func fill(_ path: String) throws {
        let queue = try DatabaseQueue(path: path, configuration: Self.configuration())
        let mode = try queue.writeWithoutTransaction {
            try String.fetchOne($0, sql: "PRAGMA journal_mode = WAL")
        }
        guard mode == "wal" else {
            throw LedgerProblem.failed(
                path: path,
                reason: "the file system does not support write-ahead logs"
            )
        }
        try Self.makeDurable(queue, at: path)
        try queue.write { try Schema.upgrade($0, from: 0) }
        // Folds the log into the file, which from here on is whole in itself.
        try queue.close()
        let file = try folder.disk.open(path, .readingOwn)
        try file.flush()
    }

    private func discard(_ path: String) throws {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            guard try folder.disk.status(at: path + suffix) != nil else { continue }
            try folder.disk.remove(path + suffix)
        }
    }

    private func checkVersion(_ version: Int64) throws {
        guard version <= Schema.version else {
            throw LedgerProblem.newer(path: folder.ledger, version: version, known: Schema.version)
        }
        guard version > 0 else {
            throw LedgerProblem.damaged(path: folder.ledger, reason: "it has no format")
        }
    }

    private func number(in bytes: [UInt8], at offset: Int) -> Int64 {
        Int64(bytes.dropFirst(offset).prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    }
}

extension LedgerFile {
    static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        return configuration
    }

    /// Makes every commit wait for the disk, and believes it only when the database says so.
    ///
    /// GRDB lowers the setting while it opens a write-ahead log, and within a transaction it cannot be changed, so it
    /// is made last and outside.
    static func makeDurable(_ queue: DatabaseQueue, at path: String) throws {
        try queue.writeWithoutTransaction { database in
            let mode = try String.fetchOne(database, sql: "PRAGMA journal_mode")
            guard mode == "wal" else {
                throw LedgerProblem.failed(
                    path: path,
                    reason: "the ledger's journal is '\(mode ?? "")', not 'wal'"
                )
            }
            try database.execute(sql: "PRAGMA synchronous = FULL")
            let level = try Int64.fetchOne(database, sql: "PRAGMA synchronous")
            guard level == 2 else {
                throw LedgerProblem.failed(path: path, reason: "commits would not wait for the disk")
            }
        }
    }

    /// A path as part of a URI.
    static func escaped(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."),
                UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
