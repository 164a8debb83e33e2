public import Events
public import Plans

/// Turns one source event into the partner's record.
///
/// Pure: no clock, no I/O, equal bytes for equal events.
public protocol RecordMapper {
    /// Appends the partner's record for `event` to `buffer`; appends nothing unless the result is one of the records.
    ///
    /// - Parameters:
    ///   - event: The scanned event.
    ///   - line: The event's bytes, valid during the call only.
    ///   - buffer: Where the record goes.
    /// - Returns: What became of the event.
    mutating func map(
        _ event: borrowing ScannedEvent,
        line: UnsafeRawBufferPointer,
        into buffer: RecordBuffer
    )
        -> MappingResult
}

/// What became of an event in the mapping.
public enum MappingResult: Sendable, Hashable {
    /// One record was appended, whose bytes count against the limits as they are.
    case record
    /// One record was appended that counts as so many bytes, for partners with a rule of their own.
    case recordWeighing(Int)
    /// The partner's rule leaves the event out by design.
    case filtered(FilterReason)
    /// No record can be made of it; the words say why, for people.
    case deadLettered(DeadLetterReason, String = "")
}

extension MappingResult {
    /// Whether the partner's own rule says how much the record counts.
    var isWeighed: Bool { if case .recordWeighing = self { true } else { false } }
}
