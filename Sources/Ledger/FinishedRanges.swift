/// The compact form of the stretches a current has finished above its position.
///
/// For each stretch two numbers: the gap since the end of the one before (the first since the position) and the length,
/// each seven bits to a byte, lowest first, the top bit set on all bytes but a number's last. No stretches are no bytes.
enum FinishedRanges {
    /// The bytes for `ranges`, or nil when they are not sorted, disjoint, not empty and above `position`.
    static func encode(_ ranges: [Range<Int64>], above position: Int64) -> [UInt8]? {
        guard position >= 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(ranges.count * 4)
        var end = position
        for range in ranges {
            guard range.lowerBound >= end, !range.isEmpty else { return nil }
            append(UInt64(range.lowerBound - end), to: &bytes)
            append(UInt64(range.upperBound - range.lowerBound), to: &bytes)
            end = range.upperBound
        }
        return bytes
    }

    /// The stretches in `bytes`, or nil when no encoder wrote them.
    static func decode(_ bytes: some Sequence<UInt8>, above position: Int64) -> [Range<Int64>]? {
        guard position >= 0 else { return nil }
        var ranges: [Range<Int64>] = []
        var end = position
        var rest = bytes.makeIterator()
        while let first = rest.next() {
            guard let gap = number(startingWith: first, &rest), let second = rest.next(),
                let length = number(startingWith: second, &rest), length > 0
            else { return nil }
            let (lower, overflow) = end.addingReportingOverflow(gap)
            let (upper, overflowed) = lower.addingReportingOverflow(length)
            guard !overflow, !overflowed else { return nil }
            ranges.append(lower..<upper)
            end = upper
        }
        return ranges
    }

    private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Nil when the number breaks off, does not fit, or is written longer than it needs.
    private static func number(
        startingWith first: UInt8,
        _ rest: inout some IteratorProtocol<UInt8>
    ) -> Int64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        var byte = first
        while true {
            // Nine groups of seven bits are the 63 bits of a position.
            guard shift < 63 else { return nil }
            value |= UInt64(byte & 0x7F) << shift
            guard byte & 0x80 != 0 else { break }
            guard let next = rest.next() else { return nil }
            byte = next
            shift += 7
        }
        guard byte != 0 || shift == 0 else { return nil }
        return Int64(exactly: value)
    }
}
