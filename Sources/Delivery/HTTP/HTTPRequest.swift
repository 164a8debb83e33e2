public import NIOCore

/// One request, complete and in memory.
public struct HTTPRequest: Sendable {
    /// The method in capitals, such as `POST`.
    public var method: String
    /// Where it goes.
    public var target: HTTPTarget
    /// Header fields in the order they are sent, besides `Host` and `Content-Length`, which the transport writes.
    public var headers: [(name: String, value: String)]
    /// The parts of the body, sent one behind the other without being copied; may be empty.
    public var body: [ByteBuffer]

    /// Makes a request; `send` refuses one that cannot be written.
    public init(
        method: String,
        target: HTTPTarget,
        headers: [(name: String, value: String)] = [],
        body: [ByteBuffer] = []
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }
}

/// The final answer to a request.
public struct HTTPResponse: Sendable {
    /// How many bytes of a body are kept (1 MiB); the rest is read and dropped.
    public static let maximumBodyBytes = 1 << 20

    /// The status code, 200 or above; a redirect is a status like any other.
    public var status: Int
    /// Header fields in the order they came, names in lower case.
    public var headers: [(name: String, value: String)]
    /// The body, at most `maximumBodyBytes`.
    public var body: [UInt8]
    /// Whether the body was longer than what is kept.
    public var isTruncated: Bool

    /// Makes an answer.
    public init(
        status: Int,
        headers: [(name: String, value: String)] = [],
        body: [UInt8] = [],
        isTruncated: Bool = false
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.isTruncated = isTruncated
    }

    /// The first value of the header field called `name`, which is given in lower case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name == name }?.value
    }
}
