import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// What every attempt on one event loop needs.
struct ConnectionMeans {
    let loop: any EventLoop
    let resolver: HostResolver
    let addressPolicy: AddressPolicy
    let tls: ClientTLS
    /// How long resolving, connecting and the TLS handshake may take together.
    let openTimeout: TimeAmount
}

/// One try to get a connection: resolve, check each address, connect, shake hands.
///
/// Confined to its event loop. The address that was checked is the address that is connected to; the name is not asked a second time.
final class ConnectionAttempt {
    private let origin: Origin
    private let means: ConnectionMeans
    private let reports: PooledConnection.Reports
    private var whenDone: ((Result<PooledConnection, TransportFailure>) -> Void)?
    private var timer: Scheduled<Void>?
    private var channel: (any Channel)?
    private var hasFailed = false

    init(
        origin: Origin,
        means: ConnectionMeans,
        reports: PooledConnection.Reports
    ) {
        self.origin = origin
        self.means = means
        self.reports = reports
        self.whenDone = reports.opened
    }

    func start() {
        timer = means.loop.assumeIsolated().scheduleTask(in: means.openTimeout) {
            self.finish(.failure(.notConnected("\(self.origin.host): no connection in time")))
        }
        means.resolver.resolve(host: origin.host, port: origin.port) { answer in
            switch answer {
            case .success(let addresses): self.connect(toAnyOf: addresses)
            case .failure(let failure): self.finish(.failure(failure))
            }
        }
    }

    /// Gives up; the attempt fails unless it is over.
    func cancel() {
        finish(.failure(.notConnected("\(origin.host): the transport was shut down")))
    }

    private func connect(toAnyOf addresses: [SocketAddress]) {
        var allowed: [SocketAddress] = []
        var refusal: String?
        for address in addresses {
            if let reason = means.addressPolicy(address, origin.allow) {
                refusal = refusal ?? "\(origin.host) is \(address.ipAddress ?? "no IP address"): \(reason)"
            } else {
                allowed.append(address)
            }
        }
        guard !allowed.isEmpty else {
            return finish(.failure(.addressNotAllowed(refusal ?? "\(origin.host) has no address")))
        }
        connect(to: allowed[...], last: nil)
    }

    /// Tries one address after the other, in the order the system gave.
    private func connect(to addresses: ArraySlice<SocketAddress>, last: TransportFailure?) {
        guard !hasFailed else { return }
        guard let address = addresses.first else {
            return finish(.failure(last ?? .notConnected("\(origin.host) has no address")))
        }
        switch makeHandlers(address) {
        case .failure(let failure): finish(.failure(failure))
        case .success(let handlers): connect(to: address, handlers, orElse: addresses.dropFirst())
        }
    }

    private func connect(
        to address: SocketAddress,
        _ handlers: Handlers,
        orElse rest: ArraySlice<SocketAddress>
    ) {
        let bound = NIOLoopBound(handlers, eventLoop: means.loop)
        ClientBootstrap(group: means.loop)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .connectTimeout(means.openTimeout)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try bound.value.add(to: channel) }
            }
            .connect(to: address)
            .assumeIsolated()
            .whenComplete { result in
                switch result {
                case .success(let channel): self.keep(channel)
                case .failure(let error):
                    let failure = TransportFailure(error, peer: Self.name(address)).beforeOpening
                    self.connect(to: rest, last: failure)
                }
            }
    }

    private func makeHandlers(_ address: SocketAddress) -> Result<Handlers, TransportFailure> {
        let connection = PooledConnection(
            isSecure: origin.isSecure,
            peer: Self.name(address),
            reports: PooledConnection.Reports(
                opened: { self.finish($0) },
                becameIdle: reports.becameIdle,
                closed: reports.closed
            )
        )
        guard origin.isSecure else { return .success(Handlers(tls: nil, connection: connection)) }
        return means.tls.makeHandler(host: origin.host).map { Handlers(tls: $0, connection: connection) }
    }

    /// Remembers the channel for `finish`, which may have come first.
    private func keep(_ channel: any Channel) {
        if hasFailed {
            channel.close(promise: nil)
        } else if whenDone != nil {
            self.channel = channel
        }
    }

    private func finish(_ result: Result<PooledConnection, TransportFailure>) {
        guard let whenDone else {
            // Too late: nobody waits for this connection any more.
            if case .success(let connection) = result { connection.close() }
            return
        }
        self.whenDone = nil
        timer?.cancel()
        timer = nil
        if case .failure = result {
            hasFailed = true
            channel?.close(promise: nil)
        }
        channel = nil
        whenDone(result)
    }

    private static func name(_ address: SocketAddress) -> String {
        "\(address.ipAddress ?? "?") port \(address.port ?? 0)"
    }
}

/// The handlers of one connection, from the socket inwards.
private struct Handlers {
    let tls: NIOSSLClientHandler?
    let connection: PooledConnection

    func add(to channel: any Channel) throws {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = 64 << 10
        limits.maxHeaderListSize = 64 << 10
        let pipeline = channel.pipeline.syncOperations
        if let tls { try pipeline.addHandler(tls) }
        try pipeline.addHandler(HTTPRequestEncoder())
        try pipeline.addHandler(ByteToMessageHandler(HTTPResponseDecoder(limitConfiguration: limits)))
        try pipeline.addHandler(connection)
    }
}
