import Connectors
import Foundation
import Ledger
import Logging
import Machine
import NIOCore
import Plans
import Synchronization
import Testing

@testable import Delivery

/// An engine with a state folder, a clock that jumps to the next wake, and a partner made of a closure.
///
/// Used by one test at a time; the engine's thread has it while the test waits for the run.
final class EngineBench: @unchecked Sendable {
    let folder: String
    let clock = JumpingClock()
    let partner = ScriptedPartner()
    var plan: Plan
    var mode = RunMode(isOnce: true, wait: .seconds(60))
    /// Where secrets come from; nil for the machine's own.
    var secrets: (any SecretStore)?
    /// What serves a plan.
    var connector: @Sendable (Plan) throws -> any Connector = ConnectorRegistry.connector

    init(batchEvents: Int = 10, inFlight: Int = 2) throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("engine-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        folder = url.path
        plan = Plan(
            current: "demo",
            source: SourcePlan(
                name: "events",
                kind: .file,
                path: "\(folder)/events.jsonl",
                isFollowed: false
            ),
            partner: "http",
            mappingVersion: 1,
            endpoint: EndpointPlan(url: "http://127.0.0.1:9/x", allow: [.loopback, .plaintext]),
            glossary: GlossaryStamp(release: "10", digest: "sha256:0"),
            events: [SelectedEvent(type: "users.messages.email.Open", shape: "0")],
            delivery: DeliveryPlan(
                inFlight: inFlight,
                batchEvents: batchEvents,
                batchBytes: 1 << 20,
                requestTimeoutMilliseconds: 1000,
                credentialGraceSeconds: 3600,
                onExpiry: .deadLetter
            )
        )
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var state: String { "\(folder)/state" }

    static func event(_ id: String, device: String) -> String {
        #"{"event_type":"users.messages.email.Open","id":"\#(id)","time":1,"user":{"device_id":"\#(device)"},"properties":{}}"#
    }

    static func event(_ id: String, type: String = "users.messages.email.Open", padding: Int = 0) -> String {
        let pad = String(repeating: "x", count: padding)
        return #"{"event_type":"\#(type)","id":"\#(id)","time":1,"user":{},"properties":{"pad":"\#(pad)"}}"#
    }

    func write(_ lines: [String]) throws {
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(
            to: URL(fileURLWithPath: plan.source.path)
        )
    }

    func append(_ lines: [String]) throws {
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: plan.source.path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data((lines.joined(separator: "\n") + "\n").utf8))
        try handle.close()
    }

    func ledger() throws -> Ledger { try Ledger.open(at: state, mode: .write) }

    func apply(_ plans: [Plan]) async throws {
        let changes = PlanChanges(
            plans: plans.map { plan in
                let file = PlanFile(plan)
                return .init(
                    name: plan.current,
                    digest: file.digest,
                    json: String(decoding: file.bytes, as: UTF8.self)
                )
            },
            at: clock.wall()
        )
        let outcome = try await ledger().apply(changes)
        guard case .applied = outcome else {
            Issue.record("not applied: \(outcome)")
            return
        }
    }

