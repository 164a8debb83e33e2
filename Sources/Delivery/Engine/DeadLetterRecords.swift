import Events
import Ledger
import Machine
import Plans

extension NewDeadLetter {
    /// An event set aside, with its bytes when they are still to be had.
    static func setAside(
        _ line: [UInt8]?,
        of current: String,
        stretch: Range<Int64>,
        _ reason: DeadLetterReason,
        _ failure: Verdict.Failure?,
        at now: WallInstant
    ) -> NewDeadLetter {
        let header = EventHeader(line ?? [])
        return NewDeadLetter(
            current: current,
            eventID: header.id,
            eventType: header.type,
            position: stretch.lowerBound,
            length: Int64(stretch.count),
            reason: reason,
            detail: failure?.detail ?? reason.explanation,
            status: failure?.status,
            body: line.map(EventHeader.trimmed),
            at: now
        )
    }

    /// One entry for all events of a stretch of the log that is gone.
    static func lost(_ events: Int64, of current: String, stretch: Range<Int64>, at now: WallInstant)
        -> NewDeadLetter
    {
        NewDeadLetter(
            current: current,
            eventID: [],
            eventType: "",
            position: stretch.lowerBound,
            length: Int64(stretch.count),
            reason: .sourceLost,
            detail: "\(events) accepted events were in a file that is gone",
            at: now,
            events: events
        )
    }
}

extension DeadLetter {
    /// The entry for an event that failed again.
    func again(_ reason: DeadLetterReason, _ failure: Verdict.Failure?, at now: WallInstant) -> NewDeadLetter
    {
        NewDeadLetter(
            current: current,
            eventID: eventID,
            eventType: eventType,
            position: position,
            length: length,
            reason: reason,
            detail: failure?.detail ?? reason.explanation,
            status: failure?.status,
            body: body,
            at: now,
            replayOf: id
        )
    }
}

/// Id and type of an event, for people.
struct EventHeader {
    private(set) var id: [UInt8] = []
    private(set) var type = ""

    init(_ line: [UInt8]) {
        line.withUnsafeBytes { bytes in
            var scanner = EventScanner(types: TypeTable(names: []))
            var event = ScannedEvent()
            let trimmed = EventScanner.trimmed(bytes)
            guard scanner.scan(trimmed, into: &event) == nil else { return }
            id = [UInt8](event.id.bytes(in: trimmed))
            type = String(decoding: event.eventType.bytes(in: trimmed), as: UTF8.self)
        }
    }

    static func trimmed(_ line: [UInt8]) -> [UInt8] {
        line.withUnsafeBytes { [UInt8](EventScanner.trimmed($0)) }
    }
}

extension DeadLetterReason {
    /// The reason in words, for entries the partner said nothing about.
    var explanation: String {
        switch self {
        case .oversize: "larger than 921,600 bytes as received"
        case .mappingFailed: "no record of the partner's form can be made of it"
        case .rejectedByPartner: "refused by the partner"
        case .tooLargeForPartner: "larger than the partner takes"
        case .retryExhausted: "retried for longer than the spec allows"
        case .credentialsExpired: "credentials failed for longer than the grace"
        case .idConflict: "an event with the same id and another body came first"
        case .bufferPolicy: "dropped by the buffer policy"
        case .currentRemoved: "its current was removed"
        case .sourceLost: "the source lost it before it was read"
        case .journalDamage: "the journal lost it"
        }
    }
}
