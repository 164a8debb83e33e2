internal import GRDB

/// The books' totals, worked out by the database at one moment.
enum BalanceView {
    private static let columns = "name, taken, delivered, filtered, dead_lettered"

    static func totals(of book: Int64, in database: Database) throws -> CurrentTotals? {
        let sql = "SELECT \(columns) FROM balance WHERE id = ?"
        return try Row.fetchOne(database, cachedSQL: sql, [book]).map(totals)
    }

    static func open(in database: Database) throws -> [CurrentTotals] {
        let sql = "SELECT \(columns) FROM balance WHERE closed_at IS NULL ORDER BY name"
        return try Row.fetchAll(database, cachedSQL: sql, []).map(totals)
    }

    static func closed(in database: Database) throws -> [CurrentTotals] {
        let sql = "SELECT \(columns) FROM balance WHERE closed_at IS NOT NULL ORDER BY id"
        return try Row.fetchAll(database, cachedSQL: sql, []).map(totals)
    }

    private static func totals(_ row: Row) throws -> CurrentTotals {
        var cells = Cells(row)
        let name = try cells.text()
        let taken = try cells.integer()
        let delivered = try cells.integer()
        let filtered = try cells.integer()
        let deadLettered = try cells.integer()
        return CurrentTotals(
            name: name,
            taken: taken,
            delivered: delivered,
            filtered: filtered,
            deadLettered: deadLettered,
            // A damaged file may hold numbers that do not fit together; checking says so, reading must not trap.
            pending: taken &- delivered &- filtered &- deadLettered
        )
    }
}
