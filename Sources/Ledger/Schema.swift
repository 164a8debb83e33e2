internal import GRDB

/// The tables of the ledger.
///
/// `user_version` counts the steps that a file has been through. A step is never changed once released; what is new
/// becomes a further step.
enum Schema {
    /// The mark by which a file is known to be ours: "curr" as a number.
    static let applicationID: Int64 = 0x6375_7272

    /// The format this program writes.
    static var version: Int64 { Int64(steps.count) }

    /// Brings an empty or older file up to date, within the transaction that is open.
    static func upgrade(_ database: Database, from version: Int64) throws {
        for step in steps.dropFirst(Int(clamping: version)) { try database.execute(sql: step) }
        try database.execute(sql: "PRAGMA application_id = \(applicationID)")
        try database.execute(sql: "PRAGMA user_version = \(self.version)")
    }

    private static let steps = [first, second, third]

    // Positions and counts are 64-bit; moments are milliseconds since 1970 UTC; event ids and bodies are bytes.
    private static let first = """
        CREATE TABLE installation (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            plan_serial INTEGER NOT NULL,
            folder TEXT NOT NULL DEFAULT ''
        ) STRICT;
        INSERT INTO installation (one, plan_serial) VALUES (1, 0);

        CREATE TABLE plan (
            name TEXT PRIMARY KEY NOT NULL,
            digest TEXT NOT NULL,
            json TEXT NOT NULL,
            applied_at INTEGER NOT NULL,
            serial INTEGER NOT NULL,
            draining INTEGER NOT NULL DEFAULT 0
        ) STRICT;

        CREATE TABLE plan_record (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            serial INTEGER NOT NULL,
            name TEXT NOT NULL,
            action TEXT NOT NULL,
            digest TEXT NOT NULL,
            json TEXT NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE source (
            name TEXT PRIMARY KEY NOT NULL,
            received INTEGER NOT NULL,
            accepted INTEGER NOT NULL,
            duplicate INTEGER NOT NULL,
            refused INTEGER NOT NULL,
            head INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE segment (
            source TEXT NOT NULL REFERENCES source (name),
            base INTEGER NOT NULL,
            path TEXT NOT NULL,
            device INTEGER NOT NULL,
            inode INTEGER NOT NULL,
            fingerprint BLOB NOT NULL,
            fingerprint_length INTEGER NOT NULL,
            length INTEGER NOT NULL,
            closed INTEGER NOT NULL,
            received INTEGER NOT NULL,
            accepted INTEGER NOT NULL,
            refused INTEGER NOT NULL,
            duplicate INTEGER NOT NULL,
            PRIMARY KEY (source, base)
        ) STRICT;

        CREATE TABLE book (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            source TEXT NOT NULL,
            start INTEGER NOT NULL,
            accepted_before_start INTEGER NOT NULL,
            position INTEGER NOT NULL,
            finished BLOB NOT NULL,
            delivered INTEGER NOT NULL,
            plan_digest TEXT NOT NULL,
            pause_cause TEXT,
            paused_since INTEGER,
            pause_detail TEXT,
            replayed_in INTEGER NOT NULL DEFAULT 0,
            end_position INTEGER,
            end_accepted INTEGER,
            closed_at INTEGER,
            closed_taken INTEGER,
            resume_at INTEGER
        ) STRICT;
        CREATE UNIQUE INDEX open_book ON book (name) WHERE closed_at IS NULL;

        CREATE TABLE tally (
            book INTEGER NOT NULL REFERENCES book (id),
            fate TEXT NOT NULL CHECK (fate IN ('filtered', 'dead_lettered')),
            reason TEXT NOT NULL,
            count INTEGER NOT NULL,
            PRIMARY KEY (book, fate, reason)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE dead_letter (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            book INTEGER NOT NULL REFERENCES book (id),
            event_id BLOB NOT NULL,
            event_type TEXT NOT NULL,
            position INTEGER NOT NULL,
            length INTEGER NOT NULL,
            reason TEXT NOT NULL,
            detail TEXT NOT NULL,
            status INTEGER,
            body BLOB,
            at INTEGER NOT NULL,
            replay TEXT NOT NULL DEFAULT 'none',
            replay_of INTEGER REFERENCES dead_letter (id),
            events INTEGER NOT NULL DEFAULT 1
        ) STRICT;
        CREATE INDEX dead_letter_of_book ON dead_letter (book, id);
        CREATE INDEX requested_replay ON dead_letter (book, id) WHERE replay = 'requested';

        CREATE TABLE refused_line (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            source TEXT NOT NULL REFERENCES source (name),
            position INTEGER NOT NULL,
            length INTEGER NOT NULL,
            reason TEXT NOT NULL,
            bytes BLOB,
            at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX refused_line_of_source ON refused_line (source, id);

        CREATE VIEW balance AS
        SELECT book.id, book.name, book.closed_at, book.delivered,
            coalesce(
                closed_taken,
                coalesce(end_accepted, source.accepted, 0) - accepted_before_start + replayed_in
            ) AS taken,
            (SELECT coalesce(sum(count), 0) FROM tally
                WHERE book = book.id AND fate = 'filtered') AS filtered,
            (SELECT coalesce(sum(count), 0) FROM tally
                WHERE book = book.id AND fate = 'dead_lettered') AS dead_lettered
        FROM book LEFT JOIN source ON source.name = book.source;
        """

    // What must stand at partners, and how much users and devices have had of their day.
    private static let second = """
        CREATE TABLE resource (
            name TEXT NOT NULL,
            place TEXT NOT NULL,
            current TEXT NOT NULL,
            kind TEXT NOT NULL,
            status TEXT NOT NULL,
            since INTEGER NOT NULL,
            created INTEGER,
            expires INTEGER,
            checked_at INTEGER NOT NULL,
            PRIMARY KEY (name, place)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE identity_hour (
            book INTEGER NOT NULL REFERENCES book (id),
            identity INTEGER NOT NULL,
            hour INTEGER NOT NULL,
            events INTEGER NOT NULL,
            PRIMARY KEY (book, identity, hour)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE hold (
            book INTEGER NOT NULL REFERENCES book (id),
            identity INTEGER NOT NULL,
            until INTEGER NOT NULL,
            detail TEXT NOT NULL,
            PRIMARY KEY (book, identity)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE identity_summary (
            book INTEGER PRIMARY KEY REFERENCES book (id),
            parked INTEGER NOT NULL,
            identities INTEGER NOT NULL,
            due_at INTEGER,
            anonymous INTEGER NOT NULL
        ) STRICT;
        """

    // What the event types of plans carry, and how many events partners had each day (counted from 1970 in UTC).
    private static let third = """
        CREATE TABLE shape (
            address TEXT PRIMARY KEY NOT NULL,
            content TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE delivered_day (
            book INTEGER NOT NULL REFERENCES book (id),
            day INTEGER NOT NULL,
            delivered INTEGER NOT NULL,
            PRIMARY KEY (book, day)
        ) STRICT, WITHOUT ROWID;
        """
}
