public import NIOCore

/// The records of one request, as the mapper wrote them, in the order they were taken.
public struct RecordBatch: Sendable {
    /// The records' bytes, with `,` between two records.
    public let records: ByteBuffer
    private let marks: [EventMark]

    init(records: ByteBuffer, marks: [EventMark]) {
        self.records = records
        self.marks = marks
    }

    /// Gathers records; for tests of connectors, and for probes, which carry none.
    public init(_ records: [[UInt8]] = []) {
        var bytes = ByteBuffer()
        marks = records.map { record in
            if bytes.readableBytes > 0 { bytes.writeInteger(UInt8(ascii: ",")) }
            bytes.writeBytes(record)
            return EventMark(position: 0, end: 0, recordEnd: bytes.readableBytes)
        }
        self.records = bytes
    }

    /// How many records there are, one for each event.
    public var count: Int { marks.count }

    /// The bytes of one record; empty when there is no such record.
    public subscript(index: Int) -> ByteBufferView {
        guard marks.indices.contains(index) else { return ByteBufferView() }
        let start = index == 0 ? 0 : marks[index - 1].recordEnd + 1
        let slice = records.getSlice(
            at: records.readerIndex + start,
            length: marks[index].recordEnd - start
        )
        return slice?.readableBytesView ?? ByteBufferView()
    }
}
