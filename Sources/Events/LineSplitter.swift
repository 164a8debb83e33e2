#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Walks over the lines of a chunk of bytes, without copying any.
public struct LineSplitter {
    private let chunk: UnsafeRawBufferPointer
    private var offset = 0

    /// Begins with the chunk's first line; the chunk must outlive the splitter and every line it gives.
    public init(_ chunk: UnsafeRawBufferPointer) {
        self.chunk = chunk
    }

    /// How many bytes of the chunk belong to the lines given so far, newlines included.
    public var consumed: Int { offset }

    /// What follows the last line given; after the last line, the beginning of one whose newline has not come yet.
    public var rest: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: chunk[offset...]) }

    /// The next line without its newline; nil when no further newline is in the chunk.
    @inline(__always)
    public mutating func next() -> UnsafeRawBufferPointer? {
        guard let base = chunk.baseAddress, offset < chunk.count else { return nil }
        let start = base + offset
        guard let newline = memchr(start, 0x0A, chunk.count &- offset) else { return nil }
        let length = UnsafeRawPointer(newline) - start
        offset &+= length &+ 1
        return UnsafeRawBufferPointer(start: start, count: length)
    }
}
