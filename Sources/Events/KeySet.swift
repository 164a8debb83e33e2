/// The keys of the objects of one line: says whether an object has had a key before.
///
/// One open-addressing table serves all objects of a line, so that nothing is cleared when an object or a line ends:
/// each object has a number of its own (its *stamp*), and stamps of earlier lines mean an empty slot.
/// The hash is keyed and the table grows, so that work stays linear in the number of keys whoever writes them.
///
/// Its memory is kept from line to line; the owner calls `deallocate()` once, at the end.
struct KeySet {
    private struct Slot {
        var stamp: UInt32
        var tag: UInt32
        /// An offset into the line, or into `decoded` with all bits flipped.
        var start: Int32
        var count: Int32
    }

    private static let usualCapacity = 512

    private let hash: KeyHash
    private var slots: UnsafeMutablePointer<Slot>
    private var mask: Int
    private var used = 0
    private var lineStamp: UInt32 = 1
    private var lastStamp: UInt32 = 0
    /// The text of this line's keys that were written with escapes.
    private let decoded = RecordBuffer()

    init(seed: UInt64) {
        hash = KeyHash(seed: seed)
        slots = Self.makeSlots(Self.usualCapacity)
        mask = Self.usualCapacity - 1
    }

    func deallocate() { slots.deallocate() }

    /// Forgets everything; call before each line.
    @inline(__always)
    mutating func beginLine() {
        used = 0
        lineStamp = lastStamp &+ 1
        // A line makes fewer than 2^31 objects, so stamps cannot wrap inside one.
        if lastStamp >= 1 << 31 || mask >= Self.usualCapacity { reset() }
        if decoded.count > 0 { decoded.truncate(to: 0) }
    }

    /// Gives the next object its stamp.
    @inline(__always)
    mutating func beginObject() -> UInt32 {
        lastStamp &+= 1
        return lastStamp
    }

    /// Adds a key whose bytes are its text.
    ///
    /// - Returns: False when the object has it already.
    @inline(__always)
    mutating func insert(
        _ ends: KeyEnds,
        _ line: UnsafePointer<UInt8>,
        start: Int,
        count: Int,
        stamp: UInt32
    ) -> Bool {
        let code = hash.hash(ends, line + start, count)
        return place(code, line, start: Int32(truncatingIfNeeded: start), count: count, stamp: stamp)
    }

    /// Adds a key that was written with escapes.
    ///
    /// - Returns: The head and length of its text, and whether it is new to the object.
    mutating func insertEscaped(
        _ line: UnsafePointer<UInt8>,
        start: Int,
        count: Int,
        stamp: UInt32
    ) -> (head: KeyHead, count: Int, isNew: Bool) {
        let offset = decoded.count
        decoded.appendUnescaped(
            UnsafeRawBufferPointer(start: line + start, count: count),
            loneSurrogates: .kept
        )
        let length = decoded.count &- offset
        let (head, code) = decoded.withUnsafeBytes { bytes -> (KeyHead, UInt64) in
            guard let base = bytes.baseAddress else { return (KeyHead(low: 0, high: 0), 0) }
            let text = (base + offset).assumingMemoryBound(to: UInt8.self)
            let ends = KeyEnds(text, count: length, readable: length)
            return (ends.head, hash.hash(ends, text, length))
        }
        let isNew = place(code, line, start: ~Int32(truncatingIfNeeded: offset), count: length, stamp: stamp)
        return (head, length, isNew)
    }

    @inline(__always)
    private mutating func place(
        _ code: UInt64,
        _ line: UnsafePointer<UInt8>,
        start: Int32,
        count: Int,
        stamp: UInt32
    ) -> Bool {
        let new = Slot(
            stamp: stamp,
            tag: UInt32(truncatingIfNeeded: code >> 32),
            start: start,
            count: Int32(truncatingIfNeeded: count)
        )
        var index = home(of: code, stamp)
        while slots[index].stamp >= lineStamp {
            if slots[index].stamp == stamp, slots[index].tag == new.tag, isSame(slots[index], new, line) {
                return false
            }
            index = (index &+ 1) & mask
        }
        slots[index] = new
        used &+= 1
        if used &* 4 > mask &* 3 { grow(line) }
        return true
    }

    /// The slot where the search for a key of an object begins.
    ///
    /// The stamp spreads the equal keys of many objects, which are the rule in an array of objects.
    @inline(__always)
    private func home(of code: UInt64, _ stamp: UInt32) -> Int {
        Int(truncatingIfNeeded: code &+ UInt64(stamp) &* 0x9E37_79B9_7F4A_7C15) & mask
    }

    private func isSame(_ left: Slot, _ right: Slot, _ line: UnsafePointer<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        return decoded.withUnsafeBytes { text in
            for index in 0..<Int(left.count) {
                let one = left.start >= 0 ? line[Int(left.start) &+ index] : text[Int(~left.start) &+ index]
                let two =
                    right.start >= 0 ? line[Int(right.start) &+ index] : text[Int(~right.start) &+ index]
                if one != two { return false }
            }
            return true
        }
    }

    /// Doubles the table; the keys are hashed again, which keeps a slot at 16 bytes.
    @inline(never)
    private mutating func grow(_ line: UnsafePointer<UInt8>) {
        let old = slots
        let oldMask = mask
        mask = oldMask &* 2 &+ 1
        slots = Self.makeSlots(mask &+ 1)
        for slot in UnsafeBufferPointer(start: old, count: oldMask &+ 1) where slot.stamp >= lineStamp {
            var index = home(of: code(of: slot, line), slot.stamp)
            while slots[index].stamp >= lineStamp { index = (index &+ 1) & mask }
            slots[index] = slot
        }
        old.deallocate()
    }

    private func code(of slot: Slot, _ line: UnsafePointer<UInt8>) -> UInt64 {
        let count = Int(slot.count)
        func code(_ text: UnsafePointer<UInt8>) -> UInt64 {
            hash.hash(KeyEnds(text, count: count, readable: count), text, count)
        }
        guard slot.start < 0 else { return code(line + Int(slot.start)) }
        return decoded.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress else { return 0 }
            return code((base + Int(~slot.start)).assumingMemoryBound(to: UInt8.self))
        }
    }

    /// Gives back what an unusual line made the table grow to, and starts stamps afresh.
    @inline(never)
    private mutating func reset() {
        slots.deallocate()
        slots = Self.makeSlots(Self.usualCapacity)
        mask = Self.usualCapacity - 1
        lineStamp = 1
        lastStamp = 0
    }

    private static func makeSlots(_ capacity: Int) -> UnsafeMutablePointer<Slot> {
        let slots = UnsafeMutablePointer<Slot>.allocate(capacity: capacity)
        slots.initialize(repeating: Slot(stamp: 0, tag: 0, start: 0, count: 0), count: capacity)
        return slots
    }
}
