/// An IP address, in the one spelling that leaves no doubt.
///
/// IPv4 is four numbers without leading zeros, IPv6 is groups of hexadecimal digits with at most one `::` and no zone;
/// the last two groups may be written as an IPv4 address. Reading one allocates nothing.
public struct IPAddress: Sendable, Hashable {
    /// The first and the last 64 bits; an IPv4 address stands in the highest 32.
    let high: UInt64
    let low: UInt64
    /// Whether it is an IPv6 address.
    public let isIPv6: Bool

    /// Reads an address; nil for anything else.
    public init?(_ text: UnsafeRawBufferPointer) {
        guard text.count <= 45 else { return nil }
        if text.contains(UInt8(ascii: ":")) {
            guard let groups = Self.groups(text) else { return nil }
            (high, low, isIPv6) = (groups.0, groups.1, true)
        } else {
            guard let address = Self.quad(text[...]) else { return nil }
            (high, low, isIPv6) = (UInt64(address) << 32, 0, false)
        }
    }

    private static func quad(_ text: Slice<UnsafeRawBufferPointer>) -> UInt32? {
        var address: UInt32 = 0
        var octet = -1
        var octets = 0
        for byte in text {
            if byte == UInt8(ascii: ".") {
                guard octet >= 0, octets < 3 else { return nil }
                address = address << 8 | UInt32(octet)
                octets += 1
                octet = -1
            } else {
                // No zero in front: some programs read such a number as octal.
                guard byte >= 0x30, byte <= 0x39, octet != 0 else { return nil }
                octet = max(octet, 0) * 10 + Int(byte - 0x30)
                guard octet <= 255 else { return nil }
            }
        }
        guard octet >= 0, octets == 3 else { return nil }
        return address << 8 | UInt32(octet)
    }

    /// The two halves of an IPv6 address.
    private static func groups(_ text: UnsafeRawBufferPointer) -> (UInt64, UInt64)? {
        var reader = GroupReader()
        var index = 0
        while index < text.count {
            let end = text[index...].firstIndex(of: UInt8(ascii: ":")) ?? text.count
            let part = text[index..<end]
            if part.isEmpty {
                // "::" at the beginning is two empty parts, elsewhere one.
                let isGap = index > 0 || (text.count > 1 && text[1] == UInt8(ascii: ":"))
                guard isGap, reader.openGap() else { return nil }
                index = index == 0 ? 2 : end + 1
                continue
            }
            if part.contains(UInt8(ascii: ".")) {
                guard end == text.count, let quad = quad(part), reader.add(quad >> 16),
                    reader.add(quad & 0xFFFF)
                else { return nil }
            } else {
                guard let group = hexadecimal(part), reader.add(group) else { return nil }
            }
            guard end < text.count else { break }
            // A single colon at the end belongs to nothing.
            guard end + 1 < text.count else { return nil }
            index = end + 1
        }
        return reader.halves
    }

    private static func hexadecimal(_ text: Slice<UnsafeRawBufferPointer>) -> UInt32? {
        guard text.count <= 4 else { return nil }
        var group: UInt32 = 0
        for byte in text {
            switch byte {
            case 0x30...0x39: group = group << 4 | UInt32(byte - 0x30)
            case 0x41...0x46, 0x61...0x66: group = group << 4 | UInt32((byte | 0x20) - 0x61 + 10)
            default: return nil
            }
        }
        return group
    }

    /// Gathers groups before and after a gap.
    private struct GroupReader {
        private var before: (UInt64, UInt64) = (0, 0)
        private var after: (UInt64, UInt64) = (0, 0)
        private var countBefore = 0
        private var countAfter = 0
        private var hasGap = false

        mutating func openGap() -> Bool {
            defer { hasGap = true }
            return !hasGap
        }

        mutating func add(_ group: UInt32) -> Bool {
            guard countBefore + countAfter < 8 else { return false }
            if hasGap {
                after = Self.shifted(after, by: group)
                countAfter += 1
            } else {
                before = Self.shifted(before, by: group)
                countBefore += 1
            }
            return true
        }

        private static func shifted(_ halves: (UInt64, UInt64), by group: UInt32) -> (UInt64, UInt64) {
            (halves.0 << 16 | halves.1 >> 48, halves.1 << 16 | UInt64(group))
        }

        var halves: (UInt64, UInt64)? {
            let count = countBefore + countAfter
            guard hasGap ? count <= 7 : count == 8 else { return nil }
            var first = before
            for _ in 0..<(8 - countBefore) { first = Self.shifted(first, by: 0) }
            return (first.0 | after.0, first.1 | after.1)
        }
    }
}

/// A block of IP addresses in CIDR notation, such as `10.0.0.0/24` or `2001:db8::/32`.
public struct AddressBlock: Sendable, Hashable {
    /// An address of the block, as written.
    public let address: IPAddress
    /// How many leading bits all addresses of the block share.
    public let bits: Int

    /// Reads a block; nil for anything else.
    ///
    /// Bits behind the shared ones need not be zero.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...3).contains(parts[1].utf8.count),
            parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }), let bits = Int(parts[1])
        else { return nil }
        var written = String(parts[0])
        guard let address = written.withUTF8({ IPAddress(UnsafeRawBufferPointer($0)) }) else { return nil }
        guard bits <= (address.isIPv6 ? 128 : 32) else { return nil }
        self.address = address
        self.bits = bits
    }

    /// Whether an address lies in the block; one of the other version never does.
    public func contains(_ other: IPAddress) -> Bool {
        guard address.isIPv6 == other.isIPv6 else { return false }
        // Shifting by 64 or more gives zero.
        let highMask = ~(UInt64.max >> UInt64(min(bits, 64)))
        let lowMask = bits > 64 ? ~(UInt64.max >> UInt64(bits - 64)) : 0
        return (address.high ^ other.high) & highMask == 0 && (address.low ^ other.low) & lowMask == 0
    }
}
