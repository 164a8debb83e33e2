import Events
import NIOCore
import Plans

/// Fills one batch at a time for one current: select, map, append.
///
/// The hot path; nothing is allocated per event.
struct BatchBuilder {
    /// Larger events are set aside: 900 KB of the event's own bytes, compared with `>`.
    ///
    /// Source: Currents set-up guide, "events above 900 KB are dropped", read 2026-11-20; the contract reads KB
    /// as 1,024.
    static let maximumEventBytes = 921_600

    /// What became of an offered event.
    enum Result {
        /// It is in the batch, or left out and tallied.
        case taken
        /// It must be set aside for this reason.
        case setAside(DeadLetterReason, String = "")
        /// The batch has no room for it; seal the batch and offer it again.
        case full
    }

    private let selection: EventSelection
    /// Carries out the spec's mappings before the partner's; nil when there are none.
    private let rewriter: EventRewriter?
    private var mapper: any RecordMapper
    private let maximumEvents: Int
    private let maximumBytes: Int
    private let maximumRecordBytes: Int

    private var records = RecordBuffer()
    /// What the open batch counts as, by the partner's rule for sizes.
    private var weight = 0
    /// Memory of delivered batches, to be filled again: fresh pages cost more than the copy into them.
    private var spare: [ByteBuffer] = []
    private var events: [EventMark] = []
    private var keys: [IdentityKeys] = []
    /// Stretches of the coverage whose events wait elsewhere.
    private var holes: [Range<Int64>] = []
    private var replayed: [Int64] = []
    private var filtered = FilterTally()
    private var coverageStart: Int64
    private var coverageEnd: Int64

    /// Starts an empty batch at a log position.
    init(
        selection: EventSelection,
        rewriter: EventRewriter? = nil,
        mapper: any RecordMapper,
        delivery: DeliveryPlan,
        position: Int64
    ) {
        self.selection = selection
        self.rewriter = rewriter
        self.mapper = mapper
        self.maximumEvents = max(delivery.batchEvents, 1)
        self.maximumBytes = max(delivery.batchBytes, 1)
        self.maximumRecordBytes = min(delivery.recordBytes ?? .max, maximumBytes)
        self.coverageStart = position
        self.coverageEnd = position
        events.reserveCapacity(maximumEvents)
    }

    /// Events in the open batch.
    @inline(__always)
    var count: Int { events.count }
    /// Whether the batch holds as many events as it may.
    @inline(__always)
    var isFull: Bool { events.count >= maximumEvents || weight >= maximumBytes }
    /// The log position up to which the open batch accounts for everything.
    @inline(__always)
    var position: Int64 { coverageEnd }

    /// Whether the current selects the event and it is not too large.
    func selects(_ event: borrowing ScannedEvent, line: UnsafeRawBufferPointer) -> Bool {
        guard line.count <= Self.maximumEventBytes else { return false }
        return selection.judge(event, line: line) == nil
    }

    /// Takes one scanned event; `keys` is nil for partners without limits per user or device.
    mutating func offer(
        _ event: borrowing ScannedEvent,
        line: UnsafeRawBufferPointer,
        at position: Int64,
        end: Int64,
        keys: IdentityKeys? = nil
    )
        -> Result
    {
        if let reason = selection.judge(event, line: line) {
            filtered.count(reason)
            coverageEnd = end
            return .taken
        }
        guard line.count <= Self.maximumEventBytes else { return .setAside(.oversize) }
        let mark = EventMark(position: position, end: end, recordEnd: 0)
        let before = events.count
        let result = append(event, line: line, mark: mark)
        if let keys, events.count > before { self.keys.append(keys) }
        return result
    }

    /// Leaves out an event that waits elsewhere: the open batch does not account for it.
    mutating func leave(_ position: Int64, _ end: Int64) {
        holes.append(position..<end)
        coverageEnd = max(coverageEnd, end)
    }

    /// Takes a dead letter that is tried again; it was selected before and is not judged anew.
    mutating func offer(
        replay id: Int64,
        _ event: borrowing ScannedEvent,
        line: UnsafeRawBufferPointer,
        keys: IdentityKeys? = nil
    ) -> Result {
        let result = append(event, line: line, mark: EventMark(position: 0, end: 0, recordEnd: 0))
        if case .taken = result, replayed.count < events.count {
            replayed.append(id)
            if let keys { self.keys.append(keys) }
        }
        return result
    }

    /// Rewrites an event as the spec wants it, and appends the partner's record of what comes out.
    private mutating func append(
        _ event: borrowing ScannedEvent,
        line: UnsafeRawBufferPointer,
        mark: EventMark
    ) -> Result {
        switch rewriter?.rewrite(event, line: line) {
        case nil, .unchanged:
            return appendRecord(event, line: line, mark: mark)
        case .failed(let words):
            return .setAside(.mappingFailed, words)
        case .rewritten:
            return rewriter?.withRewritten { appendRecord($0, line: $1, mark: mark) }
                ?? .setAside(.mappingFailed)
        }
    }

    private mutating func appendRecord(
        _ event: borrowing ScannedEvent,
        line: UnsafeRawBufferPointer,
        mark: EventMark
    ) -> Result {
        let before = records.count
        if !events.isEmpty { records.append(",") }
        let start = records.count
        let size: Int
        let result = mapper.map(event, line: line, into: records)
        switch result {
        case .record:
            size = records.count - start
        case .recordWeighing(let weight):
            size = weight
        case .filtered(let reason):
            records.truncate(to: before)
            filtered.count(reason)
            coverageEnd = max(coverageEnd, mark.end)
            return .taken
        case .deadLettered(let reason, let words):
            records.truncate(to: before)
            return .setAside(reason, words)
        }
        guard size <= maximumRecordBytes else {
            records.truncate(to: before)
            return .setAside(.tooLargeForPartner)
        }
        // The comma between two records counts where bytes count.
        let added = result.isWeighed ? size : size + (start - before)
        guard events.isEmpty || weight + added <= maximumBytes else {
            records.truncate(to: before)
            return .full
        }
        weight += added
        events.append(EventMark(position: mark.position, end: mark.end, recordEnd: records.count))
        coverageEnd = max(coverageEnd, mark.end)
        return .taken
    }

    /// Accounts for bytes that are no event of this current: blank and refused lines, events set aside.
    mutating func cover(upTo position: Int64) { coverageEnd = max(coverageEnd, position) }

    /// Starts again elsewhere.
    ///
    /// The open batch must have been sealed.
    mutating func move(to position: Int64) {
        coverageStart = position
        coverageEnd = position
    }

    /// Takes back the memory of a batch that is done.
    mutating func recycle(_ records: ByteBuffer) {
        guard spare.count < 2 else { return }
        spare.append(records)
    }

    /// Hands over the open batch and starts the next one behind it; a batch without events still has a coverage.
    mutating func seal() -> Batch {
        var bytes = spare.popLast() ?? ByteBuffer()
        bytes.clear()
        records.withUnsafeBytes { _ = bytes.writeBytes($0) }
        records.truncate(to: 0)
        weight = 0
        let batch = Batch(
            events: events,
            records: bytes,
            coverage: coverageStart..<coverageEnd,
            filtered: filtered,
            replayed: replayed,
            keys: keys,
            holes: holes,
            // A replay was promised nothing when it was built.
            allowance: replayed.isEmpty ? .promised : .spent
        )
        keys = []
        holes = []
        events = []
        events.reserveCapacity(maximumEvents)
        replayed = []
        filtered = FilterTally()
        coverageStart = coverageEnd
        return batch
    }
}
