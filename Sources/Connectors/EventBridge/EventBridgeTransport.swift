import Delivery
import Machine
import NIOCore

/// A batch → one request; one reply → what it means.
///
/// Facts: the EventBridge API reference, PutPartnerEvents and PutEvents, read 2026-11-20.
struct EventBridgeTransport: Sendable {
    /// Who sends.
    enum Mode: String, Sendable {
        /// An organisation that AWS has registered as a partner, for a partner event source.
        case partner = "PutPartnerEvents"
        /// Anybody, to a bus.
        case bus = "PutEvents"
    }

    private let target: HTTPTarget
    private let signer: AWSSigner
    private let mode: Mode

    private static let prefix = ByteBuffer(string: #"{"Entries":["#)
    private static let suffix = ByteBuffer(string: "]}")

    init(target: HTTPTarget, region: String, mode: Mode) {
        self.target = target
        self.mode = mode
        signer = AWSSigner(region: region, service: "events")
    }

    func request(carrying records: ByteBuffer, credentials: Credentials, at moment: WallInstant)
        -> HTTPRequest
    {
        call(mode.rawValue, body: [Self.prefix, records, Self.suffix], credentials, at: moment)
    }

    /// A signed request for one of the service's operations.
    func call(_ operation: String, body: [ByteBuffer], _ credentials: Credentials, at moment: WallInstant)
        -> HTTPRequest
    {
        var request = HTTPRequest(
            method: "POST",
            target: target,
            headers: [
                ("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", "AWSEvents.\(operation)"),
            ],
            body: body
        )
        signer.sign(&request, with: AWSCredentials(credentials), at: moment)
        return request
    }

    func verdict(on answer: PartnerAnswer, entries: Int) -> Verdict {
        guard (200..<300).contains(answer.status) else { return failure(of: answer) }
        return EventBridgeResults.verdict(on: answer, entries: entries)
    }

    /// What an error means, whichever operation it answers.
    ///
    /// Besides what all AWS services share: an unknown bus or source needs a person, as does a region without
    /// partner event sources.
    func failure(of answer: PartnerAnswer) -> Verdict {
        AWSServiceError.verdict(on: answer, from: "EventBridge") { error, failure in
            switch error.code {
            case "ConcurrentModificationException": .transient(failure)
            case "LimitExceededException": .misconfigured(failure)
            default: nil
            }
        }
    }
}
