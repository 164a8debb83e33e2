import NIOCore
import Testing

@testable import Delivery

@Suite("HTTP connections")
struct ConnectionTests {
    @Test func oneConnectionServesRequestAfterRequest() async throws {
        try await withTransport(script: { [answer(String($0.request))] }) { transport, server in
            for number in 0..<20 { #expect(await transport.post(to: server).bodyText == String(number)) }
            #expect(server.connectionCount == 1)
        }
    }

    @Test func connectionCloseIsHonoured() async throws {
        try await withTransport(script: { _ in [answer("x", fields: "Connection: close\r\n")] }) {
            transport,
            server in
            #expect(await transport.post(to: server).status == 200)
            try await server.waitUntilClosed(connection: 0)
            #expect(await transport.post(to: server).status == 200)
            #expect(server.connectionCount == 2)
        }
    }

    @Test func aServerThatClosesIdleConnectionsCostsNoRequest() async throws {
        try await withTransport(script: { _ in [answer("x"), .close] }) { transport, server in
            #expect(await transport.post(to: server).status == 200)
            try await server.waitUntilClosed(connection: 0)
            #expect(await transport.post(to: server).status == 200)
            #expect(server.connectionCount == 2)
        }
    }

    @Test func closesAConnectionThatHasBeenIdleTooLong() async throws {
        var settings = NIOTransport.Settings()
        settings.idleTimeout = .milliseconds(5)
        try await withTransport(settings, script: { _ in [answer("x")] }) { transport, server in
            #expect(await transport.post(to: server).status == 200)
            try await server.waitUntilClosed(connection: 0)
            #expect(await transport.post(to: server).status == 200)
            #expect(server.connectionCount == 2)
        }
    }

    @Test func manyRequestsShareAFewConnectionsAndNoneIsLost() async throws {
        var settings = NIOTransport.Settings()
        settings.connectionsPerTarget = 4
        try await withTransport(settings, script: { [answer(String($0.text.suffix(4)))] }) {
            transport,
            server in
            let bodies = await withTaskGroup(of: String?.self) { group in
                for number in 1000..<1500 {
                    group.addTask { await transport.post(to: server, body: String(number)).bodyText }
                }
                return await group.reduce(into: [String?]()) { $0.append($1) }
            }
            #expect(Set(bodies) == Set((1000..<1500).map { String($0) }))
            #expect(server.connectionCount <= 4)
        }
    }

    @Test func waitingRequestsAreTakenUpInOrder() async throws {
        var settings = NIOTransport.Settings()
        settings.connectionsPerTarget = 1
        try await withTransport(settings, script: { _ in [answer("x")] }) { transport, server in
            let target = HTTPTarget(
                isSecure: false,
                host: "127.0.0.1",
                port: server.port,
                pathAndQuery: "/",
                allow: [.plaintext, .loopback]
            )
            for number in 0..<50 {
                let body = ByteBuffer(string: String(1000 + number))
                transport.send(
                    HTTPRequest(method: "POST", target: target, body: [body]),
                    timeout: .seconds(30)
                ) { _ in }
            }
            try await server.waitForArrivals(50)
            #expect(server.arrivals.map { String($0.text.suffix(4)) } == (1000..<1050).map { String($0) })
        }
    }

    @Test func aResetBeforeTheAnswerMayHaveBeenTaken() async throws {
        try await withTransport(script: { _ in [.reset] }) { transport, server in
            guard case .connectionLost(true, let text) = await transport.post(to: server).failure else {
                Issue.record("expected a lost connection")
                return
            }
            #expect(text.contains("reset"))
        }
    }

    @Test(arguments: [
        "", "HTTP/1.1 200 OK\r\nContent-", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    ])
    func aCloseInTheMiddleOfTheAnswerMayHaveBeenTaken(part: String) async throws {
        try await withTransport(script: { _ in [.bytes(part), .close] }) { transport, server in
            guard case .connectionLost(true, _) = await transport.post(to: server).failure else {
                Issue.record("expected a lost connection")
                return
            }
        }
    }

    @Test func oneLostConnectionLeavesOtherRequestsAlone() async throws {
        var settings = NIOTransport.Settings()
        settings.connectionsPerTarget = 1
        let script: ScriptedServer.Script = { $0.connection == 0 ? [.reset] : [answer("x")] }
        try await withTransport(settings, script: script) { transport, server in
            async let first = transport.post(to: server)
            async let second = transport.post(to: server)
            let outcomes = await [first, second]
            #expect(outcomes.count { $0.status == 200 } == 1)
            #expect(outcomes.count { $0.failure?.mayHaveBeenTaken == true } == 1)
        }
    }

    @Test func anEarlyAnswerEndsTheConnectionInsteadOfReusingItsMiddle() async throws {
        // The server answers as soon as it is connected, long before this body can be written.
        let large = String(repeating: "b", count: 32 << 20)
        let script: ScriptedServer.Script = { _ in [answer("late")] }
        try await withTransport(greeting: [answer("early", status: "413 Too Large")], script: script) {
            transport,
            server in
            let outcome = await transport.post(to: server, body: large)
            #expect(outcome.status == 413 || outcome.failure != nil)
            _ = await transport.post(to: server)
            #expect(server.connectionCount == 2)
        }
    }

    @Test func aRefusedConnectionWasSurelyNotSent() async throws {
        try await withTransport(script: { _ in [] }) { transport, server in
            try await server.stop()
            guard case .notConnected(let text) = await transport.post(to: server).failure else {
                Issue.record("expected no connection")
                return
            }
            #expect(text.contains("connection refused"))
        }
    }

    @Test func aNameWithoutAddressWasSurelyNotSent() async throws {
        try await withTransport(script: { _ in [] }) { transport, server in
            let failure = await transport.post(to: server, host: "no-such-host.invalid").failure
            #expect(failure?.mayHaveBeenTaken == false)
        }
    }

    @Test func aNameIsResolvedAndItsAddressesTriedInTurn() async throws {
        try await withTransport(script: { _ in [answer("x")] }) { transport, server in
            #expect(await transport.post(to: server, host: "localhost").status == 200)
            #expect(server.arrivals.first?.text.contains("Host: localhost:\(server.port)\r\n") == true)
        }
    }
    @Test func anIPv6AddressIsConnectedToAndWrittenInBrackets() async throws {
        guard let server = try? await ScriptedServer.start(host: "::1", script: { _ in [answer("x")] }) else {
            try Test.cancel("this machine has no IPv6 loopback")
        }
        let transport = try NIOTransport()
        #expect(await transport.post(to: server, host: "::1").status == 200)
        #expect(server.arrivals.first?.text.contains("Host: [::1]:\(server.port)\r\n") == true)
        await transport.shutdown()
        try await server.stop()
    }
}
