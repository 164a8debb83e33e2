public import Events
public import NIOCore
public import Plans

// Delivery moves events to a partner exactly as the plan says, once for every partner. It cannot read YAML and knows
// no partner by name: a partner folder implements `Connector`, and the engine does the rest.

/// Our code for one partner: what the engine must know to serve it.
///
/// One value serves one current.
public protocol Connector: Sendable {
    /// What the partner requires of specs, and its limits.
    static var requirements: PartnerRequirements { get }

    /// Prepares to serve one current.
    ///
    /// - Throws: `ConnectorProblem` when the plan cannot be served by this version of the mapping.
    init(plan: Plan) throws

    /// A mapper of its own for each reader of events; called once per batch run, not per event.
    func makeMapper() -> any RecordMapper

    /// The request that carries a batch.
    ///
    /// - Parameters:
    ///   - records: The records as the mapper wrote them, with `,` between two records.
    ///   - events: How many records there are.
    ///   - credentials: The secrets the plan names.
    /// - Returns: The whole request; equal arguments give equal bytes, so that a retry repeats it.
    func request(carrying records: ByteBuffer, events: Int, credentials: Credentials) -> HTTPRequest

    /// A request without effect that shows whether address and credentials are right; nil when the partner has none.
    func probe(credentials: Credentials) -> HTTPRequest?

    /// What the partner's answer means for a batch of `events` events.
    func verdict(on answer: PartnerAnswer, events: Int) -> Verdict
}

/// Turns one source event into the partner's record.
///
/// Pure: no clock, no I/O, equal bytes for equal events.
public protocol RecordMapper {
    /// Appends the partner's record for `event` to `buffer`; appends nothing unless the result is `record`.
    ///
    /// - Parameters:
    ///   - event: The scanned event.
    ///   - line: The event's bytes, valid during the call only.
    ///   - buffer: Where the record goes.
    /// - Returns: What became of the event.
    mutating func map(
        _ event: borrowing ScannedEvent,
        line: UnsafeRawBufferPointer,
        into buffer: RecordBuffer
    )
        -> MappingResult
}

/// What became of an event in the mapping.
public enum MappingResult: Sendable, Hashable {
    /// One record was appended.
    case record
    /// The partner's rule leaves the event out by design.
    case filtered(FilterReason)
    /// No record can be made of it.
    case deadLettered(DeadLetterReason)
}

/// The secrets of one current, by the names its plan uses.
///
/// Prints no secret.
public struct Credentials: Sendable, CustomStringConvertible {
    private let values: [String: String]

    /// Holds secrets by credential name.
    public init(_ values: [String: String]) { self.values = values }

    /// A secret, nil when the plan does not name it.
    public subscript(_ name: String) -> String? { values[name] }

    /// The names only.
    public var description: String { "credentials \(values.keys.sorted())" }

    /// `text` with every secret in it masked; partners sometimes quote what they were sent.
    public func scrub(_ text: String) -> String {
        // Longest first, so that a secret that holds another one leaves nothing behind.
        values.values.filter { !$0.isEmpty }.sorted { $0.utf8.count > $1.utf8.count }
            .reduce(text) {
                $0.split(separator: $1, omittingEmptySubsequences: false).joined(separator: "***")
            }
    }
}

/// How an attempt ended, as a connector sees it.
public struct PartnerAnswer: Sendable {
    /// The HTTP status.
    public var status: Int
    /// The answer's body, at most 1 MiB.
    public var body: [UInt8]
    /// The time the partner asked to be left alone, already read from `Retry-After`.
    public var retryAfter: Duration?

    /// Describes an answer.
    public init(status: Int, body: [UInt8], retryAfter: Duration? = nil) {
        self.status = status
        self.body = body
        self.retryAfter = retryAfter
    }

    /// The beginning of the body as one printable line, for people.
    public var excerpt: String {
        let text = String(decoding: body.prefix(300), as: UTF8.self)
        let line = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.isPrintable ? $0 : " " }))
        return line.split(separator: " ").joined(separator: " ")
    }

    /// The failure this answer stands for, with the partner's words.
    public func failure(_ summary: String) -> Verdict.Failure {
        let words = excerpt
        return Verdict.Failure(status: status, words.isEmpty ? summary : "\(summary): \(words)")
    }
}

extension Unicode.Scalar {
    /// Neither a control, nor a line separator, nor a character that changes the direction of text.
    fileprivate var isPrintable: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: false
        default: true
        }
    }
}

/// A plan that a connector cannot serve.
public struct ConnectorProblem: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong: lower case, no full stop.
    public var description: String

    /// Describes a problem.
    public init(_ description: String) { self.description = description }
}
