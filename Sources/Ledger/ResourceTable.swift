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
