import Testing

@testable import Delivery

@Suite("AWS errors")
struct AWSServiceErrorTests {
    private func error(_ body: String) -> AWSServiceError? { AWSServiceError(body: Array(body.utf8)) }

    private func verdict(_ status: Int, _ body: String) -> Verdict {
        AWSServiceError.verdict(on: PartnerAnswer(status: status, body: Array(body.utf8)), from: "AWS")
    }

    private func verdict(_ status: Int, code: String, _ message: String = "m") -> Verdict {
        verdict(status, #"{"__type":"\#(code)","message":"\#(message)"}"#)
    }

    @Test(arguments: [
        #"{"__type":"ThrottlingException","message":"slow"}"#,
        #"{"__type":"com.amazonaws.events#ThrottlingException","Message":"slow"}"#,
        #"{"__type":"ThrottlingException:http://internal.amazon.com/x/#y","message":"slow"}"#,
        #"{"code":"ThrottlingException","message":"slow"}"#,
        "<ErrorResponse><Error><Code>ThrottlingException</Code><Message>slow</Message></Error></ErrorResponse>",
    ])
    func everyProtocolsErrorIsRead(body: String) {
        #expect(error(body) == AWSServiceError(code: "ThrottlingException", message: "slow"))
    }

    @Test func referencesInXMLAreResolvedOnce() {
        let body = "<Error><Code>C</Code><Message>a &amp;lt; b &quot;&lt;&gt;&apos;</Message></Error>"
        #expect(error(body)?.message == "a &lt; b \"<>'")
    }

    @Test(arguments: [
        "", "{}", "[]", "oops", "<Code>", "<Code></Code>", #"{"__type":""}"#, #"{"__type":1}"#, "\u{0}",
    ])
    func aBodyWithoutAnErrorNamesNone(body: String) {
        #expect(error(body) == nil)
    }

    @Test(arguments: [
        "UnrecognizedClientException", "InvalidClientTokenId", "InvalidSignatureException",
        "SignatureDoesNotMatch", "IncompleteSignature", "MissingAuthenticationToken", "ExpiredToken",
        "ExpiredTokenException", "OptInRequired", "AccessDeniedException", "AccessDenied",
    ])
    func errorsAboutWhoWeAreConcernTheCredentials(code: String) {
        for status in [400, 403] {
            guard case .credentialsInvalid(let failure) = verdict(status, code: code) else {
                Issue.record("\(code) \(status)")
                continue
            }
            #expect(failure.detail.hasPrefix("AWS answered \(status), and "))
            #expect(failure.detail.hasSuffix(": \(code): m"))
        }
    }

    @Test(arguments: [
        ("RequestExpired", "m"), ("RequestTimeTooSkewed", "m"),
        (
            "InvalidSignatureException",
            "Signature expired: 20150830T123600Z is now earlier than 20261120T000000Z"
        ),
        (
            "SignatureDoesNotMatch",
            "Signature not yet current: 20991231T000000Z is still later than 20261120T000000Z"
        ),
    ])
    func aSignatureOutOfTimeConcernsTheClocks(code: String, message: String) {
        guard case .clockSkewed = verdict(403, code: code, message) else {
            Issue.record("\(code)")
            return
        }
    }

    @Test(arguments: [
        "ThrottlingException", "Throttling", "RequestLimitExceeded", "ServiceUnavailable", "InternalFailure",
    ])
    func errorsThatPassAreTriedAgain(code: String) {
        guard case .transient = verdict(400, code: code) else {
            Issue.record("\(code)")
            return
        }
    }

    @Test(arguments: ["OperationDisabledException", "ResourceNotFoundException", "RegionDisabledException"])
    func errorsThatStayNeedAPerson(code: String) {
        guard case .misconfigured = verdict(400, code: code) else {
            Issue.record("\(code)")
            return
        }
    }

    @Test func anUnknownErrorIsJudgedByItsStatus() {
        guard case .refused = verdict(400, code: "Novelty"),
            case .credentialsInvalid = verdict(403, code: "Novelty"),
            case .misconfigured = verdict(404, code: "Novelty"),
            case .transient = verdict(503, code: "Novelty"),
            case .tooLarge = verdict(413, code: "Novelty")
        else {
            Issue.record("an unknown error is misjudged")
            return
        }
    }

    @Test func aPageOfAFirewallIsNoErrorOfAWS() {
        guard case .transient = verdict(403, "<html>blocked</html>") else {
            Issue.record("not transient")
            return
        }
    }

    @Test func redirectsAreNotFollowed() {
        guard case .misconfigured = verdict(301, code: "PermanentRedirect") else {
            Issue.record("not misconfigured")
            return
        }
    }

    @Test func whatAServiceKnowsBetterCounts() {
        let answer = PartnerAnswer(status: 400, body: Array(#"{"__type":"AccessDeniedException"}"#.utf8))
        let verdict = AWSServiceError.verdict(on: answer, from: "AWS") { _, failure in .refused(failure) }
        guard case .refused = verdict else {
            Issue.record("\(verdict)")
            return
        }
    }
}
