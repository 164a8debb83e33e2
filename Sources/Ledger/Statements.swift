internal import GRDB

// One prepared statement serves a connection for all its life.

extension Database {
    /// Runs a statement that gives no rows.
    func execute(cachedSQL sql: String, _ arguments: [(any DatabaseValueConvertible)?] = []) throws {
        try cachedStatement(sql: sql).execute(arguments: StatementArguments(arguments))
    }

    /// The first number a statement gives.
    func number(cachedSQL sql: String, _ arguments: [(any DatabaseValueConvertible)?] = []) throws -> Int64? {
        try Row.fetchOne(self, cachedSQL: sql, arguments).flatMap { row in
            var cells = Cells(row)
            return try cells.optionalInteger()
        }
    }
}

extension Row {
    static func fetchOne(
        _ database: Database,
        cachedSQL sql: String,
        _ arguments: [(any DatabaseValueConvertible)?]
    ) throws -> Row? {
        try fetchOne(try database.cachedStatement(sql: sql), arguments: StatementArguments(arguments))
    }

    static func fetchAll(
        _ database: Database,
        cachedSQL sql: String,
        _ arguments: [(any DatabaseValueConvertible)?]
    ) throws -> [Row] {
        try fetchAll(try database.cachedStatement(sql: sql), arguments: StatementArguments(arguments))
    }
}
