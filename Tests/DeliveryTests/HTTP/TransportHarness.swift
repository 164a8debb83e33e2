import NIOCore
import Testing

@testable import Delivery

/// Runs `body` with a server and a transport, and ends both.
func withTransport(
    _ settings: NIOTransport.Settings = NIOTransport.Settings(),
    policy: @escaping AddressPolicy = planAddressPolicy,
    tls: TestTLS.Server? = nil,
    greeting: [ScriptedServer.Action] = [],
    script: @escaping ScriptedServer.Script,
    _ body: (NIOTransport, ScriptedServer) async throws -> Void
) async throws {
    let server = try await ScriptedServer.start(tls: tls?.context, greeting: greeting, script: script)
    let transport = try NIOTransport(settings: settings, addressPolicy: policy)
    let result: Result<Void, any Error>
    do { result = .success(try await body(transport, server)) } catch { result = .failure(error) }
    await transport.shutdown()
    try await server.stop()
    try result.get()
}

extension HTTPTransport {
    /// Sends one request and waits for what becomes of it.
    func post(
        to server: ScriptedServer,
        host: String = "127.0.0.1",
        path: String = "/in",
        isSecure: Bool = false,
        allow: Set<AddressAllowance> = [.plaintext, .loopback],
        headers: [(name: String, value: String)] = [],
        body: String = "hello",
        timeout: Duration = .seconds(30)
    ) async -> Result<HTTPResponse, TransportFailure> {
        let target = HTTPTarget(
            isSecure: isSecure,
            host: host,
            port: server.port,
            pathAndQuery: path,
            allow: allow
        )
        return await send(
            HTTPRequest(method: "POST", target: target, headers: headers, body: [ByteBuffer(string: body)]),
            timeout: timeout
        )
    }

    func send(_ request: HTTPRequest, timeout: Duration = .seconds(30)) async -> Result<
        HTTPResponse, TransportFailure
    > {
        await withCheckedContinuation { continuation in
            send(request, timeout: timeout) { continuation.resume(returning: $0) }
        }
    }
}

extension Result where Success == HTTPResponse, Failure == TransportFailure {
    var status: Int? { (try? get())?.status }
    var bodyText: String? { (try? get()).map { String(decoding: $0.body, as: UTF8.self) } }
    var failure: TransportFailure? {
        if case .failure(let failure) = self { failure } else { nil }
    }
}

/// An answer with a body and its length.
func answer(_ body: String, status: String = "200 OK", fields: String = "") -> ScriptedServer.Action {
    .bytes("HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(fields)\r\n\(body)")
}
