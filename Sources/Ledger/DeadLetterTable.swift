internal import GRDB
internal import Machine
internal import Plans

/// Dead letters as rows.
enum DeadLetterTable {
    static let columns = """
        dead_letter.id, book.name, event_id, event_type, dead_letter.position, length, reason, detail, status, body,
        at, replay, replay_of, events
        """
    static let joined = "dead_letter JOIN book ON book.id = dead_letter.book"

    static func insert(_ letter: NewDeadLetter, into book: Int64, _ database: Database) throws {
        let sql = """
            INSERT INTO dead_letter (book, event_id, event_type, position, length, reason, detail, status, body, at,
                replay_of, events)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        try database.execute(
            cachedSQL: sql,
            [
                book, letter.eventID.blob, letter.eventType, letter.position, letter.length,
                letter.reason.rawValue,
                letter.detail, letter.status, letter.body?.blob, letter.at.milliseconds, letter.replayOf,
                letter.events,
            ]
        )
    }

    static func letter(_ row: Row) throws -> DeadLetter {
        var cells = Cells(row)
        return DeadLetter(
            id: try cells.integer(),
            current: try cells.text(),
            eventID: try cells.bytes(),
            eventType: try cells.text(),
            position: try cells.integer(),
            length: try cells.integer(),
            reason: try cells.word(),
            detail: try cells.text(),
            status: try cells.optionalInteger().map(Int.init(clamping:)),
            body: try cells.optionalBytes(),
            at: WallInstant(milliseconds: try cells.integer()),
            replay: ReplayState(word: try cells.text()),
            replayOf: try cells.optionalInteger(),
            events: try cells.integer()
        )
    }
}

extension ReplayState {
    init(word: String) {
        switch word {
        case "none": self = .none
        case "requested": self = .requested
        case "closed": self = .closed
        default: self = .finished(outcome: word)
        }
    }
}

extension Fate {
    /// The word for it in the ledger.
    var word: String {
        switch self {
        case .delivered: "delivered"
        case .filtered: "filtered"
        case .deadLettered: "dead_lettered"
        }
    }
}
