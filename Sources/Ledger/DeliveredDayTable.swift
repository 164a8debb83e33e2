internal import GRDB
public import Machine
public import Plans

/// How many events of a current its partner took each day, as rows.
enum DeliveredDayTable {
    private static let millisecondsOfDay: Int64 = 86_400_000
    /// Days that are kept.
    private static let kept: Int64 = 30
    /// Days that an average is taken of, at the most.
    private static let averaged: Int64 = 7

    /// What was delivered by the last commit; 0 for a book that there is not yet.
    static func delivered(of progress: CurrentProgress, in database: Database) throws -> Int64 {
        guard let book = try progress.book ?? BookTable.openBook(named: progress.current, in: database) else {
            return 0
        }
        return try database.number(cachedSQL: "SELECT delivered FROM book WHERE id = ?", [book]) ?? 0
    }

    /// Counts deliveries to the day of a moment, and forgets days long past.
    static func add(_ count: Int64, to book: Int64, at moment: WallInstant, in database: Database) throws {
        guard count > 0 else { return }
        let day = self.day(of: moment)
        let sql = """
            INSERT INTO delivered_day (book, day, delivered) VALUES (?, ?, ?)
            ON CONFLICT (book, day) DO UPDATE SET delivered = delivered + excluded.delivered
            """
        try database.execute(cachedSQL: sql, [book, day, count])
        try database.execute(
            cachedSQL: "DELETE FROM delivered_day WHERE book = ? AND day < ?",
            [book, day &- kept]
        )
    }

    /// Averages by the current's name.
    ///
    /// Only whole days count: not today, and not the first day that is known, on which a new current also catches up
    /// with what its source held.
    static func rates(at now: WallInstant, in database: Database) throws -> [String: EventRate] {
        let today = day(of: now)
        let sql = """
            SELECT book.name, day, delivered_day.delivered FROM delivered_day JOIN book ON book.id = book
            WHERE closed_at IS NULL AND day < ? ORDER BY book.name, day
            """
        var days: [String: [(day: Int64, delivered: Int64)]] = [:]
        for row in try Row.fetchAll(database, cachedSQL: sql, [today]) {
            var cells = Cells(row)
            let name = try cells.text()
            days[name, default: []].append((try cells.integer(), try cells.integer()))
        }
        return days.compactMapValues { days in
            guard let first = days.first?.day else { return nil }
            let start = max(first &+ 1, today &- averaged)
            guard start < today else { return nil }
            let sum = days.filter { $0.day >= start }.reduce(Int64(0)) { $0 &+ $1.delivered }
            return EventRate(eventsPerDay: sum / (today &- start), days: Int(today &- start))
        }
    }

    private static func day(of moment: WallInstant) -> Int64 {
        // Before 1970 a quotient would round up.
        max(moment.milliseconds, 0) / millisecondsOfDay
    }
}

extension Ledger {
    /// How many events each partner takes on an average day, by the current's name; without those of which no whole
    /// day is known.
    public func deliveryRates(at now: WallInstant) async throws(LedgerProblem) -> [String: EventRate] {
        try await read { try DeliveredDayTable.rates(at: now, in: $0) }
    }
}
