import Delivery
import Events
import NIOCore

/// A batch → one request.
///
/// Facts: Amplitude, HTTP V2 API and Batch Event Upload API, "Body parameters", read 2026-11-20. The key travels in
/// the body; there is no header for it.
struct AmplitudeTransport: Sendable {
    var target: HTTPTarget
    /// The project's own shortest id; nil when it has Amplitude's.
    var minimumIDLength: Int?

    /// `{"api_key":…,"events":[…],"options":{…}}`, with options only when there are any.
    func request(carrying records: ByteBuffer, credentials: Credentials) -> HTTPRequest {
        let head = RecordBuffer()
        head.append(#"{"api_key":"#)
        head.appendJSONString(credentials["apiKey"] ?? "")
        head.append(#","events":["#)
        let options = minimumIDLength.map { #","options":{"min_id_length":\#($0)}"# } ?? ""
        return HTTPRequest(
            method: "POST",
            target: target,
            headers: [(name: "Content-Type", value: "application/json")],
            body: [
                head.withUnsafeBytes { ByteBuffer(bytes: $0) }, records, ByteBuffer(string: "]\(options)}"),
            ]
        )
    }
}
