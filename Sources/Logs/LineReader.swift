#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// One line of a log.
///
/// Its bytes are valid until the reader is asked for the next one.
public struct LogLine {
    /// The line without its line feed; empty for a line that is too long to be held.
    public var bytes: UnsafeRawBufferPointer
    /// The log position of its first byte.
    public var position: Int64
    /// The log position after its line feed.
    public var end: Int64
    /// Whether the line is longer than a reader holds; its bytes stay in the file.
    public var isTooLong: Bool
    /// Whether no line feed ends it: what it holds is what a file holds behind its last one.
    public var isRest: Bool
}

/// Reads a log line by line from a position, through one buffer, whatever the length of the log.
public final class LineReader {
    /// Lines beyond this are not held in memory: they are stepped over and reported as too long.
    public static let maximumLine = 16 << 20

    /// The log position of the next line.
    public private(set) var position: Int64

    private let log: FileLog
    private let capacity: Int
    private var buffer: UnsafeMutableRawBufferPointer
    /// The unread bytes in `buffer`; the first one is at log position `position` unless a long line is stepped over.
    private var unread: Range<Int> = 0..<0
    /// How many unread bytes are known to hold no line feed.
    private var searched = 0
    /// Bytes of a long line already dropped from the buffer.
    private var dropped: Int64 = 0

    /// Starts at a position.
    ///
    /// - Parameters:
    ///   - log: What to read.
    ///   - position: The log position of the first line.
    ///   - capacity: Bytes to read at a time.
    public init(log: FileLog, position: Int64, capacity: Int = 256 << 10) {
        self.log = log
        self.position = position
        self.capacity = capacity
        self.buffer = .allocate(byteCount: capacity, alignment: 64)
    }

    deinit { buffer.deallocate() }

    /// Goes on at another position.
    public func seek(to position: Int64) {
        guard position != self.position || dropped > 0 else { return }
        let ahead = position - self.position
        if dropped == 0, ahead > 0, ahead <= Int64(unread.count) {
            unread = unread.lowerBound + Int(ahead)..<unread.upperBound
        } else {
            unread = 0..<0
        }
        self.position = position
        searched = 0
        dropped = 0
    }

    /// Drops what is buffered: the bytes at its position are another file's now.
    public func forgetBuffer() {
        unread = 0..<0
        searched = 0
        dropped = 0
    }

    /// The next line that ends at or before `limit`, or nil when there is none yet.
    ///
    /// - Parameters:
    ///   - limit: The log position not to read beyond.
    ///   - takesRest: Whether bytes up to `limit` without a line feed are a line too.
    /// - Returns: The line, whose bytes are valid until the next call.
    /// - Throws: `SegmentGone`, or the disk's failure.
    public func next(before limit: Int64, takesRest: Bool) throws -> LogLine? {
        while true {
            if let line = lineInBuffer() { return line }
            let reach = try log.reach(from: position + dropped, limit: limit)
            let buffered = position + dropped + Int64(unread.count)
            if buffered < reach.end {
                try fill(upTo: reach.end - buffered)
                continue
            }
            guard buffered > position else { return nil }
            guard takesRest || reach.isSegmentEnd else { return nil }
            return take(unread.count, lineFeed: 0)
        }
    }

    private func lineInBuffer() -> LogLine? {
        guard let base = buffer.baseAddress else { return nil }
        let from = unread.lowerBound + searched
        guard from < unread.upperBound else { return nil }
        guard let found = memchr(base + from, 0x0A, unread.upperBound - from) else {
            searched = unread.count
            return nil
        }
        let length = UnsafeRawPointer(found) - UnsafeRawPointer(base + unread.lowerBound)
        return take(length, lineFeed: 1)
    }

    /// Hands out the first `length` unread bytes and steps over them and the line feed.
    private func take(_ length: Int, lineFeed: Int) -> LogLine {
        let start = position
        let isTooLong = dropped > 0 || length > Self.maximumLine
        var bytes = UnsafeRawBufferPointer(rebasing: buffer[unread.lowerBound..<unread.lowerBound + length])
        // Some editors put a byte order mark in front of a file; it is no part of the first event.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]), log.isStartOfFile(position) {
            bytes = UnsafeRawBufferPointer(rebasing: bytes[3...])
        }
        position += dropped + Int64(length + lineFeed)
        unread = unread.lowerBound + length + lineFeed..<unread.upperBound
        searched = 0
        dropped = 0
        return LogLine(
            bytes: isTooLong ? UnsafeRawBufferPointer(start: nil, count: 0) : bytes,
            position: start,
            end: position,
            isTooLong: isTooLong,
            isRest: lineFeed == 0
        )
    }

    private func fill(upTo wanted: Int64) throws {
        makeRoom()
        guard let base = buffer.baseAddress else { return }
        let room = buffer.count - unread.upperBound
        let space = UnsafeMutableRawBufferPointer(
            start: base + unread.upperBound,
            count: Int(min(Int64(room), wanted))
        )
        let read = try log.read(at: position + dropped + Int64(unread.count), into: space)
        unread = unread.lowerBound..<unread.upperBound + read
    }

    /// Moves the unread bytes to the front; grows for a long line, and drops the line when it is too long to hold.
    private func makeRoom() {
        guard let base = buffer.baseAddress else { return }
        if dropped > 0 || unread.count > Self.maximumLine {
            dropped += Int64(unread.count)
            unread = 0..<0
            searched = 0
            resize(to: capacity)
            return
        }
        if unread.count == buffer.count {
            resize(to: min(buffer.count * 2, Self.maximumLine + capacity))
        } else if buffer.count > capacity, unread.count < capacity {
            resize(to: capacity)
        } else if unread.lowerBound > 0 {
            memmove(base, base + unread.lowerBound, unread.count)
            unread = 0..<unread.count
        }
    }

    private func resize(to size: Int) {
        guard size != buffer.count else {
            unread = unread.isEmpty ? 0..<0 : unread
            return
        }
        let fresh = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
        fresh.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[unread]))
        buffer.deallocate()
        buffer = fresh
        unread = 0..<unread.count
    }
}
