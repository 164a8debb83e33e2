internal import GRDB
internal import Machine
internal import Plans

/// Closes the book of a removed current, so that its numbers stand for ever.
struct BookCloser {
    let database: Database
    let at: WallInstant

    /// Counts what is pending as dead letters with the reason `current_removed` and closes the book.
    ///
    /// The ledger knows how many events these are and not which, so they have no letters.
    func close(_ book: Int64) throws {
        guard let totals = try BalanceView.totals(of: book, in: database) else { return }
        if totals.pending > 0 {
            let counts: [DeadLetterReason: Int64] = try TallyTable.counts(
                .deadLettered,
                of: book,
                in: database
            )
            let count = (counts[.currentRemoved] ?? 0) &+ totals.pending
            let reason = DeadLetterReason.currentRemoved.rawValue
            try TallyTable.write(count, .deadLettered, reason, of: book, to: database)
        }
        let replays = "UPDATE dead_letter SET replay = 'closed' WHERE book = ? AND replay = 'requested'"
        try database.execute(cachedSQL: replays, [book])
        let sql = "UPDATE book SET closed_at = ?, closed_taken = ? WHERE id = ?"
        try database.execute(cachedSQL: sql, [at.milliseconds, totals.taken, book])
    }
}
