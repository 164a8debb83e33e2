internal import GRDB
public import Machine

extension Ledger {
    /// Notes that an operator wants a current to go on, and makes a running runner look at its plans again.
    ///
    /// A current without progress has nothing to resume; then nothing happens.
    public func requestResume(of current: String, at now: WallInstant) async throws(LedgerProblem) {
        try await write { database in
            let note = "UPDATE book SET resume_at = ? WHERE name = ? AND closed_at IS NULL"
            try database.execute(cachedSQL: note, [now.milliseconds, current])
            try database.execute(cachedSQL: "UPDATE installation SET plan_serial = plan_serial + 1", [])
        }
    }

    /// The folder that relative paths of the applied plans are counted from; empty when it is not known.
    public func workspaceFolder() async throws(LedgerProblem) -> String {
        try await read { try String.fetchOne($0, sql: "SELECT folder FROM installation") ?? "" }
    }

    /// How many dead letters of a current are marked for delivery and not finished.
    public func countOfPendingReplays(current: String) async throws(LedgerProblem) -> Int64 {
        try await read { database in
            let sql = """
                SELECT count(*) FROM \(DeadLetterTable.joined)
                WHERE replay = 'requested' AND book.name = ? AND book.closed_at IS NULL
                """
            return try database.number(cachedSQL: sql, [current]) ?? 0
        }
    }
}
