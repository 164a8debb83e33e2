// Ledger knows what has happened to every event: progress, dead letters and applied plans, in one SQLite file.

internal import GRDB
public import Machine
internal import Synchronization

/// What has happened to every event, kept in the state folder.
///
/// Every change is one transaction that is on stable storage before its call returns. Readers in other processes see
/// whole commits only. A call that was cancelled is carried out all the same, so that a shutdown can still commit.
public final class Ledger: Sendable {
    /// What a ledger is opened for.
    public enum Mode: Sendable, Hashable {
        /// Reading and changing; makes the state when there is none.
        case write
        /// Reading alone; makes no file, and reads a missing state as one in which nothing has happened.
        case read
    }

    private enum Access: Sendable {
        case writer(DatabaseQueue)
        case reader(LedgerReader)
    }

    /// The path of the ledger's file.
    public let path: String
    private let access: Access
    /// The problem after which nothing may be written any more.
    private let end = Mutex<LedgerProblem?>(nil)

    private init(path: String, access: Access) {
        self.path = path
        self.access = access
    }

    /// Opens the ledger in the state folder `folder`.
    ///
    /// For writing, a missing or empty folder is a first run: the folder (0700) and the ledger (0600) are made, and
    /// durable before this returns. A file that is foreign, damaged or newer is refused and left as it is.
    public static func open(at folder: String, mode: Mode) throws(LedgerProblem) -> Ledger {
        let state = StateFolder(folder)
        do {
            let ledger: Ledger
            switch mode {
            case .read:
                ledger = Ledger(path: state.ledger, access: .reader(LedgerReader(folder: state)))
                // What is wrong with the file is said now and not at the first question.
                try ledger.readNow { _ in }
            case .write:
                let file = LedgerFile(folder: state)
                if try !state.exists() { try state.make() }
                if try !state.hasLedger() { try file.make() }
                ledger = Ledger(path: state.ledger, access: .writer(try file.openForWriting()))
            }
            return ledger
        } catch {
            throw LedgerProblem(error, at: state.ledger)
        }
    }

    /// Takes the runner's lock of the state folder `folder`, which is made when missing.
    ///
    /// The lock is held as long as the value lives, and ends with the process in any case. Only `run` takes it;
    /// everything else reads, or changes the ledger in short transactions.
    public static func lockRunner(at folder: String, now: WallInstant) throws(LedgerProblem) -> FileLock {
        let state = StateFolder(folder)
        if try !state.exists() { try state.make() }
        do {
            return try FileLock.take(state.lock, as: .current(at: now))
        } catch {
            switch error {
            case .held(_, let holder): throw .held(path: folder, holder: holder)
            case .disk(let failure): throw LedgerProblem(failure)
            }
        }
    }

    /// Reads from one moment of the ledger.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(LedgerProblem) -> Value {
        guard case .writer(let queue) = access else { return try readNow(body) }
        return try await run(on: queue, .deferred, body)
    }

    /// Changes the ledger: all that `body` does, or nothing when it throws.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(LedgerProblem) -> Value {
        let result: Result<Value, LedgerProblem> = await withCheckedContinuation { continuation in
            write(body) { continuation.resume(returning: $0) }
        }
        return try result.get()
    }

    /// Changes the ledger without waiting for it; `completion` is called once.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value,
        completion: @escaping @Sendable (Result<Value, LedgerProblem>) -> Void
    ) {
        guard case .writer(let queue) = access else {
            return completion(.failure(.forbidden(path: path, reason: "it was opened for reading")))
        }
        if let problem = end.withLock({ $0 }) { return completion(.failure(problem)) }
        let path = path
        // GRDB's own asynchronous calls give up when their task is cancelled; a last commit must not.
        queue.asyncWriteWithoutTransaction { [self] database in
            let result = Self.transact(database, .immediate, at: path, body)
            if case .failure(let problem) = result, problem.endsWriting { end.withLock { $0 = problem } }
            completion(result)
        }
    }

    private func readNow<Value>(_ body: (Database) throws -> Value) throws(LedgerProblem) -> Value {
        guard case .reader(let reader) = access else {
            throw .failed(path: path, reason: "not opened for reading")
        }
        do {
            return try reader.read(body)
        } catch {
            throw LedgerProblem(error, at: path)
        }
    }

    private func run<Value: Sendable>(
        on queue: DatabaseQueue,
        _ kind: Database.TransactionKind,
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws(LedgerProblem) -> Value {
        let path = path
        // GRDB's own asynchronous calls give up when their task is cancelled; a last commit must not.
        let result: Result<Value, LedgerProblem> = await withCheckedContinuation { continuation in
            queue.asyncWriteWithoutTransaction { database in
                continuation.resume(returning: Self.transact(database, kind, at: path, body))
            }
        }
        return try result.get()
    }

    private static func transact<Value>(
        _ database: Database,
        _ kind: Database.TransactionKind,
        at path: String,
        _ body: (Database) throws -> Value
    ) -> Result<Value, LedgerProblem> {
        do {
            var value: Value?
            try database.inTransaction(kind) {
                value = try body(database)
                return .commit
            }
            guard let value else {
                return .failure(.failed(path: path, reason: "a transaction came to nothing"))
            }
            return .success(value)
        } catch {
            return .failure(LedgerProblem(error, at: path))
        }
    }
}
