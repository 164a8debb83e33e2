public import NIOCore
import Plans

/// Says why an address must not be connected to, or nil when it may be.
///
/// Asked for every address a host resolves to, right before connecting to that very address.
public typealias AddressPolicy =
    @Sendable (_ address: SocketAddress, _ allow: Set<AddressAllowance>) -> String?

/// The policy of the product: public addresses, and what the plan allows besides.
///
/// The same classes as at compile time, applied to what a name really resolves to. What is no IP address is refused.
public let planAddressPolicy: AddressPolicy = { address, allow in
    // The text is the system's own spelling of the address, not what anybody wrote.
    guard let bytes = address.ipAddress.flatMap(EndpointAddress.bytes),
        let addressClass = AddressClass(bytes: bytes)
    else { return "not an IP address" }
    switch addressClass {
    case .public: return nil
    case .loopback:
        return allow.contains(.loopback) ? nil : "an address of this machine, which is not allowed"
    case .private:
        return allow.contains(.private) ? nil : "an address of a private network, which is not allowed"
    }
}
