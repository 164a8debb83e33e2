import Events
import Ledger
import Logs
import Machine
import Plans

/// Reads one source once for all currents that keep up, accepting or refusing each line, and again for each current
/// that has fallen behind.
///
/// The *head* is how far lines have been accepted. A lane that cannot take more is detached and later reads for
/// itself, up to the head; when it arrives there it is attached again. So nobody waits for a slow partner.
final class SourceFeed {
    /// A busy lane holds the head back this long before it is detached; a failing one is detached at once.
    static let patience: Duration = .milliseconds(50)
    /// Lines handled in one go before the engine looks at its inbox again.
    private static let linesPerTurn = 4096
    /// How much of a refused line is copied into the ledger; all of it stays in the source.
    private static let keptBytes = 1 << 20

    let name: String
    let plan: SourcePlan
    let log: FileLog
    private(set) var books: SourceBooks
    private(set) var refused: [RefusedLine] = []
    private(set) var refusedBytes = 0
    /// Where reading ends in a run that stops at what the source held at its start; nil while following.
    var limit: Int64?
    /// Whether nothing more can arrive, so that a rest without line feed is a line.
    var isComplete = false
    /// Whether the books have changed since they were last stored.
    var isDirty = false
    /// Where the log ended when the head last found no whole line before it.
    private var dryEnd: Int64?

    private let clock: any MachineClock
    private let head: LineReader
    private var attached: [Lane] = []
    private var detached: [Lane] = []
    private var scanner: EventScanner
    private var event = ScannedEvent()

    init(plan: SourcePlan, log: FileLog, books: SourceBooks, types: TypeTable, clock: any MachineClock) {
        self.name = plan.name
        self.plan = plan
        self.log = log
        self.books = books
        self.scanner = EventScanner(types: types)
        self.clock = clock
        self.head = LineReader(log: log, position: books.head)
    }

    var lanes: [Lane] { attached + detached }
    /// Whether the head has accepted all there is to accept now; a rest without line feed may be left.
    var isAtEnd: Bool { books.head >= end || dryEnd == end }
    /// How far the head may read now.
    var end: Int64 { min(log.end, limit ?? .max) }

    /// Adds a lane at the position of its progress.
    func add(_ lane: Lane) {
        if lane.cursor == books.head, lane.end == nil { attach(lane) } else { detach(lane) }
    }

    /// The log was looked at again: what was a rest may be a line now.
    ///
    /// - Parameter hasChanged: Whether the files of the log are others now.
    func lookedAgain(hasChanged: Bool) {
        dryEnd = nil
        guard hasChanged else { return }
        isDirty = true
        // A rest of the file before must not become the beginning of the first line of the next one.
        head.forgetBuffer()
    }

    func remove(_ lane: Lane) {
        attached.removeAll { $0 === lane }
        detached.removeAll { $0 === lane }
    }

    /// Hands over the refused lines gathered since the last call.
    func takeRefused() -> [RefusedLine] {
        defer {
            refused = []
            refusedBytes = 0
        }
        return refused
    }

    /// Reads some lines for whoever can take them.
    ///
    /// - Returns: Whether anything was read, so that it is worth calling again.
    /// - Throws: The disk's failure. A stretch of the log that is gone is accounted for, not thrown.
    func pump(now: MonotonicInstant) throws -> Bool {
        var hasRead = false
        for lane in detached where try catchUp(lane) { hasRead = true }
        for lane in detached where lane.cursor == books.head && lane.end == nil { attach(lane) }
        letGo(now: now)
        guard attached.allSatisfy(\.hasRoom) else { return hasRead }
        return try readHead(now: now) || hasRead
    }

    /// When a busy lane's patience ends; nil when nobody is held back.
    func wakeAt() -> MonotonicInstant? {
        guard !isAtEnd, attached.contains(where: \.hasRoom) else { return nil }
        return attached.compactMap(\.blockedSince).min()?.advanced(by: Self.patience)
    }
}

// MARK: - The head

extension SourceFeed {
    private func readHead(now: MonotonicInstant) throws -> Bool {
        if let segment = log.segments.last { books.enter(segment: segment.base) }
        var lines = 0
        while lines < Self.linesPerTurn {
            let takesRest = log.isLeavingLast || (isComplete && books.head < end)
            guard let line = try head.next(before: end, takesRest: takesRest) else {
                dryEnd = end
                break
            }
            guard !isUnfinished(line) else {
                // Its writer may not be done: what is no whole event yet is left, not refused.
                head.seek(to: line.position)
                dryEnd = end
                break
            }
            lines += 1
            accept(line)
            // Only a sealed batch can take a lane's room away.
            guard !attached.contains(where: \.hasSealed) else { break }
        }
        guard lines > 0 else { return false }
        isDirty = true
        log.accept(upTo: books.head)
        return true
    }

