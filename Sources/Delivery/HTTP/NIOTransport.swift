import NIOCore
import NIOPosix
import NIOSSL

/// HTTP/1.1 over our own keep-alive connections.
///
/// Each origin lives on one event loop, which needs no locks; there is no task per request. `shutdown` must be
/// called, or the event loops' threads stay.
public final class NIOTransport: HTTPTransport {
    /// Sizes and times of a transport.
    public struct Settings: Sendable {
        /// Event loops, each a thread.
        public var threads = 1
        /// Connections to one origin; further requests wait in order.
        public var connectionsPerTarget = 64
        /// How long a connection is kept without a request.
        public var idleTimeout: Duration = .seconds(60)
        /// How long resolving, connecting and the TLS handshake may take together.
        public var openTimeout: Duration = .seconds(10)
        /// A PEM file of certificate authorities to trust besides the system's.
        public var additionalTrustRoots: String?

        /// The usual settings.
        public init() {}
    }

    private let settings: Settings
    private let group: MultiThreadedEventLoopGroup
    private let threads: NIOThreadPool
    private let gate = LoopGate()
    private let shards: [Shard]

    /// Starts the event loops; connections are opened on demand.
    ///
    /// - Parameters:
    ///   - settings: Sizes and times.
    ///   - addressPolicy: Which addresses may be connected to.
    /// - Throws: When the file of certificate authorities cannot be read or holds none.
    public init(
        settings: Settings = Settings(),
        addressPolicy: @escaping AddressPolicy = planAddressPolicy
    ) throws {
        let roots = try settings.additionalTrustRoots.map { try NIOSSLCertificate.fromPEMFile($0) } ?? []
        guard settings.additionalTrustRoots == nil || !roots.isEmpty else { throw NoCertificates() }
        self.settings = settings
        let group = MultiThreadedEventLoopGroup(numberOfThreads: max(settings.threads, 1))
        // Two, so that one name server that does not answer holds up one name and not all.
        let threads = NIOThreadPool(numberOfThreads: 2)
        threads.start()
        self.group = group
        self.threads = threads
        shards = group.makeIterator().map { [gate] loop in
            Shard(
                loop: loop,
                threads: threads,
                gate: gate,
                roots: roots,
                settings: settings,
                policy: addressPolicy
            )
        }
    }

    /// Sends one request; see `HTTPTransport`.
    public func send(
        _ request: HTTPRequest,
        timeout: Duration,
        completion: @escaping @Sendable (Result<HTTPResponse, TransportFailure>) -> Void
    ) {
        let origin = request.target.origin
        guard origin.isSecure || origin.allow.contains(.plaintext) else {
            return completion(.failure(.addressNotAllowed("\(origin.host): plain HTTP is not allowed")))
        }
        let deadline = NIODeadline.now() + TimeAmount(clamping: timeout)
        do throws(TransportFailure) {
            let head = try request.makeHead()
            let shard = shards[Int(UInt(bitPattern: origin.hashValue) % UInt(shards.count))]
            let isUnderWay = gate.execute(on: shard.loop) { [body = request.body] in
                let pending = PendingRequest(head: head, body: body, completion: completion)
                shard.pools.value.pool(for: origin).send(pending, deadline: deadline)
            }
            if !isUnderWay { completion(.failure(.transportWasShutDown)) }
        } catch {
            completion(.failure(error))
        }
    }

    /// Fails what is under way, closes all connections and ends the threads; a second call returns at once.
    ///
    /// A name look-up that hangs is left to end by itself.
    public func shutdown() async {
        guard gate.close() else { return }
        for shard in shards {
            // Behind everything the gate let in, and before the loop ends.
            try? await shard.loop.submit { shard.pools.value.shutDown() }.get()
        }
        threads.shutdownGracefully { _ in }
        // It can only fail by having been shut down already.
        try? await group.shutdownGracefully()
    }
}

/// The file named as additional trust roots holds no certificate.
struct NoCertificates: Error, CustomStringConvertible {
    var description: String { "the file of certificate authorities holds no certificate" }
}

/// One event loop with its pools.
private struct Shard: Sendable {
    let loop: any EventLoop
    let pools: NIOLoopBoundBox<Pools>

    init(
        loop: any EventLoop,
        threads: NIOThreadPool,
        gate: LoopGate,
        roots: [NIOSSLCertificate],
        settings: NIOTransport.Settings,
        policy: @escaping AddressPolicy
    ) {
        self.loop = loop
        let means = ConnectionMeans(
            loop: loop,
            resolver: HostResolver(loop: loop, threads: threads, gate: gate),
            addressPolicy: policy,
            tls: ClientTLS(additionalRoots: roots),
            openTimeout: TimeAmount(clamping: settings.openTimeout)
        )
        pools = .makeBoxSendingValue(Pools(means: means, settings: settings), eventLoop: loop)
    }
}

/// The pools of one event loop, by origin; as many as current plans name, so none is ever dropped.
private final class Pools {
    private let means: ConnectionMeans
    private let settings: NIOTransport.Settings
    private var pools: [Origin: ConnectionPool] = [:]
    private var isShutDown = false

    init(means: ConnectionMeans, settings: NIOTransport.Settings) {
        self.means = means
        self.settings = settings
    }

    func pool(for origin: Origin) -> ConnectionPool {
        if let pool = pools[origin] { return pool }
        let pool = ConnectionPool(
            origin: origin,
            means: means,
            limit: settings.connectionsPerTarget,
            idleTimeout: TimeAmount(clamping: settings.idleTimeout)
        )
        pools[origin] = pool
        return pool
    }

    func shutDown() {
        for pool in pools.values { pool.shutDown() }
        pools = [:]
    }
}

extension TimeAmount {
    /// The duration, from nothing to a year, so that adding it to now cannot overflow.
    fileprivate init(clamping duration: Duration) {
        let limited = min(max(duration, .zero), .seconds(365 * 86_400))
        let (seconds, attoseconds) = limited.components
        self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
