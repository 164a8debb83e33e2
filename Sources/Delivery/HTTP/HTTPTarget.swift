/// A way in which an address may be less than a public one over TLS, and yet be wanted.
///
/// Everything is refused unless it is named.
public enum AddressAllowance: String, Sendable, Hashable, CaseIterable {
    /// HTTP without TLS.
    case plaintext
    /// An address of this machine itself.
    case loopback
    /// An address of a private network.
    case `private`
}

/// Where a request goes.
public struct HTTPTarget: Sendable, Hashable {
    /// Whether the connection uses TLS.
    public var isSecure: Bool
    /// A host name or an IP address; an IPv6 address without brackets.
    public var host: String
    /// The TCP port, 1 to 65535.
    public var port: Int
    /// The path, beginning with `/`, with its query; percent-encoded already.
    public var pathAndQuery: String
    /// What the address may be beyond public and encrypted.
    public var allow: Set<AddressAllowance>

    /// Makes a target; `send` refuses one that cannot be written in a request.
    public init(
        isSecure: Bool,
        host: String,
        port: Int,
        pathAndQuery: String,
        allow: Set<AddressAllowance> = []
    ) {
        self.isSecure = isSecure
        self.host = host
        self.port = port
        self.pathAndQuery = pathAndQuery
        self.allow = allow
    }

    /// The value of the `Host` header: brackets round IPv6, the port only when it is not the scheme's own.
    ///
    /// Signers need the very bytes that are sent.
    public var hostHeader: String {
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
    }

    var origin: Origin { Origin(isSecure: isSecure, host: host, port: port, allow: allow) }
}

/// What requests must have in common to share connections.
///
/// Allowances are part of it: a connection opened under a wide allowance must not serve a narrower one.
struct Origin: Hashable, Sendable {
    var isSecure: Bool
    var host: String
    var port: Int
    var allow: Set<AddressAllowance>
}
