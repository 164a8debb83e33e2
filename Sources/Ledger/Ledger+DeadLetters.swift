internal import GRDB

/// Which dead letters to deliver after all.
public enum ReplaySelection: Sendable, Hashable {
    /// Letters by number.
    case letters([Int64])
    /// All letters of a current.
    case current(String)
}

extension Ledger {
    /// The dead letters of a current, or of all that were not removed, oldest first.
    ///
    /// At most `limit`, and only letters with a number greater than `id`, to read on from an earlier answer.
    public func deadLetters(
        current: String? = nil,
        limit: Int,
        after id: Int64 = 0
    ) async throws(LedgerProblem) -> [DeadLetter] {
        try await read { database in
            let sql = """
                SELECT \(DeadLetterTable.columns) FROM \(DeadLetterTable.joined)
                WHERE book.closed_at IS NULL AND book.name = coalesce(?, book.name) AND dead_letter.id > ?
                ORDER BY dead_letter.id LIMIT ?
                """
            return try Row.fetchAll(database, cachedSQL: sql, [current, id, max(0, limit)])
                .map(DeadLetterTable.letter)
        }
    }

    /// One dead letter, also of a removed current, or nil when there is none of that number.
    public func deadLetter(id: Int64) async throws(LedgerProblem) -> DeadLetter? {
        try await read { database in
            let sql =
                "SELECT \(DeadLetterTable.columns) FROM \(DeadLetterTable.joined) WHERE dead_letter.id = ?"
            return try Row.fetchOne(database, cachedSQL: sql, [id]).map(DeadLetterTable.letter)
        }
    }

    /// Marks dead letters for delivery; each counts as a new event of its current from this moment.
    ///
    /// A letter is taken once: one that was marked before, that kept no body, or whose current was removed, is passed
    /// over. When a replay ends in a new dead letter, that one can be replayed.
    ///
    /// - Returns: How many were marked.
    public func markForReplay(_ selection: ReplaySelection) async throws(LedgerProblem) -> Int {
        try await write { database in
            switch selection {
            case .letters(let ids):
                try Set(ids).sorted().reduce(0) { try $0 + Self.mark("dead_letter.id = ?", $1, in: database) }
            case .current(let name):
                try Self.mark("book.name = ?", name, in: database)
            }
        }
    }

    private static func mark(
        _ condition: String,
        _ value: any DatabaseValueConvertible,
        in database: Database
    ) throws -> Int {
        let counted = """
            SELECT book.id, count(*) FROM \(DeadLetterTable.joined)
            WHERE \(condition) AND replay = 'none' AND body IS NOT NULL AND book.closed_at IS NULL
            GROUP BY book.id
            """
        guard let row = try Row.fetchOne(database, cachedSQL: counted, [value]) else { return 0 }
        var cells = Cells(row)
        let book = try cells.integer()
        let count = try cells.integer()
        let marked = """
            UPDATE dead_letter SET replay = 'requested' WHERE id IN (
                SELECT dead_letter.id FROM \(DeadLetterTable.joined)
                WHERE \(condition) AND replay = 'none' AND body IS NOT NULL AND book.closed_at IS NULL)
            """
        try database.execute(cachedSQL: marked, [value])
        let taken = "UPDATE book SET replayed_in = replayed_in + ? WHERE id = ?"
        try database.execute(cachedSQL: taken, [count, book])
        // A running runner looks at the ledger again when this number moves.
        try database.execute(cachedSQL: "UPDATE installation SET plan_serial = plan_serial + 1", [])
        return Int(clamping: count)
    }

    /// Letters of a current that are marked and not finished, oldest first; the runner takes them up.
    public func pendingReplays(current: String, limit: Int) async throws(LedgerProblem) -> [DeadLetter] {
        try await read { database in
            let sql = """
                SELECT \(DeadLetterTable.columns) FROM \(DeadLetterTable.joined)
                WHERE replay = 'requested' AND book.name = ? AND book.closed_at IS NULL
                ORDER BY dead_letter.id LIMIT ?
                """
            return try Row.fetchAll(database, cachedSQL: sql, [current, max(0, limit)])
                .map(DeadLetterTable.letter)
        }
    }
}
