// HTTP carries one request to a partner and says what became of it. It never retries, follows or decides.

/// Why a request has no answer.
///
/// Texts name hosts, addresses and causes, never header values, paths or bodies.
public enum TransportFailure: Error, Sendable, Hashable {
    /// There was no connection to send it on: surely not sent.
    case notConnected(String)
    /// Every address of the host is refused by policy, or plain HTTP is: surely not sent.
    case addressNotAllowed(String)
    /// No TLS connection to this host can be trusted: surely not sent.
    case tls(String)
    /// The request cannot be written as HTTP, such as a header with a line break: surely not sent.
    case requestNotValid(String)
    /// The deadline passed. When `mayHaveBeenTaken` is false, the request was still waiting for a connection.
    case timedOut(mayHaveBeenTaken: Bool)
    /// The connection broke after the request had been handed to it.
    case connectionLost(mayHaveBeenTaken: Bool, String)
    /// What came back is no HTTP answer; the request may have been taken.
    case invalidAnswer(String)

    /// Whether the partner may have acted on the request although no answer says so.
    public var mayHaveBeenTaken: Bool {
        switch self {
        case .notConnected, .addressNotAllowed, .tls, .requestNotValid: false
        case .timedOut(let mayHaveBeenTaken), .connectionLost(let mayHaveBeenTaken, _): mayHaveBeenTaken
        case .invalidAnswer: true
        }
    }
}

/// Carries requests; simulated in tests of the engine.
public protocol HTTPTransport: Sendable {
    /// Sends one request.
    ///
    /// - Parameters:
    ///   - request: What to send.
    ///   - timeout: From now until the whole answer has been read, waiting for a connection included.
    ///   - completion: Called exactly once, on any thread, also after a shutdown. It must not block.
    func send(
        _ request: HTTPRequest,
        timeout: Duration,
        completion: @escaping @Sendable (Result<HTTPResponse, TransportFailure>) -> Void
    )

    /// Completes everything under way with a failure and closes all connections.
    func shutdown() async
}
