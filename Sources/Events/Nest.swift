/// The objects and arrays of one line, inside one another: the grammar's loop, without recursion.
///
/// The steps of the loop are `@_transparent` because the optimizer leaves them as calls when they are only
/// `@inline(__always)`: the walk then lives in memory, and an event takes about a quarter longer.
///
/// Its memory is kept from line to line; the owner calls `deallocate()` once, at the end.
struct Nest {
    /// Whether an object of the line names a key twice.
    private(set) var hasDuplicateKey = false

    private var keys: KeySet
    /// The open containers, outermost first: an object's stamp, or `Level.array`.
    private let open: UnsafeMutablePointer<UInt32>

    init(seed: UInt64) {
        keys = KeySet(seed: seed)
        open = .allocate(capacity: EventScanner.maximumDepth)
    }

    func deallocate() {
        keys.deallocate()
        open.deallocate()
    }

    /// Walks over the whole line.
    ///
    /// - Returns: Whether it is one object by the grammar, not too deep, and nothing else.
    mutating func walk(
        _ start: LineWalk,
        _ index: LineIndex,
        _ event: inout ScannedEvent
    ) -> Bool {
        var walk = start
        var level = Level()
        hasDuplicateKey = false
        keys.beginLine()
        walk.skipSpace()
        guard walk.byte == UInt8(ascii: "{") else { return false }
        guard var isOpening = value(&walk, index, nil, &level, &event) else { return false }
        while level.depth > 0 {
            if isElement(&walk, level.closer, isOpening) {
                guard let isContainer = element(&walk, index, &level, &event) else { return false }
                isOpening = isContainer
                continue
            }
            guard walk.take(level.closer) else { return false }
            leave(at: walk.offset, &level, &event)
            isOpening = false
        }
        walk.skipSpace()
        return walk.offset == walk.count
    }

    /// Steps to the next element of the innermost container, over a comma unless it is the first.
    ///
    /// - Returns: False when there is none, which is no fault only before the container's closer.
    @_transparent
    private func isElement(_ walk: inout LineWalk, _ closer: UInt8, _ isOpening: Bool) -> Bool {
        if !isOpening, walk.take(UInt8(ascii: ","), before: UInt8(ascii: "\"")) { return true }
        walk.skipSpace()
        guard isOpening ? walk.byte != closer : walk.take(UInt8(ascii: ",")) else { return false }
        walk.skipSpace()
        return true
    }

    /// Steps over an array's element or an object's member.
    ///
    /// - Returns: Whether its value is a container, which is then open; nil for a fault.
    @_transparent
    private mutating func element(
        _ walk: inout LineWalk,
        _ index: LineIndex,
        _ level: inout Level,
        _ event: inout ScannedEvent
    ) -> Bool? {
        guard level.stamp != Level.array else { return value(&walk, index, nil, &level, &event) }
        guard walk.byte == UInt8(ascii: "\""), let key = walk.string(index) else { return nil }
        let field = take(key, walk.line, walk.count, level.stamp, level.place)
        if !walk.take(UInt8(ascii: ":"), before: UInt8(ascii: "\"")) {
            walk.skipSpace()
            guard walk.take(UInt8(ascii: ":")) else { return nil }
            walk.skipSpace()
        }
        return value(&walk, index, field, &level, &event)
    }

    /// Notes a key of the innermost object, and says which field it names.
    @_transparent
    private mutating func take(
        _ key: StringToken,
        _ line: UnsafePointer<UInt8>,
        _ lineCount: Int,
        _ stamp: UInt32,
        _ place: Place
    ) -> ScannedEvent.Field? {
        // The walk itself is not passed: copying it would wait for its last stores to leave the store buffer.
        let start = key.start
        guard !key.hasEscapes else {
            let key = keys.insertEscaped(line, start: start, count: key.count, stamp: stamp)
            if !key.isNew { hasDuplicateKey = true }
            return place.field(key.head, count: key.count)
        }
        let count = key.count
        let ends = KeyEnds(line + start, count: count, readable: lineCount &- start)
        if !keys.insert(ends, line, start: start, count: count, stamp: stamp) {
            hasDuplicateKey = true
        }
        return place.field(ends.head, count: count)
    }

