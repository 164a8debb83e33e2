/// The address of a partner: an `http` or `https` URL taken apart once, by the same code for checking and for sending.
///
/// Stricter than browsers on purpose: what this reader accepts, every other program reads the same way, so a check made
/// here holds for the request made later. Names beyond ASCII are wanted in their `xn--` form.
public struct EndpointURL: Sendable, Hashable {
    /// The two schemes requests can be made over.
    public enum Scheme: String, Sendable, Hashable {
        case http, https

        /// The port meant when a URL names none.
        public var defaultPort: Int { self == .https ? 443 : 80 }
    }

    /// How to connect.
    public var scheme: Scheme
    /// A name in lower case, or an address without brackets.
    public var host: String
    /// The port, from 1 to 65,535; the scheme's own when the URL names none.
    public var port: Int
    /// The path from its first slash, a lone slash when the URL has none; percent-encoding is left as written.
    public var path: String
    /// What follows `?`, without it; nil when there is no `?`.
    public var query: String?

    /// Takes a URL apart.
    ///
    /// - Throws: What is wrong and where, as soon as something is.
    public init(_ text: String) throws(EndpointURLProblem) {
        var reader = EndpointURLReader(text)
        self = try reader.read()
    }

    init(scheme: Scheme, host: String, port: Int, path: String, query: String?) {
        self.scheme = scheme
        self.host = host
        self.port = port
        self.path = path
        self.query = query
    }

    /// What the request line asks for: path and query.
    public var target: String { path + (query.map { "?" + $0 } ?? "") }

    /// What the `Host` header says: the host, in brackets if it is an IPv6 address, and the port unless it is the
    /// scheme's own.
    public var authority: String {
        let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
        return port == scheme.defaultPort ? name : "\(name):\(port)"
    }

    /// The whole URL, in one spelling.
    public var text: String { "\(scheme.rawValue)://\(authority)\(target)" }

    /// The 4 or 16 bytes of the host when it is an address in any spelling; nil when it is a name to resolve.
    public var addressBytes: [UInt8]? { EndpointAddress.bytes(ofHost: host) }

    /// How far away the host is by its spelling alone; nil for a name that only resolving can tell.
    public var addressClass: AddressClass? { EndpointAddress.classify(host: host) }

    /// This URL's path and query at the scheme, host and port of another.
    public func moved(to other: EndpointURL) -> EndpointURL {
        EndpointURL(scheme: other.scheme, host: other.host, port: other.port, path: path, query: query)
    }
}

/// Why a text is no URL to send to, and the byte offsets that are to blame.
public struct EndpointURLProblem: Error, Sendable, Hashable {
    /// The forms of mistake.
    public enum Kind: Sendable, Hashable {
        /// There is no `scheme://` in front.
        case noScheme
        /// The scheme is another than `http` and `https`.
        case unsupportedScheme(String)
        /// Nothing stands where the host belongs.
        case noHost
        /// The host is neither a name nor an address.
        case badHost(String)
        /// The port is not a whole number from 1 to 65,535.
        case badPort(String)
        /// A user name or password stands before the host. It is a secret, so it is not kept.
        case userInfo
        /// A fragment (`#…`) stands at the end; it would never be sent.
        case fragment
        /// A space, a control character, a backslash, a quote or angle bracket, or anything beyond ASCII.
        case badCharacter(Unicode.Scalar)
    }

    /// What is wrong.
    public var kind: Kind
    /// Where, in bytes of the text's UTF-8.
    public var range: Range<Int>

    /// Makes a problem.
    public init(_ kind: Kind, at range: Range<Int>) {
        self.kind = kind
        self.range = range
    }
}
