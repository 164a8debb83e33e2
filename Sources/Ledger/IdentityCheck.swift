internal import GRDB
internal import Plans

/// Works out again, from the rows alone, what the ledger claims.
struct IdentityCheck {
    let database: Database

    func problems() throws -> [String] {
        let structure = try String.fetchAll(database, sql: "PRAGMA quick_check(10)").filter { $0 != "ok" }
        // In a file whose pages are wrong every further finding would be noise.
        guard structure.isEmpty else { return structure.map { "file: \($0)" } }
        let sources = try SourceTable.names(in: database).flatMap(problems(ofSource:))
        let currents = try BookTable.all(in: database).flatMap(problems(of:))
        return try sources + currents + balances() + letters() + replays()
    }

    private func problems(ofSource name: String) throws -> [String] {
        guard let source = try SourceTable.state(of: name, in: database) else { return [] }
        var problems: [String] = []
        if !source.isBalanced {
            problems.append("source '\(name)': received is not accepted + duplicate + refused")
        }
        let sql = "SELECT count(*) FROM refused_line WHERE source = ?"
        let lines = try database.number(cachedSQL: sql, [name]) ?? 0
        if lines != source.refused {
            problems.append(
                "source '\(name)': \(source.refused) lines are counted as refused and \(lines) are kept"
            )
        }
        return problems + segmentProblems(of: source)
    }

    private func segmentProblems(of source: SourceState) -> [String] {
        var problems: [String] = []
        var end: Int64 = 0
        for segment in source.segments {
            let place = "source '\(source.name)', segment at \(segment.base)"
            if segment.base < end || segment.length < 0 {
                problems.append("\(place): overlaps the one before")
            }
            if segment.received != segment.accepted &+ segment.duplicate &+ segment.refused {
                problems.append("\(place): received is not accepted + duplicate + refused")
            }
            end = max(end, segment.base &+ max(0, segment.length))
        }
        if end > source.head { problems.append("source '\(source.name)': a segment ends above the head") }
        if source.segments.reduce(0, { $0 &+ $1.received }) > source.received {
            problems.append("source '\(source.name)': its segments received more than it did")
        }
        return problems
    }

    private func problems(of progress: CurrentProgress) throws -> [String] {
        let place = "current '\(progress.current)'"
        var problems: [String] = []
        if progress.position < progress.start { problems.append("\(place): is before its start") }
        let head = try SourceTable.state(of: progress.source, in: database)?.head ?? 0
        if (progress.finished.last?.upperBound ?? progress.position) > head {
            problems.append("\(place): is above the head of source '\(progress.source)'")
        }
        return problems
    }

    private func balances() throws -> [String] {
        let open = try BalanceView.open(in: database).flatMap { totals in
            let counts = [
                totals.taken, totals.delivered, totals.filtered, totals.deadLettered, totals.pending,
            ]
            return counts.allSatisfy { $0 >= 0 } ? [] : ["current '\(totals.name)': has a count below zero"]
        }
        let closed = try BalanceView.closed(in: database).filter { $0.pending != 0 }
        return open + closed.map { "removed current '\($0.name)': its book does not close" }
    }

    /// Events of a removed current are counted without letters; every other dead letter has one.
    private func letters() throws -> [String] {
        let sql = """
            SELECT book.name, counted.reason, sum(counted.count), sum(counted.kept) FROM (
                SELECT book, reason, count, 0 AS kept FROM tally WHERE fate = 'dead_lettered'
                UNION ALL SELECT book, reason, 0, sum(events) FROM dead_letter GROUP BY book, reason
            ) AS counted JOIN book ON book.id = counted.book
            WHERE counted.reason <> ?
            GROUP BY counted.book, counted.reason HAVING sum(counted.count) <> sum(counted.kept)
            ORDER BY counted.book, counted.reason
            """
        return try Row.fetchAll(database, cachedSQL: sql, [DeadLetterReason.currentRemoved.rawValue]).map {
            row in
            var cells = Cells(row)
            let place = "current '\(try cells.text())', reason \(try cells.text())"
            return
                "\(place): \(try cells.integer()) dead letters are counted and \(try cells.integer()) are kept"
        }
    }

    private func replays() throws -> [String] {
        let sql = """
            SELECT name, replayed_in, (
                SELECT count(*) FROM dead_letter WHERE book = book.id AND replay <> 'none') AS marked
            FROM book WHERE replayed_in <> marked ORDER BY id
            """
        return try Row.fetchAll(database, cachedSQL: sql, []).map { row in
            var cells = Cells(row)
            let place = "current '\(try cells.text())'"
            return
                "\(place): \(try cells.integer()) replays are counted and \(try cells.integer()) letters are marked"
        }
    }
}
