/// A refusal of a whole request, in AWS's words.
struct AWSError: Error, Hashable {
    var code: String
    var message: String
    var status = 400

    init(_ code: String, _ message: String, status: Int = 400) {
        self.code = code
        self.message = message
        self.status = status
    }

    /// A value that breaks a rule of the service's model.
    static func invalid(_ path: String, _ constraint: String) -> AWSError {
        AWSError(
            "ValidationException",
            "1 validation error detected: Value at '\(path)' failed to satisfy constraint: Member must \(constraint)"
        )
    }

    /// Text that is not what the operation reads.
    static func unreadable(_ message: String) -> AWSError { AWSError("SerializationException", message) }

    static let unknownOperation = AWSError(
        "UnknownOperationException",
        "the request names no known operation"
    )

    /// An error from a fault script; the usual status unless the script names one.
    init(_ scripted: FaultScript.ScriptedError) {
        self.init(scripted.code, "a scripted fault", status: scripted.status ?? 400)
        // A prefix such as 'com.amazon.coral.service#' changes nothing.
        let plainCode = scripted.code.split(separator: "#").last.map { String($0) } ?? scripted.code
        if scripted.status == nil { status = Self.usualStatus[plainCode] ?? 400 }
    }

    /// The statuses that are not 400.
    ///
    /// - Source: "Common Errors" of the AWS API references, read 2026-11-20.
    private static let usualStatus = [
        "IncompleteSignature": 403, "InvalidClientTokenId": 403, "UnrecognizedClientException": 403,
        "InvalidSignatureException": 403, "SignatureDoesNotMatch": 403, "MissingAuthenticationToken": 403,
        "OptInRequired": 403, "ExpiredTokenException": 403, "ExpiredToken": 403, "AccessDenied": 403,
        "InternalFailure": 500, "InternalException": 500, "ServiceUnavailable": 503,
    ]
}

/// The two services of the fake; they say the same things in different words.
enum AWSService: String, Hashable {
    case events
    case sts

    /// The service a request is for.
    ///
    /// On loopback one address serves both: STS is asked with a form, EventBridge in JSON.
    init(_ request: PartnerRequest) {
        let media = request.header("content-type")?.prefix { $0 != ";" }.lowercased()
        self =
            media == "application/x-www-form-urlencoded" && request.header("x-amz-target") == nil
            ? .sts : .events
    }

    /// An answer that carries `body`, with the header fields every answer has.
    func answer(_ body: String, status: Int = 200, at now: Int64, requestID: String = AWSIdentifier.uuid())
        -> FakeAnswer
    {
        var answer = FakeAnswer(
            status: status,
            contentType: self == .events ? "application/x-amz-json-1.1" : "text/xml",
            body: Array(body.utf8)
        )
        answer.headers = ["x-amzn-RequestId": requestID, "Date": AWSTime.http(now)]
        return answer
    }

    /// An error as the service writes it: JSON with `__type`, or XML.
    func answer(_ error: AWSError, at now: Int64) -> FakeAnswer {
        let requestID = AWSIdentifier.uuid()
        switch self {
        case .events:
            let body = """
                {"__type":\(JSONEscapes.quoted(error.code.utf8)),"message":\(JSONEscapes.quoted(error.message.utf8))}
                """
            return answer(body, status: error.status, at: now, requestID: requestID)
        case .sts:
            let body = """
                <ErrorResponse xmlns="\(AssumeRole.namespace)"><Error>\
                <Type>\(error.status < 500 ? "Sender" : "Receiver")</Type>\
                <Code>\(AssumeRole.escaped(error.code))</Code><Message>\(AssumeRole.escaped(error.message))</Message>\
                </Error><RequestId>\(requestID)</RequestId></ErrorResponse>
                """
            return answer(body, status: error.status, at: now, requestID: requestID)
        }
    }
}

/// Made-up identifiers; none is a secret.
enum AWSIdentifier {
    /// 32 hexadecimal digits in groups, as request and event ids have them.
    static func uuid() -> String {
        let digits = random(32, of: "0123456789abcdef")
        let groups = [0..<8, 8..<12, 12..<16, 16..<20, 20..<32]
        return groups.map { String(digits[$0]) }.joined(separator: "-")
    }

    static func accessKeyID() -> String {
        "ASIA" + String(random(16, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
    }

    /// Text of Base64's letters, which a client must carry through unchanged.
    static func opaque(_ count: Int) -> String {
        String(random(count, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
    }

    private static func random(_ count: Int, of letters: String) -> [Character] {
        let letters = Array(letters)
        return (0..<count).map { _ in letters[Int.random(in: letters.indices)] }
    }
}
