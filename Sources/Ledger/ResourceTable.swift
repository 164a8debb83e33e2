internal import GRDB
internal import Machine

/// What must stand at partners, as rows.
enum ResourceTable {
    static func write(_ record: PartnerResourceRecord, to database: Database) throws {
        let sql = """
            INSERT INTO resource (name, place, current, kind, status, since, created, expires, checked_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (name, place) DO UPDATE SET
                since = iif(status = excluded.status, since, excluded.since),
                current = excluded.current, kind = excluded.kind, status = excluded.status,
                created = coalesce(excluded.created, iif(status = excluded.status, created, NULL)),
                expires = excluded.expires, checked_at = excluded.checked_at
            """
        try database.execute(
            cachedSQL: sql,
            [
                record.name, record.place, record.current, record.kind, record.status,
                record.since.milliseconds,
                record.created?.milliseconds, record.expires?.milliseconds, record.checkedAt.milliseconds,
            ]
        )
    }

    static func all(in database: Database) throws -> [PartnerResourceRecord] {
        let sql = """
            SELECT name, place, current, kind, status, since, created, expires, checked_at FROM resource ORDER BY name, place
            """
        return try Row.fetchAll(database, cachedSQL: sql, []).map { row in
            var cells = Cells(row)
            let name = try cells.text()
            let place = try cells.text()
            return PartnerResourceRecord(
                name: name,
                current: try cells.text(),
                kind: try cells.text(),
                place: place,
                status: try cells.text(),
                since: WallInstant(milliseconds: try cells.integer()),
                created: try cells.optionalInteger().map(WallInstant.init(milliseconds:)),
                expires: try cells.optionalInteger().map(WallInstant.init(milliseconds:)),
                checkedAt: WallInstant(milliseconds: try cells.integer())
            )
        }
    }
}