    /// Whether a line without line feed, at the end of a file that may still grow, is no event.
    private func isUnfinished(_ line: LogLine) -> Bool {
        guard line.isRest, !log.isLeavingLast, plan.kind == .file else { return false }
        return judge(line, EventScanner.trimmed(line.bytes))?.refusal != nil
    }

    private func accept(_ line: LogLine) {
        books.head = line.end
        let bytes = EventScanner.trimmed(line.bytes)
        if let reason = judge(line, bytes) {
            if let reason = reason.refusal { refuse(line, reason) }
            for lane in attached { lane.pass(upTo: line.end) }
            return
        }
        books.total.accepted += 1
        for lane in attached { lane.offer(event, line: bytes, at: line.position, end: line.end) }
    }

    private func refuse(_ line: LogLine, _ reason: RefusalReason) {
        books.total.refused += 1
        let kept = line.isTooLong ? nil : [UInt8](line.bytes.prefix(Self.keptBytes))
        refusedBytes += kept?.count ?? 0
        refused.append(
            RefusedLine(
                source: name,
                position: line.position,
                length: line.end - line.position,
                reason: reason,
                bytes: kept,
                at: clock.wall()
            )
        )
    }

    /// Why a line is no event; nil when `event` now holds what was scanned.
    private func judge(_ line: LogLine, _ bytes: UnsafeRawBufferPointer) -> NoEvent? {
        if line.isTooLong { return .refused(.lineTooLong) }
        if bytes.isEmpty { return .blank }
        return scanner.scan(bytes, into: &event).map { .refused($0) }
    }

    private enum NoEvent {
        case blank
        case refused(RefusalReason)

        var refusal: RefusalReason? {
            guard case .refused(let reason) = self else { return nil }
            return reason
        }
    }
}

// MARK: - Lanes behind the head

extension SourceFeed {
    private func attach(_ lane: Lane) {
        detached.removeAll { $0 === lane }
        lane.reader = nil
        attached.append(lane)
    }

    private func detach(_ lane: Lane) {
        attached.removeAll { $0 === lane }
        detached.append(lane)
    }

    /// Lets go of lanes that would hold the others back.
    private func letGo(now: MonotonicInstant) {
        guard !isAtEnd else { return }
        let others = attached.contains { $0.hasRoom }
        for lane in attached where !lane.hasRoom {
            let since = lane.blockedSince ?? now
            lane.blockedSince = since
            let isImpatient = others && now >= since.advanced(by: Self.patience)
            if lane.isHeld || isImpatient { detach(lane) }
        }
    }

    private func catchUp(_ lane: Lane) throws -> Bool {
        let limit = min(books.head, lane.end?.position ?? .max)
        guard lane.hasRoom, lane.cursor < limit else { return false }
        let reader = lane.reader ?? LineReader(log: log, position: lane.cursor, capacity: 128 << 10)
        lane.reader = reader
        var lines = 0
        while lines < Self.linesPerTurn, lane.hasRoom, lane.cursor < limit {
            if let end = lane.skipFinished() {
                reader.seek(to: end)
                continue
            }
            do {
                guard let line = try reader.next(before: limit, takesRest: true) else { break }
                lines += 1
                offer(line, to: lane)
            } catch let gone as SegmentGone {
                try lose(gone.segment, of: lane)
                reader.seek(to: lane.cursor)
            }
        }
        return lines > 0
    }

    private func offer(_ line: LogLine, to lane: Lane) {
        let bytes = EventScanner.trimmed(line.bytes)
        guard judge(line, bytes) == nil else {
            lane.pass(upTo: line.end)
            return
        }
        lane.offer(event, line: bytes, at: line.position, end: line.end)
    }

    /// A stretch of the log is gone.
    ///
    /// What the lane had not read of it is counted as lost.
    private func lose(_ segment: LogSegment, of lane: Lane) throws {
        var beyond: Int64 = 0
        for stretch in lane.tracker.stretches(after: segment.end) { beyond += try countEvents(stretch) }
        let accepted = books.accepted(before: segment.end)
        lane.lose(upTo: segment.end, accepted: accepted, beyond: beyond, now: clock.wall())
    }

    private func countEvents(_ stretch: Range<Int64>) throws -> Int64 {
        let reader = LineReader(log: log, position: stretch.lowerBound, capacity: 128 << 10)
        var events: Int64 = 0
        while let line = try reader.next(before: stretch.upperBound, takesRest: true) {
            if judge(line, EventScanner.trimmed(line.bytes)) == nil { events += 1 }
        }
        return events
    }
}
