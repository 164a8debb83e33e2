import Testing

@testable import FakePartners

@Suite("Fake EventBridge: who asks")
struct FakeEventBridgeSigningTests {
    private let caller = AWSCaller()
    private let body = #"{"Name":"aws.partner/example.com/acme/x","Account":"123456789012"}"#

    private func request() -> PartnerRequest { caller.request("CreatePartnerEventSource", body) }

    /// An unsigned request with these fields and the usual ones.
    private func unsigned(_ more: [(name: String, value: String)] = [], without: String = "")
        -> PartnerRequest
    {
        var request = request()
        request.headers.removeAll { $0.name == "authorization" || $0.name == without }
        request.headers += more
        return request
    }

    private func message(_ judgement: Judgement) -> String { judgement.body }

    @Test func aRightSignatureIsTaken() {
        #expect(caller.judge(request()).answer.status == 200)
    }

    @Test func aRequestWithoutSignatureIsRefused() {
        #expect(caller.judge(unsigned()).error == "403 MissingAuthenticationToken")
    }

    @Test(arguments: ["Bearer x", "AWS4-HMAC-SHA256 Credential=x", ""])
    func anAuthorizationOfAnotherFormIsIncomplete(field: String) {
        let judgement = caller.judge(unsigned([(name: "authorization", value: field)]))
        #expect(judgement.error == "403 IncompleteSignature")
    }

    @Test func aChangedBodyBreaksTheSignature() {
        var request = request()
        request.body.append(0x20)
        #expect(caller.judge(request).error == "403 InvalidSignatureException")
    }

    @Test func aWrongSecretBreaksTheSignature() {
        let key = AWSKey(id: AWSCaller.key.id, secret: "other")
        let judgement = caller.judge(caller.request("CreatePartnerEventSource", body, key: key))
        #expect(judgement.error == "403 InvalidSignatureException")
        #expect(!message(judgement).contains(AWSCaller.key.secret))
    }

    @Test func anUnknownKeyIsRefused() {
        let key = AWSKey(id: "AKIDOTHER", secret: AWSCaller.key.secret)
        let judgement = caller.judge(caller.request("CreatePartnerEventSource", body, key: key))
        #expect(judgement.error == "403 UnrecognizedClientException")
    }

    @Test func aLastingKeyComesWithoutSessionToken() {
        var key = AWSCaller.key
        key.sessionToken = "token"
        let judgement = caller.judge(caller.request("CreatePartnerEventSource", body, key: key))
        #expect(judgement.error == "403 UnrecognizedClientException")
    }

    @Test(arguments: [-900, 900] as [Int64])
    func aQuarterOfAnHourIsNear(offset: Int64) {
        let request = caller.request("CreatePartnerEventSource", body, at: caller.now + offset)
        #expect(caller.judge(request).answer.status == 200)
    }

    @Test(
        arguments: [(-901, "Signature expired: "), (901, "Signature not yet current: ")] as [(Int64, String)]
    )
    func aSecondMoreIsTooFar(offset: Int64, words: String) {
        let judgement = caller.judge(
            caller.request("CreatePartnerEventSource", body, at: caller.now + offset)
        )
        #expect(judgement.error == "403 InvalidSignatureException")
        #expect(message(judgement).contains(words))
    }

    @Test func theScopesDayMustBeTheDates() {
        let request = AWSCaller.signed(
            unsigned(),
            AWSCaller.key,
            date: AWSTime.basic(caller.now),
            day: "20261119"
        )
        let judgement = caller.judge(request)
        #expect(judgement.error == "403 InvalidSignatureException")
        #expect(message(judgement).contains("Date in Credential scope does not match"))
    }

    @Test func theRegionMustBeTheFakes() {
        let judgement = caller.judge(caller.request("CreatePartnerEventSource", body, region: "eu-west-1"))
        #expect(judgement.error == "403 InvalidSignatureException")
        #expect(message(judgement).contains("scoped to a valid region, not 'eu-west-1'"))
    }

    @Test func theServiceMustBeEvents() {
        let request = AWSCaller.signed(
            unsigned(),
            AWSCaller.key,
            date: AWSTime.basic(caller.now),
            service: "sts"
        )
        #expect(message(caller.judge(request)).contains("scoped to correct service: 'events'"))
    }

    @Test(arguments: ["host", "x-amz-date", "x-amz-target"])
    func hostAndAmazonsFieldsMustBeSigned(name: String) {
        let date = AWSTime.basic(caller.now)
        let request = AWSCaller.signed(unsigned(), AWSCaller.key, date: date, leavingOut: name)
        let judgement = caller.judge(request)
        #expect(judgement.error == "403 InvalidSignatureException")
        #expect(message(judgement).contains("'\(name)' must be a 'SignedHeader'"))
    }

    @Test func theContentTypeMayGoUnsigned() {
        let date = AWSTime.basic(caller.now)
        let request = AWSCaller.signed(unsigned(), AWSCaller.key, date: date, leavingOut: "content-type")
        #expect(caller.judge(request).answer.status == 200)
    }

    @Test func aSignedFieldMustBeThere() {
        let date = AWSTime.basic(caller.now)
        var request = AWSCaller.signed(unsigned([(name: "x-more", value: "1")]), AWSCaller.key, date: date)
        request.headers.removeAll { $0.name == "x-more" }
        #expect(caller.judge(request).error == "403 IncompleteSignature")
    }

    @Test(arguments: ["2026-11-20T08:00:00Z", "yesterday"])
    func theDateIsInTheBasicForm(date: String) {
        let request = AWSCaller.signed(
            unsigned([(name: "x-amz-date", value: date)], without: "x-amz-date"),
            AWSCaller.key,
            date: date
        )
        #expect(caller.judge(request).error == "403 IncompleteSignature")
    }

    @Test func aPayloadHashMustBeThePayloads() {
        let date = AWSTime.basic(caller.now)
        let fields = [(name: "x-amz-content-sha256", value: "UNSIGNED-PAYLOAD")]
        let request = AWSCaller.signed(unsigned(fields), AWSCaller.key, date: date)
        #expect(caller.judge(request).error == "403 InvalidSignatureException")
    }

    @Test func everyAnswerHasADateAndARequestID() {
        for judgement in [caller.judge(request()), caller.judge(unsigned())] {
            #expect(judgement.answer.headers["Date"] == "Fri, 20 Nov 2026 08:00:00 GMT")
            #expect(judgement.answer.headers["x-amzn-RequestId"]?.count == 36)
            #expect(judgement.answer.contentType == "application/x-amz-json-1.1")
        }
    }

    @Test(arguments: [
        ("GET", "/", "application/x-amz-json-1.1", "PutEvents"),
        ("POST", "/x", "application/x-amz-json-1.1", "PutEvents"),
        ("POST", "/", "application/json", "PutEvents"),
        ("POST", "/", "application/x-amz-json-1.1", "PutEvent"),
    ])
    func anythingElseIsNoOperation(method: String, path: String, type: String, call: String) {
        let request = PartnerRequest(
            method: method,
            path: path,
            headers: [
                (name: "host", value: "h"), (name: "x-amz-date", value: AWSTime.basic(caller.now)),
                (name: "content-type", value: type), (name: "x-amz-target", value: "AWSEvents.\(call)"),
            ],
            body: Array("{}".utf8)
        )
        let signed = AWSCaller.signed(request, AWSCaller.key, date: AWSTime.basic(caller.now))
        #expect(caller.judge(signed).error == "400 UnknownOperationException")
    }
}
