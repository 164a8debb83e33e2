internal import GRDB
internal import Machine
internal import Plans

/// Writes one commit within an open transaction.
struct CommitWriter {
    let database: Database

    func write(_ commit: LedgerCommit) throws -> CommitReceipt {
        for source in commit.sources { try SourceTable.write(source, to: database) }
        var receipt = CommitReceipt(planSerial: try PlanTable.serial(in: database), books: [:], closed: [])
        for progress in commit.currents {
            let before = try DeliveredDayTable.delivered(of: progress, in: database)
            if let book = try BookTable.write(progress, to: database) {
                receipt.books[progress.current] = book
                if let at = commit.at {
                    try DeliveredDayTable.add(progress.delivered &- before, to: book, at: at, in: database)
                }
            } else {
                receipt.closed.append(progress.current)
            }
        }
        for line in commit.refused { try write(line) }
        for letter in commit.deadLetters where !receipt.closed.contains(letter.current) {
            try write(letter, receipt)
        }
        for result in commit.finishedReplays { try write(result) }
        for resource in commit.resources { try ResourceTable.write(resource, to: database) }
        for (current, holds) in commit.holds {
            guard let book = receipt.books[current] else { continue }
            try HoldTable.write(holds, of: book, to: database)
        }
        for (current, hours) in commit.identityHours {
            guard let book = receipt.books[current] else { continue }
            try IdentityHourTable.write(hours, of: book, to: database)
        }
        for book in receipt.books.values { try checkBalance(of: book) }
        return receipt
    }

    private func write(_ letter: NewDeadLetter, _ receipt: CommitReceipt) throws {
        let committed = receipt.books[letter.current]
        guard let book = try committed ?? BookTable.openBook(named: letter.current, in: database) else {
            throw LedgerProblem.unbalanced(reason: "dead letter of unknown current '\(letter.current)'")
        }
        try DeadLetterTable.insert(letter, into: book, database)
    }

    private func write(_ line: RefusedLine) throws {
        let sql =
            "INSERT INTO refused_line (source, position, length, reason, bytes, at) VALUES (?, ?, ?, ?, ?, ?)"
        try database.execute(
            cachedSQL: sql,
            [
                line.source, line.position, line.length, line.reason.rawValue, line.bytes?.blob,
                line.at.milliseconds,
            ]
        )
    }

    /// A replay that an apply has closed meanwhile stays closed.
    private func write(_ result: ReplayResult) throws {
        let sql = "UPDATE dead_letter SET replay = ? WHERE id = ? AND replay = 'requested'"
        try database.execute(cachedSQL: sql, [result.fate.word, result.deadLetter])
    }

    private func checkBalance(of book: Int64) throws {
        guard let totals = try BalanceView.totals(of: book, in: database) else { return }
        let counts = [totals.taken, totals.delivered, totals.filtered, totals.deadLettered, totals.pending]
        guard counts.allSatisfy({ $0 >= 0 }) else {
            let reason =
                "current '\(totals.name)' has \(totals.taken) events and \(-totals.pending) fates too many"
            throw LedgerProblem.unbalanced(reason: reason)
        }
    }
}
