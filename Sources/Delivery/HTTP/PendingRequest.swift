import NIOCore
import NIOHTTP1

/// One request from `send` to its answer.
///
/// Confined to its event loop; completes exactly once.
final class PendingRequest {
    let head: HTTPRequestHead
    private(set) var body: [ByteBuffer]
    private(set) var isDone = false
    /// The connection it has been handed to; from then on the partner may have taken it.
    weak var connection: PooledConnection?

    private let completion: @Sendable (Result<HTTPResponse, TransportFailure>) -> Void
    private var timer: Scheduled<Void>?
    private var wasHandedOver = false

    init(
        head: HTTPRequestHead,
        body: [ByteBuffer],
        completion: @escaping @Sendable (Result<HTTPResponse, TransportFailure>) -> Void
    ) {
        self.head = head
        self.body = body
        self.completion = completion
    }

    /// Starts the one clock that covers waiting, connecting, writing and reading.
    func startTimer(_ deadline: NIODeadline, on loop: any EventLoop, whenExpired: @escaping () -> Void) {
        timer = loop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.expire()
            whenExpired()
        }
    }

    /// The body, given away once so that it is not held while the answer is awaited.
    func takeBody(for connection: PooledConnection) -> [ByteBuffer] {
        self.connection = connection
        wasHandedOver = true
        defer { body = [] }
        return body
    }

    /// Completes the request, unless that has happened before.
    func finish(_ result: Result<HTTPResponse, TransportFailure>) {
        guard !isDone else { return }
        isDone = true
        timer?.cancel()
        timer = nil
        body = []
        connection = nil
        completion(result)
    }

    private func expire() {
        guard !isDone else { return }
        let connection = connection
        finish(.failure(.timedOut(mayHaveBeenTaken: wasHandedOver)))
        // An answer that is still to come would be taken for the next request's.
        connection?.close()
    }
}
