import NIOSSL

/// TLS as we speak it: certificates and host names checked, version 1.2 or newer, no way to switch either off.
///
/// Confined to its event loop. The system's roots are read with the first secure connection, so that a machine
/// without them can still deliver to its own loopback.
final class ClientTLS {
    private let additionalRoots: [NIOSSLCertificate]
    private var built: Result<NIOSSLContext, TransportFailure>?

    /// - Parameter additionalRoots: Trusted besides the system's roots.
    init(additionalRoots: [NIOSSLCertificate]) {
        self.additionalRoots = additionalRoots
    }

    /// A handler that will only finish its handshake with `host`.
    func makeHandler(host: String) -> Result<NIOSSLClientHandler, TransportFailure> {
        let context = built ?? build()
        built = context
        return context.flatMap { context in
            do {
                return .success(try NIOSSLClientHandler(context: context, serverHostname: serverName(host)))
            } catch {
                return .failure(.tls("'\(host)' cannot be a name in a certificate"))
            }
        }
    }

    /// The name for SNI and for the check; nil for an address, which is then checked against the certificate's.
    private func serverName(_ host: String) -> String? {
        let isAddress =
            host.utf8.contains(UInt8(ascii: ":")) || host.split(separator: ".").allSatisfy(isNumber)
        guard !isAddress else { return nil }
        return host.hasSuffix(".") ? String(host.dropLast()) : host
    }

    private func isNumber(_ label: Substring) -> Bool {
        label.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    private func build() -> Result<NIOSSLContext, TransportFailure> {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = .fullVerification
        configuration.additionalTrustRoots = additionalRoots.isEmpty ? [] : [.certificates(additionalRoots)]
        configuration.applicationProtocols = ["http/1.1"]
        do {
            return .success(try NIOSSLContext(configuration: configuration))
        } catch {
            return .failure(.tls("the system's trusted certificates cannot be read"))
        }
    }
}
