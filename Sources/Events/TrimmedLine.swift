extension EventScanner {
    /// The line without the white space around it: the event's own bytes, when the line is an event.
    @inlinable
    public static func trimmed(_ line: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        var start = 0
        var end = line.count
        while end > start, isWhiteSpace(line[end &- 1]) { end &-= 1 }
        while start < end, isWhiteSpace(line[start]) { start &+= 1 }
        return UnsafeRawBufferPointer(rebasing: line[start..<end])
    }

    /// JSON's white space: space, tab, line feed, carriage return.
    @inlinable
    @inline(__always)
    static func isWhiteSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}
