import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on loopback that speaks whatever bytes a test wants; it understands only where a request ends.
final class ScriptedServer: Sendable {
    enum Action: Sendable {
        case bytes(String)
        /// Ends the connection in order.
        case close
        /// Ends the connection with a TCP reset.
        case reset
    }

    /// One request as it came, and where.
    struct Arrival: Sendable {
        /// Counts connections from 0.
        var connection: Int
        /// Counts requests of this connection from 0.
        var request: Int
        var text: String
    }

    typealias Script = @Sendable (Arrival) -> [Action]

    let port: Int
    private let group: MultiThreadedEventLoopGroup
    private let log: ServerLog

    private init(port: Int, group: MultiThreadedEventLoopGroup, log: ServerLog) {
        self.port = port
        self.group = group
        self.log = log
    }

    static func start(
        host: String = "127.0.0.1",
        tls: NIOSSLContext? = nil,
        greeting: [Action] = [],
        script: @escaping Script
    ) async throws -> ScriptedServer {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let log = ServerLog(loop: group.next())
        let server = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let tls { try pipeline.addHandler(NIOSSLServerHandler(context: tls)) }
                    let number = log.connectionOpened(channel.closeFuture)
                    try pipeline.addHandler(
                        ScriptHandler(number, greeting: greeting, script: script, log: log)
                    )
                }
            }
            .bind(host: host, port: 0).get()
        return ScriptedServer(port: server.localAddress?.port ?? 0, group: group, log: log)
    }

    /// Requests so far, in the order they came.
    var arrivals: [Arrival] { log.arrivals }

    /// Connections so far.
    var connectionCount: Int { log.connectionCount }

    /// Returns when a connection that has been opened is gone.
    func waitUntilClosed(connection: Int) async throws { try await log.closed(connection) }

    /// Returns when so many requests have come.
    func waitForArrivals(_ count: Int) async throws { try await log.arrived(count) }

    func stop() async throws { try await group.shutdownGracefully() }
}

/// What the server saw, shared between its loop and the test.
final class ServerLog: Sendable {
    private struct Contents {
        var arrivals: [ScriptedServer.Arrival] = []
        var closeFutures: [EventLoopFuture<Void>] = []
        var waiters: [(count: Int, promise: EventLoopPromise<Void>)] = []
    }

    private let contents = Mutex(Contents())
    private let loop: any EventLoop

    init(loop: any EventLoop) { self.loop = loop }

    var arrivals: [ScriptedServer.Arrival] { contents.withLock { $0.arrivals } }
    var connectionCount: Int { contents.withLock { $0.closeFutures.count } }

    func connectionOpened(_ closed: EventLoopFuture<Void>) -> Int {
        contents.withLock {
            $0.closeFutures.append(closed)
            return $0.closeFutures.count - 1
        }
    }

    func note(_ arrival: ScriptedServer.Arrival) {
        let ready = contents.withLock { contents in
            contents.arrivals.append(arrival)
            let count = contents.arrivals.count
            let ready = contents.waiters.filter { $0.count <= count }
            contents.waiters.removeAll { $0.count <= count }
            return ready
        }
        for waiter in ready { waiter.promise.succeed(()) }
    }

    func closed(_ connection: Int) async throws {
        try await contents.withLock { $0.closeFutures[connection] }.get()
    }

    func arrived(_ count: Int) async throws {
        let promise = loop.makePromise(of: Void.self)
        let isReady = contents.withLock { contents in
            if contents.arrivals.count >= count { return true }
            contents.waiters.append((count, promise))
            return false
        }
        if isReady { promise.succeed(()) }
        try await promise.futureResult.get()
    }
}

/// Cuts the incoming bytes into requests and plays the script.
private final class ScriptHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let number: Int
    private let greeting: [ScriptedServer.Action]
    private let script: ScriptedServer.Script
    private let log: ServerLog
    private var received = ""
    private var requests = 0

    init(
        _ number: Int,
        greeting: [ScriptedServer.Action],
        script: @escaping ScriptedServer.Script,
        log: ServerLog
    ) {
        self.number = number
        self.greeting = greeting
        self.script = script
        self.log = log
    }

    func channelActive(context: ChannelHandlerContext) {
        play(greeting, context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        received += String(buffer: unwrapInboundIn(data))
        while let request = nextRequest() {
            let arrival = ScriptedServer.Arrival(connection: number, request: requests, text: request)
            requests += 1
            log.note(arrival)
            play(script(arrival), context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func nextRequest() -> String? {
        guard let headEnd = received.firstRange(of: "\r\n\r\n") else { return nil }
        let head = received[..<headEnd.lowerBound].lowercased()
        let length = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst("content-length:".count).drop { $0 == " " }) }
        let bodyStart = headEnd.upperBound
        guard received[bodyStart...].utf8.count >= length ?? 0 else { return nil }
        let end = received.utf8.index(bodyStart, offsetBy: length ?? 0)
        defer { received = String(received[end...]) }
        return String(received[..<end])
    }

    private func play(_ actions: [ScriptedServer.Action], _ context: ChannelHandlerContext) {
        for action in actions {
            switch action {
            case .bytes(let text):
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            case .close:
                context.close(promise: nil)
            case .reset:
                let provider = context.channel as? any SocketOptionProvider
                _ = provider?.unsafeSetSocketOption(
                    level: .socket,
                    name: .so_linger,
                    value: Linger(isOn: 1, seconds: 0)
                )
                context.close(promise: nil)
            }
        }
    }

    /// The layout of the system's `struct linger`.
    private struct Linger {
        var isOn: Int32
        var seconds: Int32
    }
}
