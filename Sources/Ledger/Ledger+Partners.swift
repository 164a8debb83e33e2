internal import GRDB

extension Ledger {
    /// Why events of a current were set aside, in the words kept with them, most frequent first.
    public func deadLetterWords(
        of current: String,
        limit: Int
    ) async throws(LedgerProblem) -> [(reason: String, words: String, events: Int64)] {
        try await read { database in
            let sql = """
                SELECT reason, detail, sum(events) FROM dead_letter
                WHERE book = (SELECT id FROM book WHERE name = ? AND closed_at IS NULL) AND replay = 'none'
                GROUP BY reason, detail ORDER BY sum(events) DESC, reason, detail LIMIT ?
                """
            return try Row.fetchAll(database, cachedSQL: sql, [current, max(0, limit)]).map { row in
                var cells = Cells(row)
                return (try cells.text(), try cells.text(), try cells.integer())
            }
        }
    }

    /// Keeps how something at a partner stands.
    public func record(_ resource: PartnerResourceRecord) async throws(LedgerProblem) {
        try await write { try ResourceTable.write(resource, to: $0) }
    }

    /// All that is known of what must stand at partners, by name.
    public func resources() async throws(LedgerProblem) -> [PartnerResourceRecord] {
        try await read { try ResourceTable.all(in: $0) }
    }

    /// What users and devices of a current sent in the last day, of those who came near a limit.
    public func identityHours(of current: String) async throws(LedgerProblem) -> [IdentityHour] {
        try await read { try IdentityHourTable.all(of: current, in: $0) }
    }

    /// Until when the partner of a current wants to be left alone, as it was last committed.
    public func holds(of current: String) async throws(LedgerProblem) -> [PartnerHold] {
        try await read { try HoldTable.all(of: current, in: $0) }
    }
}
