#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The error that an AWS service answered with, in JSON or in XML.
///
/// - Source: the forms that botocore 1.43.11 reads, read 2026-11-21; XML to a JSON service as moto 5.2.1 sends it.
public struct AWSServiceError: Sendable, Hashable {
    /// The error's name without name space or address, such as `ThrottlingException`.
    public var code: String
    /// The service's words; may be empty.
    public var message: String

    /// Names an error.
    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }

    /// Reads an answer; nil when it names no error.
    ///
    /// The body counts first; some services name the error in a header field only (`x-amzn-ErrorType`).
    public init?(_ answer: PartnerAnswer) {
        if let error = AWSServiceError(body: answer.body) {
            self = error
            return
        }
        guard let type = answer.header("x-amzn-errortype"), let code = Self.bare(type) else { return nil }
        let message = try? JSONDecoder().decode(JSONAnswer.self, from: Data(answer.body))
        self.init(code: code, message: message?.message ?? message?.capitalMessage ?? "")
    }

    /// Reads an answer's body; nil when it names no error.
    public init?(body: [UInt8]) {
        guard let named = Self.json(body) ?? Self.xml(body), let code = Self.bare(named.code) else {
            return nil
        }
        self.init(code: code, message: named.message)
    }

    private static func bare(_ named: String) -> String? {
        // Both `name.space#Code` and `Code:http://…` are in use.
        let code = named.split(separator: ":", omittingEmptySubsequences: false).first?
            .split(separator: "#", omittingEmptySubsequences: false).last
        guard let code, !code.isEmpty else { return nil }
        return String(code)
    }

    private static func json(_ body: [UInt8]) -> (code: String, message: String)? {
        guard let answer = try? JSONDecoder().decode(JSONAnswer.self, from: Data(body)),
            let code = answer.type ?? answer.code
        else { return nil }
        return (code, answer.message ?? answer.capitalMessage ?? "")
    }

    private struct JSONAnswer: Decodable {
        var type: String?
        var code: String?
        var message: String?
        var capitalMessage: String?

        enum CodingKeys: String, CodingKey {
            case type = "__type"
            case code
            case message
            case capitalMessage = "Message"
        }
    }

    private static func xml(_ body: [UInt8]) -> (code: String, message: String)? {
        let answer = AWSXMLAnswer(body)
        guard let code = answer.text(of: "Code") else { return nil }
        return (code, answer.text(of: "Message") ?? "")
    }
}

extension AWSServiceError {
    /// What an answer that is no success means, by the errors all services share and those of one.
    ///
    /// - Parameters:
    ///   - answer: An answer with a status outside of 200 to 299.
    ///   - service: The service's name, for people.
    ///   - special: What an error of this service means; nil for those that all services share.
    /// - Returns: Never `delivered` or `perEvent`.
    public static func verdict(
        on answer: PartnerAnswer,
        from service: String,
        special: (_ error: AWSServiceError, _ failure: Verdict.Failure) -> Verdict? = { _, _ in nil }
    ) -> Verdict {
        let error = AWSServiceError(answer)
        let failure = answer.awsFailure("\(service) answered \(answer.status)", error)
        switch answer.status {
        case 300..<400:
            return .misconfigured(answer.failure("\(service) redirects, and redirects are not followed"))
        case 408, 425, 429, 500...:
            return .transient(failure, retryAfter: answer.retryAfter)
        case 413:
            return .tooLarge(failure)
        default:
            break
        }
        if let error { return special(error, failure) ?? error.verdict(answer, from: service, failure) }
        switch answer.status {
        case 401: return .credentialsInvalid(failure)
        case 404: return .misconfigured(failure)
        case 400, 422: return .refused(failure)
        // Among them 403 without an error: a page of something between us and the service.
        default: return .transient(failure, retryAfter: answer.retryAfter)
        }
    }

