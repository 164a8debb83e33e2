internal import GRDB
internal import Machine

/// What must stand at partners, as rows.
enum ResourceTable {
    static func write(_ record: PartnerResourceRecord, to database: Database) throws {
        let sql = """
            INSERT INTO resource (name, current, kind, status, since, created, expires, checked_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET
                since = iif(status = excluded.status, since, excluded.since),
                current = excluded.current, kind = excluded.kind, status = excluded.status,
                created = coalesce(excluded.created, iif(status = excluded.status, created, NULL)),
                expires = excluded.expires, checked_at = excluded.checked_at
            """
        try database.execute(
            cachedSQL: sql,
            [
                record.name, record.current, record.kind, record.status, record.since.milliseconds,
                record.created?.milliseconds, record.expires?.milliseconds, record.checkedAt.milliseconds,
            ]
        )
    }

    static func all(in database: Database) throws -> [PartnerResourceRecord] {
        let sql = """
            SELECT name, current, kind, status, since, created, expires, checked_at FROM resource ORDER BY name
            """
        return try Row.fetchAll(database, cachedSQL: sql, []).map { row in
            var cells = Cells(row)
            return PartnerResourceRecord(
                name: try cells.text(),
                current: try cells.text(),
                kind: try cells.text(),
                status: try cells.text(),
                since: WallInstant(milliseconds: try cells.integer()),
                created: try cells.optionalInteger().map(WallInstant.init(milliseconds:)),
                expires: try cells.optionalInteger().map(WallInstant.init(milliseconds:)),
                checkedAt: WallInstant(milliseconds: try cells.integer())
            )
        }
    }
}

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
}
