import NIOCore
import NIOHTTP1
import NIOTLS

/// The last handler of one connection: at most one request at a time, answers in full.
///
/// Phases: `opening` → `idle` ⇄ `busy`, with `settling` between an answer's end and the next request;
/// any → `closed`.
final class PooledConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private enum Phase {
        case opening
        case idle
        case busy(PendingRequest)
        /// The answer is complete, but the bytes read with it are not: they may hold more than they should.
        case settling
        case closed
    }

    /// What the owner hears, on the event loop.
    struct Reports {
        /// The connection can carry requests, or never will.
        var opened: (Result<PooledConnection, TransportFailure>) -> Void
        /// The connection waits for a request.
        var becameIdle: (PooledConnection) -> Void
        /// An opened connection is gone; called once.
        var closed: (PooledConnection) -> Void
    }

    private let isSecure: Bool
    private let peer: String
    private let reports: Reports
    private var phase = Phase.opening
    private var context: ChannelHandlerContext?
    private var answer: HTTPResponse?
    private var isKeptAlive = false

    /// When it last became idle.
    private(set) var idleSince = NIODeadline.uptimeNanoseconds(0)

    /// Makes the handler of one connection.
    ///
    /// - Parameters:
    ///   - isSecure: Whether to wait for a TLS handshake before the connection counts as open.
    ///   - peer: The address, for messages.
    ///   - reports: Whom to tell.
    init(isSecure: Bool, peer: String, reports: Reports) {
        self.isSecure = isSecure
        self.peer = peer
        self.reports = reports
    }

    /// Sends a request; only while idle.
    func send(_ request: PendingRequest) {
        guard case .idle = phase, let context else {
            return request.finish(.failure(.notConnected("the connection to \(peer) had closed")))
        }
        phase = .busy(request)
        let body = request.takeBody(for: self)
        context.write(wrapOutboundOut(.head(request.head)), promise: nil)
        for part in body where part.readableBytes > 0 {
            context.write(wrapOutboundOut(.body(.byteBuffer(part))), promise: nil)
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    /// Closes at once; a request under way fails as lost.
    func close(because failure: TransportFailure? = nil) {
        let context = context
        leave(failure ?? lost("closed"))
        context?.close(promise: nil)
    }

    private func lost(_ reason: String) -> TransportFailure {
        .connectionLost(mayHaveBeenTaken: true, "\(peer): \(reason)")
    }

    /// Goes to `closed`, telling whoever waits for this connection or on it.
    private func leave(_ failure: TransportFailure) {
        let left = phase
        phase = .closed
        answer = nil
        switch left {
        case .opening:
            reports.opened(.failure(failure.beforeOpening))
        case .busy(let request):
            reports.closed(self)
            request.finish(.failure(failure))
        case .idle, .settling:
            reports.closed(self)
        case .closed:
            break
        }
    }
}

extension PooledConnection {
    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        if !isSecure { becomeOpen() }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted = event as? TLSUserEvent { becomeOpen() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .busy(let request) = phase else { return }
        switch unwrapInboundIn(data) {
        case .head(let head): begin(head)
        case .body(let bytes): keep(bytes)
        case .end: end(request, on: context.channel)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        guard case .settling = phase else { return }
        phase = .idle
        idleSince = .now()
        reports.becameIdle(self)
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave(lost("closed before the answer was complete"))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        leave(TransportFailure(error, peer: peer))
        context.close(promise: nil)
    }

    private func becomeOpen() {
        guard case .opening = phase else { return }
        phase = .idle
        idleSince = .now()
        reports.opened(.success(self))
    }

    private func begin(_ head: HTTPResponseHead) {
        guard head.status.code >= 200 else {
            return close(because: .invalidAnswer("\(peer): switched protocols without being asked"))
        }
        isKeptAlive = head.isKeepAlive
        var headers: [(name: String, value: String)] = []
        headers.reserveCapacity(head.headers.count)
        for (name, value) in head.headers { headers.append((name.lowercased(), value)) }
        answer = HTTPResponse(status: Int(head.status.code), headers: headers)
    }

    private func keep(_ bytes: ByteBuffer) {
        let room = HTTPResponse.maximumBodyBytes - (answer?.body.count ?? 0)
        answer?.body.append(contentsOf: bytes.readableBytesView.prefix(room))
        if bytes.readableBytes > room { answer?.isTruncated = true }
    }

    private func end(_ request: PendingRequest, on channel: any Channel) {
        guard let answer else { return close(because: .invalidAnswer("\(peer): an answer without a head")) }
        self.answer = nil
        // An answer that overtook its request leaves a connection in the middle of a body.
        let unwritten = (try? channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        phase = .settling
        if !isKeptAlive || unwritten > 0 { close() }
        request.finish(.success(answer))
    }
}
