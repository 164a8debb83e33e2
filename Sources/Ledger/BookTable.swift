internal import GRDB
internal import Machine
internal import Plans

/// Books as rows: the progress and the counts of a current, from its start to its removal.
enum BookTable {
    private static let columns = """
        id, name, source, start, accepted_before_start, position, finished, delivered, plan_digest,
        pause_cause, paused_since, pause_detail, replayed_in, end_position, end_accepted, resume_at
        """

    static func openBook(named name: String, in database: Database) throws -> Int64? {
        try database.number(cachedSQL: "SELECT id FROM book WHERE name = ? AND closed_at IS NULL", [name])
    }

    static func isOpen(_ book: Int64, in database: Database) throws -> Bool {
        try database.number(cachedSQL: "SELECT id FROM book WHERE id = ? AND closed_at IS NULL", [book])
            != nil
    }

    static func progress(of name: String, in database: Database) throws -> CurrentProgress? {
        let sql = "SELECT \(columns) FROM book WHERE name = ? AND closed_at IS NULL"
        return try Row.fetchOne(database, cachedSQL: sql, [name]).map { try progress($0, in: database) }
    }

    static func all(in database: Database) throws -> [CurrentProgress] {
        let sql = "SELECT \(columns) FROM book WHERE closed_at IS NULL ORDER BY name"
        return try Row.fetchAll(database, cachedSQL: sql, []).map { try progress($0, in: database) }
    }

    /// Writes progress into its book and opens one where there is none.
    ///
    /// - Returns: The book, or nil when it has been closed; then nothing is written.
    static func write(_ progress: CurrentProgress, to database: Database) throws -> Int64? {
        guard let finished = FinishedRanges.encode(progress.finished, above: progress.position) else {
            let reason = "current '\(progress.current)' has finished stretches out of order"
            throw LedgerProblem.unbalanced(reason: reason)
        }
        let known: Int64?
        if let book = progress.book {
            guard try isOpen(book, in: database) else { return nil }
            known = book
        } else {
            known = try openBook(named: progress.current, in: database)
        }
        let book: Int64
        if let known {
            book = known
            try update(book, progress, finished, in: database)
        } else {
            book = try insert(progress, finished, into: database)
        }
        if let summary = progress.identities {
            try IdentitySummaryTable.write(summary, of: book, to: database)
        }
        for (reason, count) in progress.filtered {
            try TallyTable.write(count, .filtered, reason.rawValue, of: book, to: database)
        }
        for (reason, count) in progress.deadLettered {
            try TallyTable.write(count, .deadLettered, reason.rawValue, of: book, to: database)
        }
        return book
    }

    private static func insert(
        _ progress: CurrentProgress,
        _ finished: [UInt8],
        into database: Database
    ) throws -> Int64 {
        let pause = Pause(progress.condition)
        let sql = """
            INSERT INTO book (name, source, start, accepted_before_start, position, finished, delivered, plan_digest,
                pause_cause, paused_since, pause_detail)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        try database.execute(
            cachedSQL: sql,
            [
                progress.current, progress.source, progress.start, progress.acceptedBeforeStart,
                progress.position,
                finished.blob, progress.delivered, progress.planDigest, pause.cause, pause.since,
                pause.detail,
            ]
        )
        return database.lastInsertedRowID
    }

    private static func update(
        _ book: Int64,
        _ progress: CurrentProgress,
        _ finished: [UInt8],
        in database: Database
    ) throws {
        let pause = Pause(progress.condition)
        // The end is the runner's to set, but only while the plan is drained: a current that was taken back in the
        // meantime goes on.
        let sql = """
            UPDATE book SET position = ?, finished = ?, delivered = ?, plan_digest = ?,
                pause_cause = ?, paused_since = ?, pause_detail = ?,
                end_position = iif((SELECT draining FROM plan WHERE plan.name = book.name), ?, NULL),
                end_accepted = iif((SELECT draining FROM plan WHERE plan.name = book.name), ?, NULL)
            WHERE id = ?
            """
        try database.execute(
            cachedSQL: sql,
            [
                progress.position, finished.blob, progress.delivered, progress.planDigest,
                pause.cause, pause.since, pause.detail, progress.end?.position, progress.end?.accepted, book,
            ]
        )
    }

    private static func progress(_ row: Row, in database: Database) throws -> CurrentProgress {
        var cells = Cells(row)
        let book = try cells.integer()
        var progress = CurrentProgress(
            book: book,
            current: try cells.text(),
            source: try cells.text(),
            start: try cells.integer(),
            acceptedBeforeStart: try cells.integer(),
            position: try cells.integer(),
            planDigest: ""
        )
        guard let finished = FinishedRanges.decode(try cells.bytes(), above: progress.position) else {
            let reason = "the progress of current '\(progress.current)' cannot be read"
            throw LedgerProblem.damaged(path: StateFolder.ledgerName, reason: reason)
        }
        progress.finished = finished
        progress.delivered = try cells.integer()
        progress.planDigest = try cells.text()
        let pause = Pause(
            cause: try cells.optionalText(),
            since: try cells.optionalInteger(),
            detail: try cells.optionalText()
        )
        progress.condition = pause.condition
        progress.replayedIn = try cells.integer()
        let endPosition = try cells.optionalInteger()
        let endAccepted = try cells.optionalInteger()
        if let position = endPosition, let accepted = endAccepted {
            progress.end = .init(position: position, accepted: accepted)
        }
        progress.resumeAt = try cells.optionalInteger().map(WallInstant.init(milliseconds:))
        progress.identities = try IdentitySummaryTable.summary(of: book, in: database)
        progress.filtered = try TallyTable.counts(.filtered, of: book, in: database)
        progress.deadLettered = try TallyTable.counts(.deadLettered, of: book, in: database)
        return progress
    }

    /// A condition as three columns.
    private struct Pause {
        var cause: String?
        var since: Int64?
        var detail: String?

        init(cause: String?, since: Int64?, detail: String?) {
            self.cause = cause
            self.since = since
            self.detail = detail
        }

        init(_ condition: CurrentCondition) {
            switch condition {
            case .running: self.init(cause: nil, since: nil, detail: nil)
            case .paused(let cause, let since, let detail):
                self.init(cause: cause, since: since.milliseconds, detail: detail)
            }
        }

        var condition: CurrentCondition {
            guard let cause else { return .running }
            return .paused(cause: cause, since: WallInstant(milliseconds: since ?? 0), detail: detail ?? "")
        }
    }
}
