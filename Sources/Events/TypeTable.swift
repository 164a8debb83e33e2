#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Gives each known event type a small number, found from its bytes without an allocation.
public struct TypeTable: Sendable {
    /// The names, in the order of their numbers.
    public let names: [String]

    private struct Slot: Sendable {
        var code: UInt64
        /// A position in `names`; -1 when the slot is empty.
        var index: Int32
        var start: Int32
        var count: Int32
    }

    private let hash: KeyHash
    private let slots: [Slot]
    private let text: [UInt8]

    /// Numbers the names from 0; a name given again is not counted again.
    public init(names given: [String]) {
        let hash = KeyHash(seed: 0)
        var names: [String] = []
        var text: [UInt8] = []
        var capacity = 16
        while capacity < given.count * 4 { capacity *= 2 }
        var slots = [Slot](repeating: Slot(code: 0, index: -1, start: 0, count: 0), count: capacity)
        for name in given {
            let bytes = Array(name.utf8)
            let code = bytes.withUnsafeBytes { Self.code(of: $0, hash) }
            var position = Int(truncatingIfNeeded: code) & (capacity - 1)
            var isKnown = false
            while slots[position].index >= 0, !isKnown {
                let slot = slots[position]
                let known = text[Int(slot.start)..<Int(slot.start + slot.count)]
                isKnown = slot.code == code && known.elementsEqual(bytes)
                if !isKnown { position = (position + 1) & (capacity - 1) }
            }
            guard !isKnown else { continue }
            slots[position] = Slot(
                code: code,
                index: Int32(names.count),
                start: Int32(text.count),
                count: Int32(bytes.count)
            )
            names.append(name)
            text += bytes
        }
        self.hash = hash
        self.names = names
        self.slots = slots
        self.text = text
    }

    /// The number of the type with these bytes as its name; -1 when there is none.
    public func index(of name: UnsafeRawBufferPointer) -> Int32 {
        let code = Self.code(of: name, hash)
        let mask = slots.count - 1
        var position = Int(truncatingIfNeeded: code) & mask
        // At most a quarter of the slots is used, so an empty one always comes.
        while slots[position].index >= 0 {
            let slot = slots[position]
            if slot.code == code, isName(slot, name) { return slot.index }
            position = (position + 1) & mask
        }
        return -1
    }

    private func isName(_ slot: Slot, _ name: UnsafeRawBufferPointer) -> Bool {
        guard Int(slot.count) == name.count, let base = name.baseAddress else { return name.count == 0 }
        return text.withUnsafeBytes { known in
            guard let start = known.baseAddress else { return false }
            return memcmp(start + Int(slot.start), base, name.count) == 0
        }
    }

    private static func code(of name: UnsafeRawBufferPointer, _ hash: KeyHash) -> UInt64 {
        guard let base = name.baseAddress else { return 0 }
        let bytes = base.assumingMemoryBound(to: UInt8.self)
        let ends = KeyEnds(bytes, count: name.count, readable: name.count)
        return hash.hash(ends, bytes, name.count)
    }
}
