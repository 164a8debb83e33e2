// FakePartners is the partners again, written only from their own documentation: strict, scriptable, on loopback.

/// One simulated partner: what it takes, and how it says no.
///
/// A judge; the server does the rest. A partner that remembers nothing is a pure one; one that does keeps its state
/// behind a lock.
public protocol FakePartner: Sendable {
    /// The partner's name, as people write it on the command line.
    var name: String { get }
    /// The token a request must carry; nil when the partner is set up without one.
    var token: String? { get }
    /// The largest body the partner reads; a larger one is answered 413.
    var maximumBodyBytes: Int { get }

    /// Judges one request by the partner's documentation.
    ///
    /// Equal requests get equal judgements, unless the partner remembers.
    func judge(_ request: PartnerRequest, credential: FakeCredential) -> Judgement

    /// Judges one request, and lets go wrong what a fault script asks of the partner itself.
    func judge(_ request: PartnerRequest, credential: FakeCredential, script: FaultScript) -> Judgement

    /// The partner's answer to a body above `maximumBodyBytes`.
    func tooLarge() -> FakeAnswer

    /// The call a request makes, for partners with several; fault rules may name one.
    func operation(of request: PartnerRequest) -> String?

    /// A page of the partner's own below `/_fake/`; nil when there is none of that name.
    func adminPage(_ page: String, _ request: PartnerRequest) -> FakeAnswer?

    /// Forgets what the partner remembers of earlier requests.
    func reset()

    /// Members the partner adds to the ledger page: names, and values as JSON.
    func ledgerMembers() -> [(name: String, json: String)]

    /// The faults only this partner knows.
    var faultForms: [FaultForm] { get }
}

extension FakePartner {
    /// Gives a scripted error as a bare answer, and leaves all else to the judge.
    public func judge(
        _ request: PartnerRequest,
        credential: FakeCredential,
        script: FaultScript
    ) -> Judgement {
        guard let error = script.error else { return judge(request, credential: credential) }
        return .refused(FakeAnswer(status: error.status ?? 500, text: error.code))
    }

    /// All requests make the same call.
    public func operation(of request: PartnerRequest) -> String? { nil }

    /// No pages.
    public func adminPage(_ page: String, _ request: PartnerRequest) -> FakeAnswer? { nil }

    /// Nothing to forget.
    public func reset() {}

    /// A bare 413.
    public func tooLarge() -> FakeAnswer {
        FakeAnswer(status: 413, text: "the body is larger than \(maximumBodyBytes) bytes")
    }

    /// None.
    public func ledgerMembers() -> [(name: String, json: String)] { [] }

    /// None.
    public var faultForms: [FaultForm] { [] }
}

/// A request as a partner sees it.
public struct PartnerRequest: Sendable {
    /// The method in capitals.
    public var method: String
    /// The path with its query.
    public var path: String
    /// Header fields in the order they came, names in lower case.
    public var headers: [(name: String, value: String)]
    /// The body as received.
    public var body: [UInt8]
    /// The partner's own faults that hold for this request.
    public var faults: [PartnerFault] = []

    /// Describes a request.
    public init(method: String, path: String, headers: [(name: String, value: String)], body: [UInt8]) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
    }

    /// The value of the header field called `name` (lower case); nil when it is missing or repeated.
    public func header(_ name: String) -> String? {
        let values = headers.filter { $0.name == name }
        return values.count == 1 ? values.first?.value : nil
    }

    /// The path without its query.
    public var page: String { String(path.prefix { $0 != "?" }) }

    /// What the body is declared to be, in lower case and without parameters; nil when that is missing or repeated.
    public var mediaType: String? {
        header("content-type")?.prefix { $0 != ";" }.lowercased().split(separator: " ").joined()
    }
}

/// The token in force, and those that a fault has put out of force.
public struct FakeCredential: Sendable, Hashable {
    /// What a request must carry; nil when nothing is asked for.
    public private(set) var token: String?
    /// What was right once.
    public private(set) var expired: Set<String> = []

    /// Starts with a token.
    public init(token: String?) { self.token = token }

    /// Puts another token in force.
    mutating func rotate(to new: String) {
        guard new != token else { return }
        if let token { expired.insert(token) }
        expired.remove(new)
        token = new
    }
}

/// An event a request offers.
public struct OfferedEvent: Sendable, Hashable {
    /// The event's identity, decoded; compared byte by byte.
    public var id: [UInt8]
    /// Where the event stands in the request's body.
    public var bytes: Range<Int>
    /// The event's own bytes, when the body holds them in an escaped form; nil when they stand at `bytes`.
    public var content: [UInt8]?
    /// What else the record says of the event, in this order.
    public var notes: [EventNote] = []
    /// Whether the partner says yes and keeps nothing.
    public var isDiscarded = false

    /// Describes an offered event.
    public init(id: [UInt8], bytes: Range<Int>) {
        self.id = id
        self.bytes = bytes
    }
}

/// A member of an event's line in the record.
public struct EventNote: Sendable, Hashable {
    /// The member's name; needs no escapes.
    public var name: String
    /// The value, as JSON.
    public var json: String

    /// Names a value.
    public init(_ name: String, json: String) {
        self.name = name
        self.json = json
    }
}

/// What a partner makes of a request.
public enum Judgement: Sendable {
    /// The events are taken.
    case accepted([OfferedEvent], FakeAnswer)
    /// The request was right, but held no events.
    case probe(FakeAnswer)
    /// The request was right, and is none that could hold events.
    case control(FakeAnswer)
    /// Nothing is taken.
    case refused(FakeAnswer)
}

/// An answer to a request.
public struct FakeAnswer: Sendable, Hashable {
    /// The status code.
    public var status: Int
    /// What the body is.
    public var contentType: String
    /// The body.
    public var body: [UInt8]
    /// The `Retry-After` field, when there is one.
    public var retryAfter: String?
    /// Further header fields.
    public var headers: [String: String] = [:]

    /// An answer in words.
    public init(status: Int, text: String, retryAfter: String? = nil) {
        self.init(status: status, contentType: "text/plain; charset=utf-8", body: Array(text.utf8))
        self.retryAfter = retryAfter
    }

    /// An answer of any kind.
    public init(status: Int, contentType: String, body: [UInt8]) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }
}
