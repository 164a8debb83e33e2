/// How an attempt ended, as a connector sees it.
public struct PartnerAnswer: Sendable {
    /// The HTTP status.
    public var status: Int
    /// The answer's body, at most 1 MiB.
    public var body: [UInt8]
    /// The time the partner asked to be left alone, already read from `Retry-After`.
    public var retryAfter: Duration?
    /// Whether the body was longer than what is kept.
    public var isTruncated: Bool
    /// Header fields in the order they came, names in lower case.
    public var headers: [(name: String, value: String)]

    /// Describes an answer.
    public init(
        status: Int,
        body: [UInt8],
        retryAfter: Duration? = nil,
        isTruncated: Bool = false,
        headers: [(name: String, value: String)] = []
    ) {
        self.status = status
        self.body = body
        self.retryAfter = retryAfter
        self.isTruncated = isTruncated
        self.headers = headers
    }

    /// The first value of the header field called `name`, which is given in lower case.
    public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// The beginning of the body as one printable line, for people.
    ///
    /// Longer than anybody wants to read: it is cut once the secrets in it have been masked, because half a secret
    /// at its end would not be found.
    public var excerpt: String {
        let text = String(decoding: body.prefix(8192), as: UTF8.self)
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
