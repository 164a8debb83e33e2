import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle

/// A fake partner that listens on loopback.
public final class FakePartnerServer: Sendable {
    /// How to listen and what to keep.
    public struct Settings: Sendable {
        /// A loopback address, or `localhost`.
        public var host = "127.0.0.1"
        /// The port; 0 takes a free one.
        public var port = 0
        /// What goes wrong.
        public var faults: [FaultRule] = []
        /// What is kept of the events.
        public var keep = Keep.bytes
        /// A file to add a line to for each event taken; nil writes none.
        public var recordPath: String?
        /// How a scripted delay is waited for.
        public var pause: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }

        /// The usual settings.
        public init() {}
    }

    /// The port it listens on.
    public let boundPort: Int
    /// What it has seen and taken.
    public let ledger: AcceptanceLedger

    private let hanging: HangingConnections
    private let running: Task<Void, any Error>

    private let group: ServiceGroup

    private init(
        port: Int,
        ledger: AcceptanceLedger,
        hanging: HangingConnections,
        running: Task<Void, any Error>,
        group: ServiceGroup
    ) {
        boundPort = port
        self.ledger = ledger
        self.hanging = hanging
        self.running = running
        self.group = group
    }

    /// Starts a fake; returns when it listens.
    ///
    /// - Throws: `FakePartnerProblem` for a host that is not loopback or a record that cannot be opened; the
    ///   system's error when the port cannot be had.
    public static func start(
        _ partner: any FakePartner,
        settings: Settings = Settings()
    ) async throws -> FakePartnerServer {
        let host = try loopbackHost(settings.host)
        let record = try settings.recordPath.map { try AcceptanceRecord(path: $0) }
        let ledger = AcceptanceLedger(keep: settings.keep, record: record)
        let desk = PartnerDesk(
            partner: partner,
            ledger: ledger,
            faults: settings.faults,
            pause: settings.pause
        )
        let hanging = HangingConnections()
        let (ports, found) = AsyncThrowingStream<Int, any Error>.makeStream()
        let application = Application(
            responder: PartnerResponder(desk: desk, hanging: hanging),
            server: .http1(configuration: .init(additionalChannelHandlers: [OwnDateInstaller()])),
            configuration: ApplicationConfiguration(address: .hostname(host, port: settings.port)),
            onServerRunning: { found.yield($0.localAddress?.port ?? 0) },
            logger: Logger(label: "fake-\(partner.name)") { _ in SwiftLogNoOpLogHandler() }
        )
        // A graceful stop serves connections that were accepted already; cancelling would drop them mid-air.
        let group = ServiceGroup(
            configuration: .init(
                services: [application],
                logger: Logger(label: "fake") { _ in SwiftLogNoOpLogHandler() }
            )
        )
        let running = Task {
            do {
                try await group.run()
                found.finish()
            } catch {
                found.finish(throwing: error)
                throw error
            }
        }
        for try await port in ports {
            return FakePartnerServer(
                port: port,
                ledger: ledger,
                hanging: hanging,
                running: running,
                group: group
            )
        }
        throw FakePartnerProblem("the fake ended before it listened")
    }

    /// Runs a fake until the task is cancelled.
    ///
    /// - Parameters:
    ///   - partner: Who is simulated.
    ///   - settings: How to listen and what to keep.
    ///   - onReady: Called with the running fake once it listens.
    /// - Throws: As `start`.
    public static func run(
        _ partner: any FakePartner,
        settings: Settings = Settings(),
        onReady: @Sendable (FakePartnerServer) -> Void
    ) async throws {
        let server = try await start(partner, settings: settings)
        onReady(server)
        await withTaskCancellationHandler {
            _ = await server.running.result
        } onCancel: {
            server.beginToStop()
        }
    }

    /// Stops listening, lets requests under way end, and returns when all connections are closed.
    public func stop() async {
        beginToStop()
        _ = await running.result
    }

    private func beginToStop() {
        hanging.closeAll()
        let group = group
        Task { await group.triggerGracefulShutdown() }
    }

    /// The address to listen on; a fake partner must never be reachable from elsewhere.
    private static func loopbackHost(_ host: String) throws -> String {
        if host == "localhost" { return "127.0.0.1" }
        let address = try? SocketAddress(ipAddress: host, port: 0)
        switch address {
        case .v4 where host.hasPrefix("127."): return host
        case .v6 where address?.ipAddress == "::1": return "::1"
        default:
            throw FakePartnerProblem("'\(host)' is not a loopback address; a fake listens on loopback only")
        }
    }
}