    /// - Source: AWS, "Common Error Types" (IAM API reference), read 2026-11-21; older names from its earlier editions.
    private func verdict(_ answer: PartnerAnswer, from service: String, _ failure: Verdict.Failure) -> Verdict
    {
        if saysClocksDiffer { return .clockSkewed(failure) }
        if let hint = credentialHint {
            return .credentialsInvalid(
                answer.awsFailure("\(service) answered \(answer.status), \(hint)", self)
            )
        }
        switch code {
        case "InternalException", "InternalFailure", "InternalServerError", "RequestAborted",
            "RequestAbortedException", "RequestLimitExceeded", "RequestTimeout", "RequestTimeoutException",
            "ServiceUnavailable", "ServiceUnavailableException", "SlowDown", "Throttling",
            "ThrottlingException", "ThrottledException", "TooManyRequestsException":
            return .transient(failure, retryAfter: answer.retryAfter)
        case "RequestEntityTooLarge", "RequestEntityTooLargeException":
            return .tooLarge(failure)
        case "OperationDisabledException", "RegionDisabledException", "ResourceNotFoundException",
            "UnknownOperation", "UnknownOperationException":
            return .misconfigured(failure)
        default:
            switch answer.status {
            case 401, 403: return .credentialsInvalid(failure)
            case 404: return .misconfigured(failure)
            default: return .refused(failure)
            }
        }
    }

    /// Whether the signature is out of time rather than wrong.
    private var saysClocksDiffer: Bool {
        switch code {
        case "RequestExpired", "RequestExpiredException", "RequestTimeTooSkewed", "RequestInTheFuture":
            true
        case "InvalidSignatureException", "SignatureDoesNotMatch":
            ["signature expired", "not yet current"].contains { message.lowercased().contains($0) }
        default:
            false
        }
    }

    /// What is wrong with the credentials; nil when the error is not about them.
    private var credentialHint: String? {
        switch code {
        case "UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId":
            "and does not know the access key"
        case "InvalidSignatureException", "SignatureDoesNotMatch":
            "and the secret key does not belong to the access key"
        case "IncompleteSignature", "IncompleteSignatureException", "MissingAuthenticationToken",
            "MissingAuthenticationTokenException", "InvalidToken":
            "and cannot read the credentials"
        case "ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired":
            "and the session token has expired"
        case "OptInRequired":
            "and the account has not been opened for this region or service"
        case "AccessDenied", "AccessDeniedException", "NotAuthorized", "UnauthorizedOperation":
            "and the identity lacks the permission"
        default:
            nil
        }
    }
}

extension PartnerAnswer {
    /// The failure this answer stands for, with the service's words when it names an error.
    fileprivate func awsFailure(_ summary: String, _ error: AWSServiceError?) -> Verdict.Failure {
        guard let error else { return failure(summary) }
        var words = self
        words.body = Array((error.message.isEmpty ? error.code : "\(error.code): \(error.message)").utf8)
        return words.failure(summary)
    }
}

/// An answer of an XML service, whose elements of interest hold nothing but text; the first of a name counts.
struct AWSXMLAnswer {
    private let text: String

    init(_ body: [UInt8]) { text = String(decoding: body, as: UTF8.self) }

    /// The text of the first element of a name, its references resolved; nil when there is none.
    func text(of name: String) -> String? {
        guard let open = text.firstRange(of: "<\(name)>"),
            let close = text[open.upperBound...].firstRange(of: "</\(name)>")
        else { return nil }
        return Self.resolved(text[open.upperBound..<close.lowerBound])
    }

    /// The ampersand comes last, so that nothing is resolved twice.
    ///
    /// - Source: XML 1.0, 4.6, predefined entities.
    private static func resolved(_ text: Substring) -> String {
        let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
        return entities.reduce(String(text)) { text, entity in
            text.split(separator: entity.0, omittingEmptySubsequences: false).joined(separator: entity.1)
        }
    }
}
