/// A keyed hash of short byte strings.
///
/// Every byte passes a multiplication with secret words, so that whoever writes the keys cannot choose collisions.
struct KeyHash: Sendable {
    private let first: UInt64
    private let second: UInt64
    private let third: UInt64
    private let fourth: UInt64

    init(seed: UInt64) {
        var generator = SplitMix(state: seed)
        first = generator.next()
        second = generator.next()
        third = generator.next()
        fourth = generator.next()
    }

    /// Hashes the `count` bytes at `bytes`, whose two ends are `ends`.
    @inline(__always)
    func hash(_ ends: KeyEnds, _ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
        let head = Self.fold(
            ends.head.low ^ first,
            ends.head.high ^ second ^ UInt64(truncatingIfNeeded: count)
        )
        // Short keys take this step too: without a branch on the length it costs less than a wrong guess.
        let both = head ^ Self.fold(ends.tail.low ^ third, ends.tail.high ^ fourth)
        return count > 32 ? addMiddle(both, bytes, count) : both
    }

    /// Adds what stands between the first and the last sixteen bytes of a long key.
    @inline(never)
    private func addMiddle(_ ends: UInt64, _ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
        var state = ends
        var offset = 16
        while offset &+ 16 < count {
            let words = KeyHead(bytes + offset, KeyHead(maskOf: 16))
            state = Self.fold(words.low ^ first, words.high ^ second ^ state)
            offset &+= 16
        }
        return state
    }

    @inline(__always)
    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}

/// Spreads one seed over several words.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

/// The first and the last sixteen bytes of a key; the same when it is not longer.
struct KeyEnds {
    var head: KeyHead
    var tail: KeyHead

    /// Reads the ends of a key.
    ///
    /// `readable` says how many bytes may be read from `bytes`: at least `count`.
    @inline(__always)
    init(_ bytes: UnsafePointer<UInt8>, count: Int, readable: Int) {
        guard readable >= 16 else {
            head = KeyHead(slowly: bytes, count: count)
            tail = head
            return
        }
        // No branches on the length: a wrong guess about one costs more than all of this.
        let mask = KeyHead(maskOf: count)
        head = KeyHead(bytes, mask)
        tail = KeyHead(bytes + (max(count, 16) &- 16), mask)
    }
}

/// Up to sixteen bytes as two little-endian words, zero where there are fewer.
struct KeyHead: Equatable {
    var low: UInt64
    var high: UInt64

    init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// Ones where a key of so many bytes has bytes.
    @inline(__always)
    init(maskOf count: Int) {
        // Half of the bits twice, because a shift by 64 is none.
        let lowHalf = UInt64(truncatingIfNeeded: min(count, 8)) &* 4
        let highHalf = UInt64(truncatingIfNeeded: min(max(count, 8), 16) &- 8) &* 4
        low = (1 &<< lowHalf) &<< lowHalf &- 1
        high = (1 &<< highHalf) &<< highHalf &- 1
    }

    /// Reads sixteen bytes and keeps those of a mask.
    @inline(__always)
    init(_ bytes: UnsafePointer<UInt8>, _ mask: KeyHead) {
        let raw = UnsafeRawPointer(bytes)
        low = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self)) & mask.low
        high = UInt64(littleEndian: (raw + 8).loadUnaligned(as: UInt64.self)) & mask.high
    }

    @inline(never)
    init(slowly bytes: UnsafePointer<UInt8>, count: Int) {
        low = 0
        high = 0
        for index in 0..<min(count, 16) {
            let byte = UInt64(bytes[index])
            if index < 8 {
                low |= byte << (8 &* UInt64(index))
            } else {
                high |= byte << (8 &* UInt64(index &- 8))
            }
        }
    }
}
