import NIOCore
import NIOPosix

/// A client that sends bytes and reports all that comes back, proper or not.
enum RawClient {
    enum Outcome: Hashable, Sendable {
        /// A whole answer: status and body.
        case answer(status: Int, body: String, head: String)
        /// The connection ended in order after these bytes, which are no whole answer.
        case closed(String)
        case reset

        var status: Int? {
            if case .answer(let status, _, _) = self { status } else { nil }
        }

        var body: String? {
            if case .answer(_, let body, _) = self { body } else { nil }
        }
    }

    /// Sends one request on a connection of its own and waits for an answer or an end.
    static func send(_ request: String, port: Int) async throws -> Outcome {
        let promise = MultiThreadedEventLoopGroup.singleton.next().makePromise(of: Outcome.self)
        do {
            let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(Collector(promise))
                    }
                }
                .connect(host: "127.0.0.1", port: port).get()
            try await channel.writeAndFlush(ByteBuffer(string: request))
            let outcome = try await promise.futureResult.get()
            channel.close(promise: nil)
            return outcome
        } catch {
            promise.fail(error)
            throw error
        }
    }

    static func post(
        _ body: String,
        to path: String = "/",
        port: Int,
        token: String? = nil,
        method: String = "POST"
    ) async throws -> Outcome {
        let authorization = token.map { "Authorization: Bearer \($0)\r\n" } ?? ""
        return try await send(
            """
            \(method) \(path) HTTP/1.1\r
            Host: 127.0.0.1\r
            Content-Type: application/json\r
            Braze-Currents-Version: 1\r
            \(authorization)Content-Length: \(body.utf8.count)\r
            \r
            \(body)
            """,
            port: port
        )
    }

    static func get(_ path: String, port: Int) async throws -> Outcome {
        try await send("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", port: port)
    }
}

private final class Collector: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let promise: EventLoopPromise<RawClient.Outcome>
    private var received = ""

    init(_ promise: EventLoopPromise<RawClient.Outcome>) { self.promise = promise }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += String(buffer: unwrapInboundIn(data))
        if let answer = wholeAnswer() { promise.succeed(answer) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise.succeed(.closed(received))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        promise.succeed(.reset)
        context.close(promise: nil)
    }

    private func wholeAnswer() -> RawClient.Outcome? {
        guard received.hasPrefix("HTTP/1.1 "), let gap = received.firstRange(of: "\r\n\r\n") else {
            return nil
        }
        let head = String(received[..<gap.lowerBound])
        let length = head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst("content-length:".count).drop { $0 == " " }) }
        let body = received[gap.upperBound...]
        guard let length, body.utf8.count >= length, let status = Int(head.dropFirst(9).prefix(3)) else {
            return nil
        }
        return .answer(status: status, body: String(body), head: head)
    }
}
