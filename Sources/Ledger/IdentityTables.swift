internal import GRDB
internal import Machine

/// What users and devices sent, hour by hour, as rows.
enum IdentityHourTable {
    /// Writes counts, and forgets hours that no day reaches back to.
    static func write(_ hours: [IdentityHour], of book: Int64, to database: Database) throws {
        guard let latest = hours.lazy.map(\.hour).max() else { return }
        for hour in hours {
            let sql = """
                INSERT INTO identity_hour (book, identity, hour, events) VALUES (?, ?, ?, ?)
                ON CONFLICT (book, identity, hour) DO UPDATE SET events = max(events, excluded.events)
                """
            let identity = Int64(bitPattern: hour.identity)
            try database.execute(cachedSQL: sql, [book, identity, hour.hour, hour.events])
        }
        try database.execute(
            cachedSQL: "DELETE FROM identity_hour WHERE book = ? AND hour < ?",
            [book, latest - 25]
        )
    }

    static func all(of current: String, in database: Database) throws -> [IdentityHour] {
        let sql = """
            SELECT identity, hour, events FROM identity_hour
            WHERE book = (SELECT id FROM book WHERE name = ? AND closed_at IS NULL)
            """
        return try Row.fetchAll(database, cachedSQL: sql, [current]).map { row in
            var cells = Cells(row)
            return IdentityHour(
                identity: UInt64(bitPattern: try cells.integer()),
                hour: try cells.integer(),
                events: try cells.integer()
            )
        }
    }
}

/// How users and devices stand, as a row for each book.
enum IdentitySummaryTable {
    static func write(_ summary: IdentitySummary, of book: Int64, to database: Database) throws {
        let sql = """
            INSERT INTO identity_summary (book, parked, identities, due_at, anonymous) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (book) DO UPDATE SET parked = excluded.parked, identities = excluded.identities,
                due_at = excluded.due_at, anonymous = excluded.anonymous
            """
        try database.execute(
            cachedSQL: sql,
            [book, summary.parked, summary.identities, summary.dueAt?.milliseconds, summary.anonymous]
        )
    }

    static func summary(of book: Int64, in database: Database) throws -> IdentitySummary? {
        let sql = "SELECT parked, identities, due_at, anonymous FROM identity_summary WHERE book = ?"
        return try Row.fetchOne(database, cachedSQL: sql, [book]).map { row in
            var cells = Cells(row)
            return IdentitySummary(
                parked: try cells.integer(),
                identities: try cells.integer(),
                dueAt: try cells.optionalInteger().map(WallInstant.init(milliseconds:)),
                anonymous: try cells.integer()
            )
        }
    }
}

/// Until when partners want to be left alone, as rows.
enum HoldTable {
    /// Replaces the holds of a book.
    static func write(_ holds: [PartnerHold], of book: Int64, to database: Database) throws {
        try database.execute(cachedSQL: "DELETE FROM hold WHERE book = ?", [book])
        for hold in holds {
            try database.execute(
                cachedSQL: "INSERT INTO hold (book, identity, until, detail) VALUES (?, ?, ?, ?)",
                [book, Int64(bitPattern: hold.identity), hold.until.milliseconds, hold.detail]
            )
        }
    }

    static func all(of current: String, in database: Database) throws -> [PartnerHold] {
        let sql = """
            SELECT identity, until, detail FROM hold
            WHERE book = (SELECT id FROM book WHERE name = ? AND closed_at IS NULL)
            """
        return try Row.fetchAll(database, cachedSQL: sql, [current]).map { row in
            var cells = Cells(row)
            return PartnerHold(
                identity: UInt64(bitPattern: try cells.integer()),
                until: WallInstant(milliseconds: try cells.integer()),
                detail: try cells.text()
            )
        }
    }
}
