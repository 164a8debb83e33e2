import Foundation
import Synchronization

@testable import FakePartners

/// A fake project with a clock of the test's own.
final class AmplitudeProject: Sendable {
    /// A time to begin with, in milliseconds since 1970.
    static let start: Int64 = 1_792_665_600_000
    static let key = FakeAmplitude.testKey

    let fake: FakeAmplitude
    private let milliseconds: Clock

    private final class Clock: Sendable {
        let now = Mutex(AmplitudeProject.start)
    }

    init(_ change: (inout FakeAmplitude.Settings) -> Void = { _ in }) {
        var settings = FakeAmplitude.Settings()
        change(&settings)
        let clock = Clock()
        milliseconds = clock
        fake = FakeAmplitude(settings: settings) { clock.now.withLock { $0 } }
    }

    func wait(seconds: Double) { milliseconds.now.withLock { $0 += Int64(seconds * 1000) } }

    /// Lets the fake judge a request as the desk would.
    func send(
        body: String,
        to path: String = "/2/httpapi",
        faults: [String] = [],
        method: String = "POST",
        contentType: String = "application/json",
        keyInForce: String? = nil
    ) throws -> AmplitudeReply {
        var request = PartnerRequest(
            method: method,
            path: path,
            headers: [("content-type", contentType)],
            body: Array(body.utf8)
        )
        request.faults = try faults.map { line in
            guard case .partner(let fault) = try FaultRule.parse(line, forms: fake.faultForms).get().action
            else {
                throw FakePartnerProblem("'\(line)' is no fault of Amplitude's own")
            }
            return fault
        }
        let credential = FakeCredential(token: keyInForce ?? fake.token)
        switch fake.judge(request, credential: credential) {
        case .accepted(let events, let answer): return try AmplitudeReply(answer, taken: events)
        case .refused(let answer), .probe(let answer), .control(let answer):
            return try AmplitudeReply(answer, taken: nil)
        }
    }

    /// Sends whole events to one of the two ways in.
    func send(
        _ events: [String],
        to path: String = "/2/httpapi",
        options: String = "",
        faults: [String] = []
    ) throws -> AmplitudeReply {
        try send(body: Self.body(events, options: options), to: path, faults: faults)
    }

    static func body(_ events: [String], options: String = "") -> String {
        #"{"api_key":"\#(key)","events":[\#(events.joined(separator: ","))]\#(options)}"#
    }

    /// An event without a fault; `more` is text inside its braces.
    static func event(
        _ insertID: String,
        user: String? = "user-1",
        device: String? = nil,
        more: String = ""
    ) -> String {
        let owner = [user.map { #""user_id":"\#($0)","# }, device.map { #""device_id":"\#($0)","# }]
        return
            #"{\#(owner.compactMap(\.self).joined())"event_type":"opened","insert_id":"\#(insertID)"\#(more)}"#
    }

    /// So many events of one device without a user, with ids of their own.
    static func events(_ count: Int, device: String, _ prefix: String = "e") -> [String] {
        (0..<count).map { event("\(prefix)\($0)", user: nil, device: device) }
    }

    /// The ledger page's members of Amplitude's own.
    func ledger() throws -> [String: JSONValue] {
        try JSONValue.members(of: JSONText.object(fake.ledgerMembers()))
    }
}

/// What the fake made of a request.
struct AmplitudeReply {
    let status: Int
    let members: [String: JSONValue]
    let text: String
    /// Nil when it was refused.
    let taken: [OfferedEvent]?

    init(_ answer: FakeAnswer, taken: [OfferedEvent]?) throws {
        status = answer.status
        text = String(decoding: answer.body, as: UTF8.self)
        members = try JSONValue.members(of: text)
        self.taken = taken
    }

    var error: JSONValue? { members["error"] }

    subscript(name: String) -> JSONValue? { members[name] }
}

/// JSON as tests compare it.
enum JSONValue: Decodable, Hashable, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    case integer(Int)
    case text(String)
    case array([JSONValue])
    case object([String: JSONValue])

    init(integerLiteral value: Int) { self = .integer(value) }
    init(stringLiteral value: String) { self = .text(value) }
    init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements) { $1 })
    }

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let integer = try? value.decode(Int.self) {
            self = .integer(integer)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let array = try? value.decode([JSONValue].self) {
            self = .array(array)
        } else {
            self = .object(try value.decode([String: JSONValue].self))
        }
    }

    static func members(of text: String) throws -> [String: JSONValue] {
        try JSONDecoder().decode([String: JSONValue].self, from: Data(text.utf8))
    }
}
