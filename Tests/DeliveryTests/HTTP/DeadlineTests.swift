import NIOCore
import Synchronization
import Testing

@testable import Delivery

@Suite("HTTP deadlines and shutdown")
struct DeadlineTests {
    @Test func aSentRequestWithoutAnAnswerMayHaveBeenTaken() async throws {
        try await withTransport(script: { _ in [] }) { transport, server in
            let outcome = await transport.post(to: server, timeout: .milliseconds(50))
            #expect(outcome.failure == .timedOut(mayHaveBeenTaken: true))
            // Its late answer must not meet another request.
            try await server.waitUntilClosed(connection: 0)
        }
    }

    @Test func aRequestThatWaitedForAConnectionWasNotTaken() async throws {
        var settings = NIOTransport.Settings()
        settings.connectionsPerTarget = 1
        try await withTransport(settings, script: { _ in [] }) { transport, server in
            async let first = transport.post(to: server)
            try await server.waitForArrivals(1)
            let second = await transport.post(to: server, timeout: .milliseconds(50))
            #expect(second.failure == .timedOut(mayHaveBeenTaken: false))
            await transport.shutdown()
            _ = await first
        }
    }

    @Test func anAnswerThatDripsIsCutByTheTotalDeadline() async throws {
        let drip = ScriptedServer.Action.bytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\na")
        try await withTransport(script: { _ in [drip] }) { transport, server in
            let outcome = await transport.post(to: server, timeout: .milliseconds(50))
            #expect(outcome.failure == .timedOut(mayHaveBeenTaken: true))
        }
    }

    @Test func aConnectionThatNeverFinishesItsHandshakeIsGivenUp() async throws {
        var settings = NIOTransport.Settings()
        settings.openTimeout = .milliseconds(50)
        // A server without TLS that never speaks.
        try await withTransport(settings, script: { _ in [] }) { transport, server in
            let outcome = await transport.post(to: server, isSecure: true)
            guard case .notConnected = outcome.failure else {
                Issue.record("expected no connection, not \(outcome)")
                return
            }
        }
    }

    @Test func durationsBeyondAllMeasureAreCut() async throws {
        try await withTransport(script: { _ in [answer("x")] }) { transport, server in
            #expect(await transport.post(to: server, timeout: .seconds(Int64.max)).status == 200)
            let past = await transport.post(to: server, timeout: .seconds(-1))
            #expect(past.failure != nil || past.status == 200)
        }
    }

    @Test func shutdownCompletesWhatIsUnderWayAndWhatWaits() async throws {
        var settings = NIOTransport.Settings()
        settings.connectionsPerTarget = 2
        try await withTransport(settings, script: { _ in [] }) { transport, server in
            let outcomes = await withTaskGroup(of: TransportFailure?.self) { group in
                for _ in 0..<10 { group.addTask { await transport.post(to: server).failure } }
                try? await server.waitForArrivals(2)
                await transport.shutdown()
                return await group.reduce(into: [TransportFailure?]()) { $0.append($1) }
            }
            #expect(outcomes.count == 10)
            #expect(outcomes.count { $0?.mayHaveBeenTaken == true } == 2)
            #expect(outcomes.count { $0?.mayHaveBeenTaken == false } == 8)
        }
    }

    @Test func aRequestAfterShutdownFailsAtOnce() async throws {
        try await withTransport(script: { _ in [] }) { transport, server in
            await transport.shutdown()
            #expect(await transport.post(to: server).failure == .notConnected("the transport was shut down"))
            await transport.shutdown()
        }
    }

    @Test func everySendIsAnsweredOnceAmidAShutdown() async throws {
        let answered = Answered()
        try await withTransport(script: { _ in [answer("x")] }) { transport, server in
            let target = HTTPTarget(
                isSecure: false,
                host: "127.0.0.1",
                port: server.port,
                pathAndQuery: "/",
                allow: [.plaintext, .loopback]
            )
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<400 {
                    if number == 200 { group.addTask { await transport.shutdown() } }
                    group.addTask {
                        await withCheckedContinuation { continuation in
                            transport.send(HTTPRequest(method: "POST", target: target), timeout: .seconds(30))
                            { _ in
                                answered.note(number)
                                continuation.resume()
                            }
                        }
                    }
                }
            }
        }
        #expect(answered.counts.count == 400)
        #expect(answered.counts.values.allSatisfy { $0 == 1 })
    }
}

/// How often each request was completed.
private final class Answered: Sendable {
    private let contents = Mutex([Int: Int]())
    var counts: [Int: Int] { contents.withLock { $0 } }
    func note(_ number: Int) { contents.withLock { $0[number, default: 0] += 1 } }
}
