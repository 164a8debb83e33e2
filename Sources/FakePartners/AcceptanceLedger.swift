import Synchronization

/// What a fake partner keeps of the events it takes.
public enum Keep: String, Sendable, CaseIterable {
    /// Every event's identity and the bytes it first came in.
    case bytes
    /// Every event's identity and how often it came.
    case ids
    /// Totals only.
    case none
}

/// The books of a fake partner: what came, what was taken, what was taken twice.
public final class AcceptanceLedger: Sendable {
    /// The totals.
    public struct Counts: Sendable, Hashable {
        /// Requests, whatever became of them.
        public var requests = 0
        /// Events taken, repetitions included.
        public var events = 0
        /// Events taken for the first time; nil when identities are not kept.
        public var distinctIDs: Int?
        /// Events taken again; nil when identities are not kept.
        public var duplicates: Int?
        /// Events that were answered as taken, and were not kept.
        public var discarded = 0
        /// Requests without events that were right.
        public var probes = 0
        /// Answers by status.
        public var byStatus: [Int: Int] = [:]
        /// Requests that were left without a proper answer.
        public var unanswered = 0
    }

    /// An event as it was first taken.
    public struct Entry: Sendable, Hashable {
        /// The identity.
        public var id: [UInt8]
        /// How often it was taken.
        public var count: Int
        /// The request that brought it first, counted from 1.
        public var request: Int
        /// The bytes as received; empty unless they are kept.
        public var bytes: [UInt8]
    }

    private struct Books {
        var counts = Counts()
        var entries: [Entry] = []
        var places: [[UInt8]: Int] = [:]
    }

    private let keep: Keep
    private let record: AcceptanceRecord?
    private let books: Mutex<Books>

    init(keep: Keep, record: AcceptanceRecord?) {
        self.keep = keep
        self.record = record
        books = Mutex(Books())
    }

    /// The totals so far.
    public var counts: Counts {
        books.withLock { books in
            var counts = books.counts
            guard keep != .none else { return counts }
            counts.distinctIDs = books.entries.count
            counts.duplicates = counts.events - books.entries.count
            return counts
        }
    }

    /// Events in the order they were first taken.
    ///
    /// - Parameters:
    ///   - offset: How many to pass over.
    ///   - limit: How many to give at most.
    /// - Returns: The events; none when identities are not kept.
    public func entries(offset: Int = 0, limit: Int = .max) -> [Entry] {
        books.withLock { Array($0.entries.dropFirst(max(offset, 0)).prefix(max(limit, 0))) }
    }

    /// The event of an identity; nil when it was never taken or identities are not kept.
    public func entry(id: String) -> Entry? {
        books.withLock { books in books.places[Array(id.utf8)].map { books.entries[$0] } }
    }

    /// Forgets everything; the record file is not touched.
    func reset() { books.withLock { $0 = Books() } }

    /// The number of the request that has just come.
    func beginRequest() -> Int {
        books.withLock { books in
            books.counts.requests += 1
            return books.counts.requests
        }
    }

    func noteAnswer(status: Int) { books.withLock { $0.counts.byStatus[status, default: 0] += 1 } }
    func noteProbe() { books.withLock { $0.counts.probes += 1 } }
    func noteUnanswered() { books.withLock { $0.counts.unanswered += 1 } }

    /// Takes the events of one request: first into the record, then into the books.
    ///
    /// - Throws: When the record cannot be written; then none of the events is taken.
    func take(_ events: [OfferedEvent], from body: [UInt8], request: Int) throws {
        try books.withLock { books in
            let discarded = events.count { $0.isDiscarded }
            let events = discarded == 0 ? events : events.filter { !$0.isDiscarded }
            try record?.append(events, from: body, request: request)
            books.counts.events += events.count
            books.counts.discarded += discarded
            guard keep != .none else { return }
            for event in events {
                if let place = books.places[event.id] {
                    books.entries[place].count += 1
                } else {
                    books.places[event.id] = books.entries.count
                    let bytes = keep == .bytes ? event.content ?? Array(body[event.bytes]) : []
                    books.entries.append(Entry(id: event.id, count: 1, request: request, bytes: bytes))
                }
            }
        }
    }
}
