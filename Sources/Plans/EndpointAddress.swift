/// How far away an IP address is: what an endpoint must be allowed to reach by name.
///
/// Used twice: on addresses written in a spec, and on every address a host name resolves to, just before connecting.
public enum AddressClass: String, Sendable, Hashable {
    /// Reachable over the Internet, or set aside for examples and so reachable nowhere.
    case `public`
    /// This machine.
    case loopback
    /// Everything that is neither: private networks, link-local addresses (where clouds keep their metadata),
    /// carrier-grade NAT, "unspecified", multicast and reserved ranges.
    case `private`

    /// Classifies an IPv4 address, first octet in the highest byte.
    ///
    /// - Source: IANA IPv4 Special-Purpose Address Registry.
    public init(ipv4 address: UInt32) {
        if address >> 24 == 127 {
            self = .loopback
            return
        }
        let isPrivate = Self.privateIPv4.contains { network in
            address >> (32 - network.bits) == network.prefix
        }
        self = isPrivate ? .private : .public
    }

    /// Classifies an address of 4 or 16 bytes in network order; nil for any other length.
    public init?(bytes: [UInt8]) {
        switch bytes.count {
        case 4: self.init(ipv4: Self.word(bytes[0..<4]))
        case 16: self.init(ipv6: bytes)
        default: return nil
        }
    }

    /// Leading bits, right-aligned, of the IPv4 ranges that are not public.
    private static let privateIPv4: [(prefix: UInt32, bits: UInt32)] = [
        (0, 8),  // "this network"; 0.0.0.0 reaches the local machine
        (10, 8),
        (100 << 2 | 1, 10),  // 100.64/10, carrier-grade NAT
        (169 << 8 | 254, 16),  // link-local, and the clouds' metadata service
        (172 << 4 | 1, 12),  // 172.16/12
        (192 << 16, 24),  // 192.0.0/24, protocol assignments
        (192 << 8 | 168, 16),
        (198 << 7 | 9, 15),  // 198.18/15, benchmarking of networks
        (0b1110, 4),  // multicast
        (0b1111, 4),  // reserved, and broadcast
    ]

    /// - Source: IANA IPv6 Special-Purpose Address Registry.
    private init(ipv6 bytes: [UInt8]) {
        let head = Self.word(bytes[0..<4])
        let tail = Self.word(bytes[12..<16])
        let isZero = { (range: Range<Int>) in bytes[range].allSatisfy { $0 == 0 } }
        if isZero(0..<15), bytes[15] <= 1 {
            self = bytes[15] == 1 ? .loopback : .private
        } else if isZero(0..<10), bytes[10] == 0xFF, bytes[11] == 0xFF {
            self.init(ipv4: tail)
        } else if isZero(0..<12) || (head == 0x0064_FF9B && isZero(4..<12)) {
            // Old IPv4-compatible form, and the well-known NAT64 prefix: whatever the IPv4 address inside is.
            self.init(ipv4: tail)
        } else if head >> 16 == 0x2002 {
            self.init(ipv4: Self.word(bytes[2..<6]))
        } else {
            self = Self.isPublicIPv6(head: head) ? .public : .private
        }
    }

    /// Only 2000::/3 is handed out for the Internet; within it, 2001::/32 (Teredo) hides an IPv4 address.
    private static func isPublicIPv6(head: UInt32) -> Bool { head >> 29 == 1 && head != 0x2001_0000 }

    private static func word(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }
}

/// IP addresses in the spellings programs accept, and the host names that always mean this machine.
public enum EndpointAddress {
    /// The class a host has by its spelling alone; nil for a name that only resolving can tell.
    ///
    /// The host comes without brackets; case and one trailing dot do not matter.
    public static func classify(host: String) -> AddressClass? {
        if let bytes = bytes(ofHost: host) { return AddressClass(bytes: bytes) }
        var name = host.lowercased()
        if name.hasSuffix(".") { name.removeLast() }
        let localNames = ["localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback"]
        if localNames.contains(name) || name.hasSuffix(".localhost") { return .loopback }
        return name == "metadata.google.internal" ? .private : nil
    }

    /// The 4 or 16 bytes of an address literal in any spelling; nil for a name.
    public static func bytes(ofHost host: String) -> [UInt8]? {
        host.utf8.contains(UInt8(ascii: ":")) ? ipv6(host) : ipv4(host)
    }

    /// Whether a host can only be meant as an IPv4 address, because its last label is a number.
    static func looksLikeIPv4(_ host: String) -> Bool {
        guard let last = labels(of: host).last else { return false }
        return !last.isEmpty && (last.utf8.allSatisfy(isDigit) || number(last) != nil)
    }

    /// Reads one to four numbers, each decimal, octal (`0…`) or hexadecimal (`0x…`); the last fills what is left.
    private static func ipv4(_ host: String) -> [UInt8]? {
        let numbers = labels(of: host).map(number)
        guard (1...4).contains(numbers.count) else { return nil }
        var address: UInt64 = 0
        for (index, entry) in numbers.enumerated() {
            guard let entry else { return nil }
            let isLast = index == numbers.count - 1
            let width = UInt64(isLast ? 8 * (5 - numbers.count) : 8)
            guard entry < 1 << width else { return nil }
            address = address << width | entry
        }
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: address >> UInt64($0)) }
    }

    private static func labels(of host: String) -> [Substring] {
        let trimmed = host.hasSuffix(".") ? host.dropLast() : host[...]
        return trimmed.split(separator: ".", omittingEmptySubsequences: false)
    }

    private static func number(_ label: Substring) -> UInt64? {
        let text = label.lowercased()
        guard !text.isEmpty, text.utf8.allSatisfy({ isDigit($0) || isHexLetter($0) }) else { return nil }
        if text.hasPrefix("0x") { return text == "0x" ? 0 : UInt64(text.dropFirst(2), radix: 16) }
        return UInt64(text, radix: text.hasPrefix("0") ? 8 : 10)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isHexLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte) || byte == UInt8(ascii: "x")
    }

    /// Reads eight groups with at most one `::`, the last two of which may be an IPv4 address; no zone.
    private static func ipv6(_ host: String) -> [UInt8]? {
        guard let gap = host.firstRange(of: "::") else {
            guard let bytes = groups(host[...], mayEndInIPv4: true), bytes.count == 16 else { return nil }
            return bytes
        }
        guard let head = groups(host[..<gap.lowerBound], mayEndInIPv4: false),
            let tail = groups(host[gap.upperBound...], mayEndInIPv4: true),
            head.count + tail.count <= 14
        else { return nil }
        return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
    }

    private static func groups(_ text: Substring, mayEndInIPv4: Bool) -> [UInt8]? {
        guard !text.isEmpty else { return [] }
        var bytes: [UInt8] = []
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if mayEndInIPv4, index == parts.count - 1, part.contains(".") {
                guard let octets = dottedQuad(part) else { return nil }
                bytes += octets
            } else {
                let isHex = part.utf8.allSatisfy {
                    isDigit($0) || isHexLetter($0 | 0x20) && $0 | 0x20 != 0x78
                }
                guard (1...4).contains(part.utf8.count), isHex, let group = UInt16(part, radix: 16) else {
                    return nil
                }
                bytes += [UInt8(group >> 8), UInt8(group & 0xFF)]
            }
        }
        return bytes
    }

    private static func dottedQuad(_ text: Substring) -> [UInt8]? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        let octets = parts.compactMap { part in part.utf8.allSatisfy(isDigit) ? UInt8(part) : nil }
        return octets.count == 4 ? octets : nil
    }
}