    func engine(_ inbox: Inbox<EngineMessage>, seed: UInt64 = 1) throws -> DeliveryEngine {
        let environment = EngineEnvironment(
            ledger: try ledger(),
            state: state,
            clock: clock,
            secrets: secrets ?? SystemSecretStore(),
            transport: partner,
            connector: connector,
            knownTypes: ["users.messages.email.Open", "users.messages.email.Click"],
            random: RandomSource(seed: seed),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        return DeliveryEngine(environment: environment, mode: mode, inbox: inbox)
    }

    /// Runs to the end; time passes only when there is nothing else to do.
    ///
    /// - Parameters:
    ///   - seed: Decides jitter.
    ///   - turns: After so many turns the run is abandoned as a kill would, nil never.
    /// - Returns: How it ended; nil when it was abandoned.
    /// - Throws: What the engine throws.
    @discardableResult
    func run(seed: UInt64 = 1, killAfter turns: Int? = nil) async throws -> RunReport? {
        // The engine blocks its thread, which must not be one of the few that commits need.
        let result: Result<RunReport?, any Error> = await withCheckedContinuation { continuation in
            BlockingThread.start { [self] in
                continuation.resume(returning: Result { try turn(seed: seed, killAfter: turns) })
            }
        }
        return try result.get()
    }

    private func turn(seed: UInt64, killAfter turns: Int?) throws -> RunReport? {
        let inbox = Inbox<EngineMessage>()
        let engine = try engine(inbox, seed: seed)
        var messages: [EngineMessage] = []
        var turn = 0
        let deadline = ContinuousClock.now + .seconds(300)
        while ContinuousClock.now < deadline {
            turn += 1
            let next = try engine.turn(messages)
            if let turns, turn >= turns {
                awaitCommit(of: engine, inbox)
                return nil
            }
            switch next {
            case .goOn: messages = inbox.take(until: nil)
            case .end: return engine.report()
            case .sleep(let until):
                messages = inbox.take(until: SystemClock().monotonic().advanced(by: .milliseconds(20)))
                if messages.isEmpty, !engine.isCommitting { clock.jump(to: until) }
            }
        }
        Issue.record("the run did not end: \(engine.report())")
        return nil
    }

    /// A killed process takes its transaction with it, done or not; here it is let end before the next run starts.
    private func awaitCommit(of engine: DeliveryEngine, _ inbox: Inbox<EngineMessage>) {
        guard engine.isCommitting else { return }
        while true {
            for message in inbox.take(until: SystemClock().monotonic().advanced(by: .milliseconds(20))) {
                switch message {
                case .committed, .commitFailed: return
                default: break
                }
            }
        }
    }
}

/// A clock that stands still until it is told to jump.
final class JumpingClock: MachineClock {
    private let now = Mutex<Int64>(1_000_000_000)

    func monotonic() -> MonotonicInstant { MonotonicInstant(nanoseconds: now.withLock { $0 }) }
    func wall() -> WallInstant {
        WallInstant(milliseconds: 1_800_000_000_000 + now.withLock { $0 } / 1_000_000)
    }
    func jump(to instant: MonotonicInstant) { now.withLock { $0 = max($0, instant.nanoseconds) } }
}

/// A partner that answers as a closure says, and remembers what it took.
final class ScriptedPartner: HTTPTransport {
    /// What to do with a request that carries these ids.
    enum Reply {
        case take(status: Int)
        case answer(status: Int, headers: [(name: String, value: String)] = [], body: String = "")
        case takeAndFail
        case fail
    }

    private let script = Mutex<@Sendable ([String]) -> Reply>({ _ in .take(status: 200) })
    private let taken = Mutex<[String: Int]>([:])
    private let order = Mutex<[[String]]>([])
    private let desk = Mutex<@Sendable (HTTPRequest) -> HTTPResponse?>({ _ in nil })

    /// Answers requests that carry no events; nil leaves a request to the script.
    func answers(_ desk: @escaping @Sendable (HTTPRequest) -> HTTPResponse?) {
        self.desk.withLock { $0 = desk }
    }

    func replies(_ reply: @escaping @Sendable ([String]) -> Reply) { script.withLock { $0 = reply } }

    /// How often each id was taken.
    var counts: [String: Int] { taken.withLock { $0 } }
    /// The ids of each request.
    var requests: [[String]] { order.withLock { $0 } }

    func send(
        _ request: HTTPRequest,
        timeout: Duration,
        completion: @escaping @Sendable (Result<HTTPResponse, TransportFailure>) -> Void
    ) {
        if let response = desk.withLock({ $0 })(request) {
            completion(.success(response))
            return
        }
        let ids = Self.ids(in: request)
        order.withLock { $0.append(ids) }
        switch script.withLock({ $0 })(ids) {
        case .take(let status):
            take(ids)
            completion(.success(HTTPResponse(status: status)))
        case .answer(let status, let headers, let body):
            completion(.success(HTTPResponse(status: status, headers: headers, body: Array(body.utf8))))
        case .takeAndFail:
            take(ids)
            completion(.failure(.connectionLost(mayHaveBeenTaken: true, "reset")))
        case .fail:
            completion(.failure(.notConnected("refused")))
        }
    }

    func shutdown() async {}

    private func take(_ ids: [String]) {
        taken.withLock { taken in for id in ids { taken[id, default: 0] += 1 } }
    }

    private static func ids(in request: HTTPRequest) -> [String] {
        let bytes = request.body.flatMap { Array($0.readableBytesView) }
        struct Body: Decodable {
            struct Event: Decodable { var id: String }
            var events: [Event]
        }
        return (try? JSONDecoder().decode(Body.self, from: Data(bytes)))?.events.map(\.id) ?? ["unreadable"]
    }
}
