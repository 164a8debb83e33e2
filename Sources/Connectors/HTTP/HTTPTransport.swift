import Delivery
import NIOCore
import Plans

/// A batch → one request; one reply → what it means.
///
/// Facts: Braze, "Custom HTTP connector", read 2026-11-20.
struct HTTPPartnerTransport: Sendable {
    /// The header that names the version of the body; the page says it is always 1.
    static let versionHeader = (name: "Braze-Currents-Version", value: "1")

    var target: HTTPTarget

    private static let prefix = ByteBuffer(string: #"{"events":["#)
    private static let suffix = ByteBuffer(string: "]}")

    func request(carrying records: ByteBuffer, credentials: Credentials) -> HTTPRequest {
        HTTPRequest(
            method: "POST",
            target: target,
            headers: headers(credentials),
            body: [Self.prefix, records, Self.suffix]
        )
    }

    /// An empty batch: the receiver checks the token and does nothing else.
    func probe(credentials: Credentials) -> HTTPRequest {
        request(carrying: ByteBuffer(), credentials: credentials)
    }

    private func headers(_ credentials: Credentials) -> [(name: String, value: String)] {
        var headers = [("Content-Type", "application/json"), Self.versionHeader]
        if let token = credentials["bearerToken"] { headers.append(("Authorization", "Bearer \(token)")) }
        return headers.map { (name: $0.0, value: $0.1) }
    }

    /// The published status table, in its own order; what is not listed there is sent again.
    func verdict(on answer: PartnerAnswer) -> Verdict {
        switch answer.status {
        case 200..<300:
            .delivered
        case 400:
            .refused(answer.failure("the receiver answered 400"))
        case 401, 403:
            .credentialsInvalid(answer.failure("the receiver answered \(answer.status)"))
        case 404:
            .credentialsInvalid(answer.failure("the receiver answered 404: the URL or the token is wrong"))
        case 413:
            .tooLarge(answer.failure("the receiver answered 413"))
        case 300..<400:
            // Unlisted, but following would hand the token to another address, and repeating cannot help.
            .misconfigured(
                answer.failure("the receiver answered \(answer.status), and redirects are not followed")
            )
        default:
            .transient(
                answer.failure("the receiver answered \(answer.status)"),
                retryAfter: answer.retryAfter
            )
        }
    }
}
