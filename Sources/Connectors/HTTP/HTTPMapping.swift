import Delivery
import Events

/// The vendor's own body is the record: the event's bytes as they came, without the white space around them.
struct HTTPMapping: RecordMapper {
    mutating func map(
        _ event: borrowing ScannedEvent,
        line: UnsafeRawBufferPointer,
        into buffer: RecordBuffer
    ) -> MappingResult {
        buffer.append(line)
        return .record
    }
}
