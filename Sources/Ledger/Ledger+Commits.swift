internal import GRDB
internal import Machine

extension Ledger {
    /// Writes what has changed, as one transaction, without waiting for it.
    ///
    /// - Parameters:
    ///   - commit: What has changed; nothing of it counts before `completion` says so.
    ///   - completion: Called once, on the ledger's own queue, when it is on disk or refused.
    public func commit(
        _ commit: LedgerCommit,
        completion: @escaping @Sendable (Result<CommitReceipt, LedgerProblem>) -> Void
    ) {
        write({ try CommitWriter(database: $0).write(commit) }, completion: completion)
    }

    /// Makes progress durable: all of it in one transaction, on stable storage when this returns.
    ///
    /// Numbers that do not balance are refused whole, before they can be believed.
    ///
    /// - Returns: What an apply has changed meanwhile.
    @discardableResult
    public func commit(_ commit: LedgerCommit) async throws(LedgerProblem) -> CommitReceipt {
        try await write { database in try CommitWriter(database: database).write(commit) }
    }

    /// What has come in from a source, or nil when nothing ever has.
    public func sourceState(named name: String) async throws(LedgerProblem) -> SourceState? {
        try await read { try SourceTable.state(of: name, in: $0) }
    }

    /// How far a current has come, or nil when it never started.
    public func progress(of current: String) async throws(LedgerProblem) -> CurrentProgress? {
        try await read { try BookTable.progress(of: current, in: $0) }
    }

    /// How far every current has come that was started and not removed, by name.
    public func allProgress() async throws(LedgerProblem) -> [CurrentProgress] {
        try await read { try BookTable.all(in: $0) }
    }

    /// The oldest lines that a source refused and whose rows are after the first `offset`, at most `limit`.
    public func refusedLines(
        source: String,
        limit: Int,
        offset: Int = 0
    ) async throws(LedgerProblem) -> [RefusedLine] {
        try await read { database in
            let sql = """
                SELECT position, length, reason, bytes, at FROM refused_line WHERE source = ?
                ORDER BY id LIMIT ? OFFSET ?
                """
            return try Row.fetchAll(database, cachedSQL: sql, [source, max(0, limit), max(0, offset)]).map {
                row in
                var cells = Cells(row)
                return RefusedLine(
                    source: source,
                    position: try cells.integer(),
                    length: try cells.integer(),
                    reason: try cells.word(),
                    bytes: try cells.optionalBytes(),
                    at: .init(milliseconds: try cells.integer())
                )
            }
        }
    }
}
