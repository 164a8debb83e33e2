import Foundation
import NIOSSL
import Testing

@testable import Delivery

@Suite(
    "HTTP over TLS",
    .enabled(if: TestTLS.isAvailable, "openssl is not installed, so no certificates can be made")
)
struct TLSTests {
    /// Sends one request to a server whose certificate carries `names`.
    private func outcome(
        names: String,
        host: String,
        isTrusted: Bool = true,
        maximumVersion: TLSVersion? = nil
    ) async throws -> Result<HTTPResponse, TransportFailure> {
        let tls = try TestTLS()
        defer { tls.remove() }
        var settings = NIOTransport.Settings()
        settings.additionalTrustRoots = isTrusted ? tls.authority : nil
        let server = try tls.server(names: names, maximumVersion: maximumVersion)
        var outcome: Result<HTTPResponse, TransportFailure> = .failure(.notConnected("never sent"))
        try await withTransport(settings, tls: server, script: { _ in [answer("secret")] }) {
            transport,
            server in
            outcome = await transport.post(to: server, host: host, isSecure: true, allow: [.loopback])
            if outcome.status == nil { #expect(server.arrivals.isEmpty) }
        }
        return outcome
    }

    @Test func anAuthorityOfOurOwnIsTrustedWhenNamed() async throws {
        #expect(try await outcome(names: "DNS:localhost", host: "localhost").bodyText == "secret")
    }

    @Test func anAddressIsCheckedAgainstTheAddressesOfTheCertificate() async throws {
        #expect(try await outcome(names: "IP:127.0.0.1", host: "127.0.0.1").bodyText == "secret")
    }

    @Test func anAuthorityNobodyNamedIsNotTrusted() async throws {
        let failure = try await outcome(names: "DNS:localhost", host: "localhost", isTrusted: false).failure
        guard case .tls(let text) = failure else {
            Issue.record("expected a TLS failure, not \(String(describing: failure))")
            return
        }
        #expect(text.contains("CERTIFICATE_VERIFY_FAILED"))
        #expect(!text.contains("/"))
    }

    @Test(arguments: [
        ("DNS:elsewhere.example", "localhost"), ("IP:127.0.0.9", "127.0.0.1"), ("DNS:localhost", "127.0.0.1"),
    ])
    func aCertificateForAnotherHostIsNotTrusted(names: String, host: String) async throws {
        let failure = try await outcome(names: names, host: host).failure
        guard case .tls(let text) = failure else {
            Issue.record("expected a TLS failure, not \(String(describing: failure))")
            return
        }
        #expect(text.contains("the certificate is for another host"))
    }

    @Test func versionsBefore12AreRefused() async throws {
        let failure = try await outcome(names: "DNS:localhost", host: "localhost", maximumVersion: .tlsv11)
            .failure
        guard case .tls = failure else {
            Issue.record("expected a TLS failure, not \(String(describing: failure))")
            return
        }
    }

    @Test func aServerWithoutTLSIsNeverSentAnything() async throws {
        try await withTransport(greeting: [.bytes("220 hello\r\n")], script: { _ in [answer("x")] }) {
            transport,
            server in
            let failure = await transport.post(to: server, isSecure: true, allow: [.loopback]).failure
            #expect(failure?.mayHaveBeenTaken == false)
        }
    }

    @Test func aConnectionIsKeptForTheNextRequest() async throws {
        let tls = try TestTLS()
        defer { tls.remove() }
        var settings = NIOTransport.Settings()
        settings.additionalTrustRoots = tls.authority
        let server = try tls.server(names: "DNS:localhost")
        let large = String(repeating: "b", count: 1 << 20)
        try await withTransport(settings, tls: server, script: { [answer(String($0.text.utf8.count))] }) {
            transport,
            server in
            for _ in 0..<3 {
                let outcome = await transport.post(to: server, host: "localhost", isSecure: true, body: large)
                #expect(Int(outcome.bodyText ?? "") ?? 0 > 1 << 20)
            }
            #expect(server.connectionCount == 1)
        }
    }

    @Test func aFileWithoutCertificatesIsAnError() throws {
        var settings = NIOTransport.Settings()
        settings.additionalTrustRoots = "/dev/null"
        #expect(throws: (any Error).self) {
            try NIOTransport(settings: settings, addressPolicy: { _, _ in nil })
        }
    }
}
