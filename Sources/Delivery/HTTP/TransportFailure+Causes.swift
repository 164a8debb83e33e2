import NIOCore
import NIOHTTP1
import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension TransportFailure {
    /// What an error of a connection that carries requests means.
    init(_ error: any Error, peer: String) {
        switch error {
        case HTTPParserError.invalidEOFState:
            self = .connectionLost(mayHaveBeenTaken: true, "\(peer): closed in the middle of the answer")
        case is HTTPParserError, is NIOHTTPDecoderError:
            self = .invalidAnswer("\(peer): \(Self.name(of: error))")
        case let error as IOError:
            self = .connectionLost(mayHaveBeenTaken: true, "\(peer): \(Self.text(of: error))")
        case NIOSSLError.uncleanShutdown:
            self = .connectionLost(mayHaveBeenTaken: true, "\(peer): closed without ending TLS")
        case is NIOSSLExtraError, is NIOSSLError, is BoringSSLError:
            self = .tls("\(peer): \(Self.tlsReason(error))")
        default:
            self = .connectionLost(mayHaveBeenTaken: true, "\(peer): \(Self.name(of: error))")
        }
    }

    /// The same cause for a connection that never became one: nothing has been sent on it.
    var beforeOpening: TransportFailure {
        switch self {
        case .connectionLost(_, let reason), .invalidAnswer(let reason): .notConnected(reason)
        case .timedOut: .notConnected("timed out")
        case .notConnected, .addressNotAllowed, .tls, .requestNotValid: self
        }
    }

    /// The system's words for a failed call, without the call's name.
    static func text(of error: IOError) -> String {
        switch error.errnoCode {
        case ECONNREFUSED: "connection refused"
        case ECONNRESET: "connection reset"
        case EPIPE: "closed by the other side"
        case EHOSTUNREACH: "no route to host"
        case ENETUNREACH: "network unreachable"
        case ETIMEDOUT: "timed out"
        default: "system error \(error.errnoCode)"
        }
    }

    /// An error case's name without its payload, which may quote what the partner sent.
    private static func name(of error: any Error) -> String {
        String(String(describing: error).prefix { $0.isLetter })
    }

    /// The library's reason code in an error, such as `CERTIFICATE_VERIFY_FAILED`.
    private static func tlsReason(_ error: any Error) -> String {
        if let error = error as? NIOSSLExtraError, error == .failedToValidateHostname {
            return "the certificate is for another host"
        }
        let text = String(describing: error)
        let reason = text.split(separator: ":").compactMap { part -> Substring? in
            let word = part.prefix {
                $0 == "_" || ($0.isUppercase && $0.isASCII) || ($0.isNumber && $0.isASCII)
            }
            return word.contains("_") && word.count > 6 && word != "OPENSSL_" ? word : nil
        }
        guard let code = reason.first else { return "the TLS handshake failed" }
        return "the TLS handshake failed (\(code))"
    }
}
