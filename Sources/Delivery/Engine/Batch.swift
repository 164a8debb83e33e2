import Events
import NIOCore
import Plans

/// One event of a batch: where it stands in the log and where its record ends.
struct EventMark: Sendable, Hashable {
    /// The log position of its line.
    var position: Int64
    /// The log position after its line.
    var end: Int64
    /// The end of its record in the batch's bytes; the next record starts one byte later, behind a comma.
    var recordEnd: Int
}

/// Some events of one current on their way: the marks, and the records as the partner will get them.
struct Batch {
    var events: [EventMark]
    var records: ByteBuffer
    /// The stretch of the log the batch accounts for as a whole, events and what lies between them; nil once the
    /// stretches between the events have been accounted for.
    var coverage: Range<Int64>?
    /// Events of the coverage that were left out, by reason; counted when the coverage is.
    var filtered: FilterTally
    /// Dead letters being tried again: rows of the ledger instead of positions of the log.
    ///
    /// Empty for log events.
    var replayed: [Int64] = []
    /// Users and devices of the events, for partners that limit them; else empty.
    var keys: [IdentityKeys] = []
    /// Stretches of the coverage that it does not account for, ascending: their events wait elsewhere.
    var holes: [Range<Int64>] = []
    /// How its events stand with the limits of their users and devices.
    var allowance = Allowance.promised
    /// Events that have reached their fate one by one.
    var finished = 0

    /// Whether one of its events is at fault and nobody knows which: they must not be mixed with others again.
    var isSuspect = false

    /// How a batch stands with the limits of its users and devices.
    enum Allowance: Sendable, Hashable {
        /// Its events were promised a place when it was built.
        case promised
        /// They may leave; others of the same batch may not.
        case granted
        /// They are on their way.
        case flying
        /// Their request has ended, and they must ask again.
        case spent
    }

    /// The stretches it accounts for as a whole.
    var covered: [Range<Int64>] {
        guard let coverage else { return [] }
        return coverage.leavingOut(holes)
    }

    /// Events of the log that it still accounts for.
    var unfinished: Int64 { replayed.isEmpty ? Int64(events.count - finished) + filtered.total : 0 }

    /// The records as a connector sees them.
    var sent: RecordBatch { RecordBatch(records: records, marks: events) }

    /// The bytes of one record.
    func record(of index: Int) -> ByteBuffer? {
        guard events.indices.contains(index) else { return nil }
        let start = index == 0 ? 0 : events[index - 1].recordEnd + 1
        return records.getSlice(at: records.readerIndex + start, length: events[index].recordEnd - start)
    }

    /// A batch of some of the events, in the order given.
    ///
    /// It accounts for nothing but them.
    func part(_ indexes: [Int]) -> Batch {
        var part = Batch(events: [], records: ByteBuffer(), coverage: nil, filtered: FilterTally())
        part.events.reserveCapacity(indexes.count)
        for index in indexes {
            guard var record = record(of: index) else { continue }
            if !part.events.isEmpty { part.records.writeInteger(UInt8(ascii: ",")) }
            part.records.writeBuffer(&record)
            var mark = events[index]
            mark.recordEnd = part.records.readableBytes
            part.events.append(mark)
            if replayed.indices.contains(index) { part.replayed.append(replayed[index]) }
            if keys.indices.contains(index) { part.keys.append(keys[index]) }
        }
        part.allowance = allowance
        part.isSuspect = isSuspect
        return part
    }
}

extension Range<Int64> {
    /// What is left of the range without others, which are ascending and do not overlap.
    func leavingOut(_ others: some Sequence<Range<Int64>>) -> [Range<Int64>] {
        var rest: [Range<Int64>] = []
        var from = lowerBound
        for other in others {
            if other.lowerBound > from { rest.append(from..<other.lowerBound) }
            from = Swift.max(from, other.upperBound)
        }
        if upperBound > from { rest.append(from..<upperBound) }
        return rest
    }
}

/// A count for each reason to leave an event out, without a dictionary on the hot path.
struct FilterTally: Sendable, Hashable {
    private(set) var notSelected: Int64 = 0
    private(set) var unknownEventType: Int64 = 0
    private(set) var noIdentity: Int64 = 0

    mutating func count(_ reason: FilterReason) {
        switch reason {
        case .notSelected: notSelected += 1
        case .unknownEventType: unknownEventType += 1
        case .noIdentity: noIdentity += 1
        }
    }

    /// Adds the counts to a current's books and starts again from zero.
    mutating func settle(into counts: inout FateCounts) {
        if notSelected > 0 { counts.add(.filtered(.notSelected), events: notSelected) }
        if unknownEventType > 0 { counts.add(.filtered(.unknownEventType), events: unknownEventType) }
        if noIdentity > 0 { counts.add(.filtered(.noIdentity), events: noIdentity) }
        self = FilterTally()
    }

    var total: Int64 { notSelected + unknownEventType + noIdentity }
}
