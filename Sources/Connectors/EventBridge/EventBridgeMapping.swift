import Delivery
import Events
import Plans

/// One of our events → one entry of a request: the event's own bytes as the text of `Detail`.
///
/// Facts: the EventBridge API reference, PutPartnerEvents and PutEvents, and the user guide, "Event size calculation",
/// read 2026-11-20.
struct EventBridgeMapping: RecordMapper {
    /// What every entry of one current has in front of and behind its own values.
    struct Frame: Sendable {
        /// From the comma behind `Time` to the quote that opens `DetailType`'s text, without that quote.
        private(set) var head: [UInt8]
        /// The bytes that a source's name counts for in an entry's size.
        private(set) var sourceBytes: Int

        /// - Parameters:
        ///   - source: The whole name of the source.
        ///   - busName: The bus, in bus mode.
        init(source: String, busName: String?) {
            let text = RecordBuffer()
            text.append("\"Source\":")
            text.appendJSONString(source)
            if let busName {
                text.append(",\"EventBusName\":")
                text.appendJSONString(busName)
            }
            text.append(",\"DetailType\":")
            head = text.withUnsafeBytes { Array($0) }
            sourceBytes = source.utf8.count
        }
    }

    private let frame: Frame
    /// The text of an event type that was written with escapes.
    private let decoded = RecordBuffer()

    init(_ frame: Frame) { self.frame = frame }

    mutating func map(
        _ event: borrowing ScannedEvent,
        line: UnsafeRawBufferPointer,
        into buffer: RecordBuffer
    ) -> MappingResult {
        let time = event.time
        let type = event.eventType
        guard type.hasEscapes else {
            return write(time, detailType: type.bytes(in: line), line, into: buffer)
        }
        decoded.truncate(to: 0)
        decoded.appendUnescaped(type.bytes(in: line))
        return decoded.withUnsafeBytes { write(time, detailType: $0, line, into: buffer) }
    }

    private func write(
        _ time: FieldRange,
        detailType: UnsafeRawBufferPointer,
        _ line: UnsafeRawBufferPointer,
        into buffer: RecordBuffer
    ) -> MappingResult {
        guard detailType.count > 0, EventBridgeEntry.isDetailType(detailType) else {
            return .deadLettered(
                .mappingFailed,
                "an EventBridge entry needs an event type of 1 to 128 characters"
            )
        }
        let time = time.bytes(in: line)
        let hasTime = EventBridgeEntry.isPlainSeconds(time)
        let size = EventBridgeEntry.size(
            hasTime: hasTime,
            source: frame.sourceBytes,
            detailType: detailType.count,
            detail: line.count
        )
        guard size < EventBridgeEntry.sizeLimit else {
            let words =
                "the entry counts as \(size) bytes, and EventBridge takes fewer than \(EventBridgeEntry.sizeLimit)"
            return .deadLettered(.tooLargeForPartner, words)
        }
        if hasTime {
            buffer.append("{\"Time\":")
            buffer.append(time)
            buffer.append(UInt8(ascii: ","))
        } else {
            buffer.append(UInt8(ascii: "{"))
        }
        frame.head.withUnsafeBytes { buffer.append($0) }
        buffer.appendJSONString(detailType)
        buffer.append(",\"Resources\":[],\"Detail\":")
        buffer.appendJSONString(line)
        buffer.append(UInt8(ascii: "}"))
        return .recordWeighing(size)
    }
}

/// What the partner says about one entry.
enum EventBridgeEntry {
    /// An entry, and all entries of a request together, must be smaller: 256 KB.
    static let sizeLimit = 262_144
    /// Characters of `DetailType` at the most.
    static let maximumDetailTypeCharacters = 128

    /// The size the partner counts: bytes of UTF-8, before any escaping, of the fields' values.
    ///
    /// `Resources` are always empty here, and the bus's name does not count.
    static func size(hasTime: Bool, source: Int, detailType: Int, detail: Int) -> Int {
        (hasTime ? 14 : 0) + source + detailType + detail
    }

    /// Whether a text is short enough; counts characters, not bytes.
    static func isDetailType(_ text: UnsafeRawBufferPointer) -> Bool {
        text.count <= maximumDetailTypeCharacters
            || text.reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 } <= maximumDetailTypeCharacters
    }

    /// Whether a JSON token is seconds since 1970 as the partner takes them: one to ten digits, then perhaps a point
    /// and digits.
    ///
    /// A sign, an exponent or more digits are no time that a producer can have meant in seconds; such an entry
    /// goes out without a time, and the partner puts the time of arrival in its place.
    static func isPlainSeconds(_ token: UnsafeRawBufferPointer) -> Bool {
        var whole = 0
        while whole < token.count, isDigit(token[whole]) { whole += 1 }
        guard (1...10).contains(whole) else { return false }
        guard whole < token.count else { return true }
        return token[whole] == UInt8(ascii: ".") && token.count <= whole + 10
            && token[(whole + 1)...].allSatisfy(isDigit)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }
}
