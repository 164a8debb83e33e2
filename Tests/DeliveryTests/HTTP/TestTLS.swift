import Foundation
import NIOSSL

/// A certificate authority of the test's own, made with openssl in a temporary folder.
struct TestTLS: Sendable {
    /// A server's side: its certificate and key, ready to use.
    struct Server: Sendable {
        var context: NIOSSLContext
    }

    struct OpenSSLFailed: Error {}

    let authority: String
    private let folder: URL

    static let isAvailable = FileManager.default.isExecutableFile(atPath: openssl)
    private static let openssl = "/usr/bin/openssl"

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "test-tls-\(UUID().uuidString)"
        )
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        authority = folder.appendingPathComponent("ca.pem").path
        try run([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-subj", "/CN=Test Authority", "-addext", "basicConstraints=critical,CA:TRUE",
            "-keyout", "ca.key", "-out", "ca.pem",
        ])
    }

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// A server whose certificate is for `names`, a subjectAltName such as `DNS:localhost,IP:127.0.0.1`.
    func server(names: String, maximumVersion: TLSVersion? = nil) throws -> Server {
        let extensions = "subjectAltName=\(names)\nextendedKeyUsage=serverAuth\n"
        try extensions.write(to: folder.appendingPathComponent("leaf.ext"), atomically: true, encoding: .utf8)
        try run([
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=leaf",
            "-keyout", "leaf.key", "-out", "leaf.csr",
        ])
        try run([
            "x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
            "-days", "2", "-extfile", "leaf.ext", "-out", "leaf.pem",
        ])
        let certificates = try NIOSSLCertificate.fromPEMFile(folder.appendingPathComponent("leaf.pem").path)
        let key = try NIOSSLPrivateKey(file: folder.appendingPathComponent("leaf.key").path, format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) },
            privateKey: .privateKey(key)
        )
        configuration.minimumTLSVersion = .tlsv1
        configuration.maximumTLSVersion = maximumVersion
        return Server(context: try NIOSSLContext(configuration: configuration))
    }

    /// Not by Foundation's `Process`: two of them started at once, by whichever tests, can crash the program.
    private func run(_ arguments: [String]) throws {
        let words = [Self.openssl] + arguments
        let quoted = words.map { "'" + $0.replacing("'", with: "'\\''") + "'" }.joined(separator: " ")
        guard let pipe = popen("cd '\(folder.path)' && \(quoted) >/dev/null 2>&1", "r") else {
            throw OpenSSLFailed()
        }
        guard pclose(pipe) == 0 else { throw OpenSSLFailed() }
    }
}
