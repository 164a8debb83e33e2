internal import GRDB

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Reads the cells of a row from left to right, and calls a ledger damaged that holds what we never write.
///
/// Reading a cell as the wrong type by the row's own means would end the process.
struct Cells {
    private let values: [DatabaseValue]
    private var next = 0

    init(_ row: Row) { values = Array(row.databaseValues) }

    mutating func integer() throws -> Int64 { try required(optionalInteger()) }
    mutating func text() throws -> String { try required(optionalText()) }
    mutating func bytes() throws -> [UInt8] { try required(optionalBytes()) }
    mutating func flag() throws -> Bool { try integer() != 0 }

    mutating func optionalInteger() throws -> Int64? {
        switch try cell() {
        case .int64(let value): value
        case .null: nil
        default: throw damage
        }
    }

    mutating func optionalText() throws -> String? {
        switch try cell() {
        case .string(let value): value
        case .null: nil
        default: throw damage
        }
    }

    mutating func optionalBytes() throws -> [UInt8]? {
        switch try cell() {
        case .blob(let value): Array(value)
        case .null: nil
        default: throw damage
        }
    }

    /// A text that is one of a closed list.
    mutating func word<Word: RawRepresentable<String>>(_: Word.Type = Word.self) throws -> Word {
        try required(Word(rawValue: try text()))
    }

    private mutating func cell() throws -> DatabaseValue.Storage {
        guard next < values.count else { throw damage }
        defer { next += 1 }
        return values[next].storage
    }

    private func required<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw damage }
        return value
    }

    private var damage: LedgerProblem {
        .damaged(path: StateFolder.ledgerName, reason: "unexpected value in column \(next)")
    }
}

extension [UInt8] {
    /// The bytes as a database keeps them.
    var blob: Data { Data(self) }
}
