internal import GRDB
internal import Machine

/// Applied plans and their history as rows.
enum PlanTable {
    static func serial(in database: Database) throws -> Int64 {
        try database.number(cachedSQL: "SELECT plan_serial FROM installation") ?? 0
    }

    static func plans(draining: Bool, in database: Database) throws -> [AppliedPlan] {
        let sql = """
            SELECT name, digest, json, applied_at, serial, draining FROM plan WHERE draining = ? ORDER BY name
            """
        return try Row.fetchAll(database, cachedSQL: sql, [draining]).map(plan)
    }

    static func plan(named name: String, in database: Database) throws -> AppliedPlan? {
        let sql = "SELECT name, digest, json, applied_at, serial, draining FROM plan WHERE name = ?"
        return try Row.fetchOne(database, cachedSQL: sql, [name]).map(plan)
    }

    static func write(_ plan: AppliedPlan, to database: Database) throws {
        let sql = """
            INSERT INTO plan (name, digest, json, applied_at, serial, draining) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET digest = excluded.digest, json = excluded.json,
                applied_at = excluded.applied_at, serial = excluded.serial, draining = excluded.draining
            """
        try database.execute(
            cachedSQL: sql,
            [plan.name, plan.digest, plan.json, plan.appliedAt.milliseconds, plan.serial, plan.isDraining]
        )
    }

    static func remove(_ name: String, from database: Database) throws {
        try database.execute(cachedSQL: "DELETE FROM plan WHERE name = ?", [name])
    }

    static func rename(_ name: String, to newName: String, in database: Database) throws {
        try database.execute(cachedSQL: "UPDATE plan SET name = ? WHERE name = ?", [newName, name])
        let sql = "UPDATE book SET name = ? WHERE name = ? AND closed_at IS NULL"
        try database.execute(cachedSQL: sql, [newName, name])
    }

    static func record(_ plan: AppliedPlan, _ action: PlanRecord.Action, in database: Database) throws {
        let sql = "INSERT INTO plan_record (serial, name, action, digest, json, at) VALUES (?, ?, ?, ?, ?, ?)"
        try database.execute(
            cachedSQL: sql,
            [plan.serial, plan.name, action.rawValue, plan.digest, plan.json, plan.appliedAt.milliseconds]
        )
    }

    static func records(of name: String?, limit: Int, in database: Database) throws -> [PlanRecord] {
        let sql = """
            SELECT serial, name, action, digest, json, at FROM plan_record WHERE name = coalesce(?, name)
            ORDER BY id DESC LIMIT ?
            """
        return try Row.fetchAll(database, cachedSQL: sql, [name, max(0, limit)]).map { row in
            var cells = Cells(row)
            return PlanRecord(
                serial: try cells.integer(),
                name: try cells.text(),
                action: try cells.word(),
                digest: try cells.text(),
                json: try cells.text(),
                at: WallInstant(milliseconds: try cells.integer())
            )
        }
    }

    static func keep(shape content: String, at address: String, in database: Database) throws {
        let sql = "INSERT INTO shape (address, content) VALUES (?, ?) ON CONFLICT (address) DO NOTHING"
        try database.execute(cachedSQL: sql, [address, content])
    }

    static func shapes(in database: Database) throws -> [String: String] {
        let sql = "SELECT address, content FROM shape"
        let rows = try Row.fetchAll(database, cachedSQL: sql, []).map { row in
            var cells = Cells(row)
            return (try cells.text(), try cells.text())
        }
        return Dictionary(rows) { first, _ in first }
    }

    static func digests(in database: Database) throws -> Set<String> {
        Set(
            try Row.fetchAll(database, cachedSQL: "SELECT DISTINCT digest FROM plan_record", []).map { row in
                var cells = Cells(row)
                return try cells.text()
            }
        )
    }

    private static func plan(_ row: Row) throws -> AppliedPlan {
        var cells = Cells(row)
        return AppliedPlan(
            name: try cells.text(),
            digest: try cells.text(),
            json: try cells.text(),
            appliedAt: WallInstant(milliseconds: try cells.integer()),
            serial: try cells.integer(),
            isDraining: try cells.flag()
        )
    }
}
