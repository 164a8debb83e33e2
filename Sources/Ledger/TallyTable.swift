internal import GRDB

/// Counts by fate and reason as rows.
enum TallyTable {
    enum Fate: String {
        case filtered
        case deadLettered = "dead_lettered"
    }

    static func counts<Reason>(
        _ fate: Fate,
        of book: Int64,
        in database: Database
    ) throws -> [Reason: Int64] where Reason: RawRepresentable<String> & Hashable {
        let sql = "SELECT reason, count FROM tally WHERE book = ? AND fate = ?"
        var counts: [Reason: Int64] = [:]
        for row in try Row.fetchAll(database, cachedSQL: sql, [book, fate.rawValue]) {
            var cells = Cells(row)
            counts[try cells.word()] = try cells.integer()
        }
        return counts
    }

    static func write(
        _ count: Int64,
        _ fate: Fate,
        _ reason: String,
        of book: Int64,
        to database: Database
    ) throws {
        let sql = """
            INSERT INTO tally (book, fate, reason, count) VALUES (?, ?, ?, ?)
            ON CONFLICT (book, fate, reason) DO UPDATE SET count = excluded.count WHERE count <> excluded.count
            """
        try database.execute(cachedSQL: sql, [book, fate.rawValue, reason, count])
    }
}
