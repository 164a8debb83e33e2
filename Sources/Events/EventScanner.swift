public import Plans

/// Reads one event's line once: refuses what cannot be an event, and finds the fields that every current needs.
///
/// A line must be one JSON object by RFC 8259, in UTF-8, no deeper than 128 levels, no object naming a key twice
/// (keys are compared as text, escapes undone), with an `id` that is a string of at least one byte. A byte order mark
/// is refused. An escape that is half of a surrogate pair is allowed, as the grammar allows it.
///
/// Work is linear in the line's length whatever it holds; the memory used is kept for the next line.
public struct EventScanner: ~Copyable {
    /// Objects and arrays inside one another, the event itself included, at the most.
    public static let maximumDepth = 128
    /// The longest line a scanner takes, in bytes.
    public static let maximumLineBytes = 1 << 30

    /// The types that `ScannedEvent.type` is an index into.
    public let types: TypeTable

    private var index = LineIndex()
    private var nest: Nest
    private let decoded = RecordBuffer()

    /// Makes a scanner.
    ///
    /// - Parameters:
    ///   - types: The event types to number.
    ///   - seed: Keys the hash of object keys; what a scanner finds does not depend on it.
    public init(types: TypeTable, seed: UInt64 = .random(in: .min ... .max)) {
        self.types = types
        nest = Nest(seed: seed)
    }

    deinit {
        index.deallocate()
        nest.deallocate()
    }

    /// Whether a line is empty or holds white space only, so that it is no event and no fault either.
    public static func isBlank(_ line: UnsafeRawBufferPointer) -> Bool {
        line.allSatisfy(isWhiteSpace)
    }

    /// Scans one line, given without its newline.
    ///
    /// White space around the object is allowed, so a carriage return at the end is too. Of several faults the first
    /// in this order is named: too long, not UTF-8, not JSON, duplicate key, no id.
    ///
    /// - Parameters:
    ///   - line: The bytes; nothing outside of them is read.
    ///   - event: Overwritten with what was found; meaningless when the line is refused.
    /// - Returns: Why the line is refused, or nil when it is an event. A blank line is `notJSON`.
    public mutating func scan(_ line: UnsafeRawBufferPointer, into event: inout ScannedEvent)
        -> RefusalReason?
    {
        guard line.count <= Self.maximumLineBytes else { return .lineTooLong }
        // Without white space at the end, a carriage return does not count as a control character of the line.
        var count = line.count
        while count > 0, Self.isWhiteSpace(line[count &- 1]) { count &-= 1 }
        guard count > 0, let base = line.baseAddress else { return .notJSON }
        let bytes = base.assumingMemoryBound(to: UInt8.self)
        event = ScannedEvent()
        guard index.index(bytes, count: count) else { return .invalidUTF8 }
        guard nest.walk(LineWalk(bytes, count: count, index: index), index, &event) else { return .notJSON }
        guard !nest.hasDuplicateKey else { return .duplicateKey }
        guard event.id.count > 0 else { return .noID }
        event.type = type(of: event, line)
        return nil
    }

    @inline(__always)
    private func type(of event: borrowing ScannedEvent, _ line: UnsafeRawBufferPointer) -> Int32 {
        guard event.eventType.isPresent else { return -1 }
        let name = event.eventType.bytes(in: line)
        guard event.eventType.hasEscapes else { return types.index(of: name) }
        decoded.truncate(to: 0)
        decoded.appendUnescaped(name)
        return decoded.withUnsafeBytes { types.index(of: $0) }
    }
}
