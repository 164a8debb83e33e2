import NIOCore
import Testing

@testable import Delivery

@Suite("HTTP refusals before anything is sent")
struct RefusalTests {
    @Test func plainHTTPNeedsToBeAllowed() async throws {
        try await withTransport(script: { _ in [answer("x")] }) { transport, server in
            let failure = await transport.post(to: server, allow: [.loopback]).failure
            #expect(failure == .addressNotAllowed("127.0.0.1: plain HTTP is not allowed"))
            #expect(server.connectionCount == 0)
        }
    }

    @Test(arguments: ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.0.0.1"])
    func everySpellingOfLoopbackIsJudgedByItsAddress(host: String) async throws {
        try await withTransport(policy: planAddressPolicy, script: { _ in [answer("x")] }) {
            transport,
            server in
            guard
                case .addressNotAllowed(let text) = await transport.post(
                    to: server,
                    host: host,
                    allow: [.plaintext]
                )
                .failure
            else {
                Issue.record("expected a refusal")
                return
            }
            #expect(text.contains("an address of this machine"))
            #expect(server.connectionCount == 0)
        }
    }

    @Test func aConnectionOpenedUnderAWiderAllowanceIsNotShared() async throws {
        try await withTransport(policy: planAddressPolicy, script: { _ in [answer("x")] }) {
            transport,
            server in
            #expect(await transport.post(to: server, allow: [.plaintext, .loopback]).status == 200)
            guard case .addressNotAllowed = await transport.post(to: server, allow: [.plaintext]).failure
            else {
                Issue.record("expected a refusal")
                return
            }
        }
    }

    @Test(arguments: [
        ("X-Name", "a\r\nInjected: b"), ("X-Name", "a\u{0}"), ("X Name", "a"), ("", "a"), ("X\u{e4}", "a"),
        ("Content-Length", "3"), ("transfer-encoding", "chunked"), ("Connection", "close"),
        ("Host", "elsewhere"),
    ])
    func headersThatWouldBreakTheRequestAreRefused(name: String, value: String) async throws {
        try await withTransport(script: { _ in [answer("x")] }) { transport, server in
            guard
                case .requestNotValid(let text) = await transport.post(to: server, headers: [(name, value)])
                    .failure
            else {
                Issue.record("expected a refusal")
                return
            }
            #expect(!text.contains("Injected"))
            #expect(server.connectionCount == 0)
        }
    }

    @Test(arguments: ["", "in", "/a b", "/a\r\nb", "/\u{e4}", "/a#b"])
    func pathsThatWouldBreakTheRequestAreRefused(path: String) async throws {
        try await withTransport(script: { _ in [answer("x")] }) { transport, server in
            let failure = await transport.post(to: server, path: path).failure
            #expect(failure == .requestNotValid("the path must begin with '/' and be percent-encoded"))
        }
    }

    @Test func aHostFieldEqualToOursIsSentOnce() async throws {
        try await withTransport(script: { _ in [answer("x")] }) { transport, server in
            let host = "127.0.0.1:\(server.port)"
            #expect(await transport.post(to: server, headers: [("host", host)]).status == 200)
            let text = try #require(server.arrivals.first?.text)
            #expect(text.lowercased().ranges(of: "host:").count == 1)
        }
    }

    @Test(
        arguments: [
            ("127.0.0.1", []), ("127.9.9.9", [.plaintext, .private]), ("::1", [.private]),
            ("::ffff:127.0.0.1", [.private]),
            ("10.0.0.1", [.loopback]), ("172.31.0.1", []), ("192.168.1.1", []),
            ("169.254.169.254", [.loopback]),
            ("100.64.0.1", []), ("0.0.0.0", [.loopback]), ("fe80::1", []), ("fd00::1", []),
            ("::", [.loopback]),
            ("::ffff:10.0.0.1", [.loopback]), ("64:ff9b::a00:1", []), ("224.0.0.1", []),
            ("255.255.255.255", []),
        ] as [(String, Set<AddressAllowance>)]
    )
    func addressesThatAreNotPublicAreRefusedUnlessAllowed(ip: String, allow: Set<AddressAllowance>) throws {
        let address = try SocketAddress(ipAddress: ip, port: 443)
        #expect(planAddressPolicy(address, allow) != nil)
        #expect(planAddressPolicy(address, Set(AddressAllowance.allCases)) == nil)
    }

    @Test(arguments: ["8.8.8.8", "172.32.0.1", "2606:4700::1"])
    func publicAddressesNeedNoAllowance(ip: String) throws {
        #expect(planAddressPolicy(try SocketAddress(ipAddress: ip, port: 443), []) == nil)
    }

    @Test func aSocketFileIsRefusedWhateverIsAllowed() throws {
        let address = try SocketAddress(unixDomainSocketPath: "/tmp/socket")
        #expect(planAddressPolicy(address, Set(AddressAllowance.allCases)) != nil)
    }

    @Test(arguments: [
        (HTTPTarget(isSecure: true, host: "a.example", port: 443, pathAndQuery: "/"), "a.example"),
        (HTTPTarget(isSecure: true, host: "a.example", port: 80, pathAndQuery: "/"), "a.example:80"),
        (HTTPTarget(isSecure: false, host: "a.example", port: 80, pathAndQuery: "/"), "a.example"),
        (HTTPTarget(isSecure: true, host: "::1", port: 443, pathAndQuery: "/"), "[::1]"),
        (HTTPTarget(isSecure: true, host: "::1", port: 8443, pathAndQuery: "/"), "[::1]:8443"),
    ])
    func theHostHeaderNamesThePortOnlyWhenNeeded(target: HTTPTarget, expected: String) {
        #expect(target.hostHeader == expected)
    }
}
