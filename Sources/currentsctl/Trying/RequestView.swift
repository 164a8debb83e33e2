import Delivery
import Foundation
import Machine
import NIOCore
import Plans

/// The whole HTTP request that would carry some records, with `***` in place of secrets.
struct RequestView {
    private let request: HTTPRequest

    /// Makes the request as a run would.
    ///
    /// - Parameters:
    ///   - records: The records, in order.
    ///   - plan: The plan they were made by.
    ///   - connector: Its connector.
    ///   - moment: The moment of sending, which signatures carry.
    init(of records: [[UInt8]], plan: Plan, connector: any Connector, at moment: WallInstant) {
        var names = Set(plan.credentials.keys)
        // What the plan's credentials are exchanged for goes by all the names the partner knows.
        if connector.exchange != nil {
            names.formUnion(type(of: connector).requirements.credentials.map(\.name))
        }
        let masks = Dictionary(uniqueKeysWithValues: names.map { ($0, "***") })
        request = connector.request(
            carrying: RecordBatch(records),
            credentials: Credentials(masks),
            at: moment
        )
    }

    private var url: String {
        "\(request.target.isSecure ? "https" : "http")://\(request.target.hostHeader)\(request.target.pathAndQuery)"
    }

    private var body: String {
        String(decoding: request.body.flatMap { Array($0.readableBytesView) }, as: UTF8.self)
    }

    /// As sent, those that the transport writes included.
    private var headers: [(name: String, value: String)] {
        let size = request.body.reduce(0) { $0 + $1.readableBytes }
        let own = request.headers.filter { $0.name.lowercased() != "host" }.map { header in
            // The signature is made with a key that is none, so it would only mislead.
            let value = header.value.replacing(/Signature=[0-9a-f]{64}/, with: "Signature=***")
            return (name: header.name, value: value)
        }
        return [(name: "Host", value: request.target.hostHeader)] + own
            + [(name: "Content-Length", value: String(size))]
    }

    /// The method and address, a line for each header, and the body.
    var text: String {
        "\(request.method) \(url)\n" + headers.map { "\($0.name): \($0.value)\n" }.joined() + "\n\(body)\n"
    }

    /// The same for programs; the body is text, as no partner's is anything else so far.
    var json: JSONObject {
        JSONObject([
            ("method", .text(request.method)), ("url", .text(url)),
            (
                "headers",
                .list(
                    headers.map {
                        .object(JSONObject([("name", .text($0.name)), ("value", .text($0.value))]))
                    }
                )
            ),
            ("body", .text(body)),
        ])
    }
}

/// Gathers records into requests of the size a plan allows.
struct RequestGathering {
    let plan: Plan
    private var records: [[UInt8]] = []
    private var bytes = 0

    init(plan: Plan) { self.plan = plan }

    /// Takes a record.
    ///
    /// - Returns: The records of a request that is full without it.
    mutating func take(_ record: [UInt8]) -> [[UInt8]]? {
        let isFull =
            records.count >= plan.delivery.batchEvents || bytes + record.count + 1 > plan.delivery.batchBytes
        let full = isFull ? finish() : nil
        records.append(record)
        bytes += record.count + 1
        return full
    }

    /// The records that are left; nil when there are none.
    mutating func finish() -> [[UInt8]]? {
        defer { (records, bytes) = ([], 0) }
        return records.isEmpty ? nil : records
    }
}
