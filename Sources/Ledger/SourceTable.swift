internal import GRDB

/// Sources and their segments as rows.
enum SourceTable {
    static func state(of name: String, in database: Database) throws -> SourceState? {
        let sql = "SELECT received, accepted, duplicate, refused, head FROM source WHERE name = ?"
        guard let row = try Row.fetchOne(database, cachedSQL: sql, [name]) else { return nil }
        var cells = Cells(row)
        return SourceState(
            name: name,
            segments: try segments(of: name, in: database),
            received: try cells.integer(),
            accepted: try cells.integer(),
            duplicate: try cells.integer(),
            refused: try cells.integer(),
            head: try cells.integer()
        )
    }

    static func names(in database: Database) throws -> [String] {
        try String.fetchAll(database, sql: "SELECT name FROM source ORDER BY name")
    }

    /// Writes what differs; a row that is as it was costs nothing.
    static func write(_ source: SourceState, to database: Database) throws {
        guard source.isBalanced, source.head >= 0 else {
            throw LedgerProblem.unbalanced(reason: "source '\(source.name)' does not add up")
        }
        let sql = """
            INSERT INTO source (name, received, accepted, duplicate, refused, head) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET received = excluded.received, accepted = excluded.accepted,
                duplicate = excluded.duplicate, refused = excluded.refused, head = excluded.head
            WHERE (received, accepted, duplicate, refused, head) IS NOT
                (excluded.received, excluded.accepted, excluded.duplicate, excluded.refused, excluded.head)
            """
        try database.execute(
            cachedSQL: sql,
            [source.name, source.received, source.accepted, source.duplicate, source.refused, source.head]
        )
        for segment in source.segments { try write(segment, of: source.name, to: database) }
    }

    private static func write(_ segment: SourceSegment, of source: String, to database: Database) throws {
        let sql = """
            INSERT INTO segment (source, base, path, device, inode, fingerprint, fingerprint_length, length, closed,
                received, accepted, refused, duplicate)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (source, base) DO UPDATE SET path = excluded.path, device = excluded.device,
                inode = excluded.inode, fingerprint = excluded.fingerprint,
                fingerprint_length = excluded.fingerprint_length, length = excluded.length, closed = excluded.closed,
                received = excluded.received, accepted = excluded.accepted, refused = excluded.refused,
                duplicate = excluded.duplicate
            WHERE (path, device, inode, fingerprint, fingerprint_length, length, closed, received, accepted, refused,
                    duplicate) IS NOT
                (excluded.path, excluded.device, excluded.inode, excluded.fingerprint, excluded.fingerprint_length,
                    excluded.length, excluded.closed, excluded.received, excluded.accepted, excluded.refused,
                    excluded.duplicate)
            """
        try database.execute(
            cachedSQL: sql,
            [
                source, segment.base, segment.path,
                // SQLite's integers have a sign; the bits are the same.
                Int64(bitPattern: segment.device), Int64(bitPattern: segment.inode), segment.fingerprint.blob,
                segment.fingerprintLength, segment.length, segment.isClosed,
                segment.received, segment.accepted, segment.refused, segment.duplicate,
            ]
        )
    }

    private static func segments(of source: String, in database: Database) throws -> [SourceSegment] {
        let sql = """
            SELECT base, path, device, inode, fingerprint, fingerprint_length, length, closed,
                received, accepted, refused, duplicate
            FROM segment WHERE source = ? ORDER BY base
            """
        return try Row.fetchAll(database, cachedSQL: sql, [source]).map { row in
            var cells = Cells(row)
            return SourceSegment(
                base: try cells.integer(),
                path: try cells.text(),
                device: UInt64(bitPattern: try cells.integer()),
                inode: UInt64(bitPattern: try cells.integer()),
                fingerprint: try cells.bytes(),
                fingerprintLength: Int(clamping: try cells.integer()),
                length: try cells.integer(),
                isClosed: try cells.flag(),
                received: try cells.integer(),
                accepted: try cells.integer(),
                refused: try cells.integer(),
                duplicate: try cells.integer()
            )
        }
    }
}