    /// Steps over a value, or into it when it is a container, and keeps it when it belongs to a field.
    ///
    /// - Returns: Whether it is a container; nil for a fault.
    @_transparent
    private mutating func value(
        _ walk: inout LineWalk,
        _ index: LineIndex,
        _ field: ScannedEvent.Field?,
        _ level: inout Level,
        _ event: inout ScannedEvent
    ) -> Bool? {
        let start = walk.offset
        switch walk.byte {
        case UInt8(ascii: "\""):
            guard let content = walk.string(index) else { return nil }
            if let field { event.keep(content, as: field) }
            return false
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            return enter(&walk, field, &level) ? true : nil
        default:
            guard walk.scalar() else { return nil }
            if field == .time, walk.line[start] != UInt8(ascii: "n") {
                event.fields[ScannedEvent.Field.time.rawValue] = FieldRange(start, walk.offset)
            }
            return false
        }
    }

    @_transparent
    private mutating func enter(
        _ walk: inout LineWalk,
        _ field: ScannedEvent.Field?,
        _ level: inout Level
    ) -> Bool {
        guard level.depth < EventScanner.maximumDepth else { return false }
        let isObject = walk.byte == UInt8(ascii: "{")
        let stamp = isObject ? keys.beginObject() : Level.array
        open[level.depth] = stamp
        level.enter(stamp, field, at: walk.offset)
        walk.offset &+= 1
        return true
    }

    @_transparent
    private func leave(at end: Int, _ level: inout Level, _ event: inout ScannedEvent) {
        if level.depth == 2, let field = level.field {
            event.fields[field.rawValue] = FieldRange(level.fieldStart, end)
        }
        level.leave(to: level.depth > 1 ? open[level.depth &- 2] : Level.array)
    }
}

/// The innermost open container.
struct Level {
    /// The stamp that says array; no object has it.
    static var array: UInt32 { 0 }

    /// The number of open containers.
    private(set) var depth = 0
    /// The object's stamp, or `array`.
    private(set) var stamp = Level.array
    /// Which object of the event this is.
    private(set) var place = Place.elsewhere
    /// The field whose value the container on the second level is.
    private(set) var field: ScannedEvent.Field?
    /// Where that value begins.
    private(set) var fieldStart = 0
    private var secondPlace = Place.elsewhere

    /// The byte that ends the container.
    @inline(__always)
    var closer: UInt8 { stamp == Level.array ? UInt8(ascii: "]") : UInt8(ascii: "}") }

    @inline(__always)
    mutating func enter(_ stamp: UInt32, _ field: ScannedEvent.Field?, at start: Int) {
        self.stamp = stamp
        depth &+= 1
        guard depth <= 2 else {
            place = .elsewhere
            return
        }
        guard depth == 2 else {
            place = .root
            return
        }
        fieldStart = start
        (self.field, secondPlace) =
            switch field {
            case .time: (.time, .elsewhere)
            case .user where stamp != Level.array: (.user, .user)
            case .properties where stamp != Level.array: (.properties, .properties)
            default: (nil, .elsewhere)
            }
        place = secondPlace
    }

    @inline(__always)
    mutating func leave(to outer: UInt32) {
        depth &-= 1
        stamp = outer
        place = depth == 1 ? .root : depth == 2 ? secondPlace : .elsewhere
    }
}

extension ScannedEvent {
    /// Keeps a string value, unless the field wants an object.
    @inline(__always)
    fileprivate mutating func keep(_ content: StringToken, as field: Field) {
        if field.rawValue < Field.time.rawValue {
            fields[field.rawValue] = FieldRange(content.start, content.end, hasEscapes: content.hasEscapes)
        } else if field == .time {
            fields[field.rawValue] = FieldRange(content.start &- 1, content.end &+ 1)
        }
    }
}
