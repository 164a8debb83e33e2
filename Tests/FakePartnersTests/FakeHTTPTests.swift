import Testing

@testable import FakePartners

@Suite("Fake of the custom HTTP connector")
struct FakeHTTPTests {
    private func judge(
        _ body: String,
        by partner: FakeHTTP = FakeHTTP(),
        method: String = "POST",
        path: String = "/hook",
        headers: [(name: String, value: String)] = []
    ) -> Judgement {
        let usual = [("content-type", "application/json"), ("braze-currents-version", "1")]
            .filter { field in !headers.contains { $0.name == field.0 } }
        let request = PartnerRequest(
            method: method,
            path: path,
            headers: usual.map { (name: $0.0, value: $0.1) } + headers.filter { !$0.value.isEmpty },
            body: Array(body.utf8)
        )
        return partner.judge(request, credential: FakeCredential(token: partner.token))
    }

    private func refusal(_ judgement: Judgement) -> FakeAnswer? {
        if case .refused(let answer) = judgement { answer } else { nil }
    }

    private func text(_ answer: FakeAnswer?) -> String {
        answer.map { String(decoding: $0.body, as: UTF8.self) } ?? ""
    }

    @Test func takesABatchAndSaysWhereEachEventStands() throws {
        let body = "{\"events\": [ \(Sample.event("a")) ,\n\(Sample.event("b"))], \"more\": [1]}"
        guard case .accepted(let events, let answer) = judge(body) else {
            Issue.record("expected the batch to be taken")
            return
        }
        #expect(answer.status == 200)
        #expect(events.map { String(decoding: $0.id, as: UTF8.self) } == ["a", "b"])
        let bytes = Array(body.utf8)
        #expect(
            events.map { String(decoding: bytes[$0.bytes], as: UTF8.self) } == ["a", "b"].map(Sample.event)
        )
    }

    @Test(arguments: ["", #"{"events":[]}"#, #" { "events" : [ ] } "#])
    func aBodyWithoutEventsIsAProbe(body: String) {
        guard case .probe(let answer) = judge(body) else {
            Issue.record("expected a probe")
            return
        }
        #expect(answer.status == 200)
    }

    @Test(arguments: ["", #"{"events":[]}"#])
    func aProbeNeedsTheTokenToo(body: String) {
        #expect(refusal(judge(body, by: FakeHTTP(token: "secret")))?.status == 401)
    }

    @Test(arguments: [
        ("", 401), ("Basic c2VjcmV0", 401), ("bearer secret", 401), ("Bearer wrong", 403),
        ("Bearer secret ", 403),
        ("Bearer SECRET", 403),
    ])
    func aMissingTokenIs401AndAWrongOne403(field: String, status: Int) {
        let judgement = judge(
            Sample.batch("a"),
            by: FakeHTTP(token: "secret"),
            headers: [("authorization", field)]
        )
        #expect(refusal(judgement)?.status == status)
    }

    @Test func theRightTokenIsTaken() {
        let judgement = judge(
            Sample.batch("a"),
            by: FakeHTTP(token: "s+/="),
            headers: [("authorization", "Bearer s+/=")]
        )
        #expect(refusal(judgement) == nil)
    }

    @Test func aRefusalNeverQuotesTheToken() {
        let judgement = judge(
            "",
            by: FakeHTTP(token: "right"),
            headers: [("authorization", "Bearer wrong-one")]
        )
        #expect(!text(refusal(judgement)).contains("wrong-one"))
    }

    @Test(arguments: ["", "2", "1.0", "01"])
    func theVersionHeaderMustBeOne(value: String) {
        let answer = refusal(judge(Sample.batch("a"), headers: [("braze-currents-version", value)]))
        #expect(answer?.status == 400)
        #expect(text(answer).contains("Braze-Currents-Version"))
    }

    @Test func theVersionHeaderMustNotBeRepeated() {
        let fields = [("braze-currents-version", "1"), ("braze-currents-version", "1")]
        #expect(refusal(judge(Sample.batch("a"), headers: fields))?.status == 400)
    }

    @Test(arguments: [("", 400), ("text/plain", 400), ("application/jsonl", 400)])
    func theBodyMustBeDeclaredAsJSON(type: String, status: Int) {
        #expect(refusal(judge(Sample.batch("a"), headers: [("content-type", type)]))?.status == status)
    }

    @Test(arguments: ["application/json; charset=utf-8", "Application/JSON"])
    func parametersAndCaseOfTheTypeDoNotMatter(type: String) {
        #expect(refusal(judge(Sample.batch("a"), headers: [("content-type", type)])) == nil)
    }

    @Test func onlyPOSTIsServed() {
        #expect(refusal(judge(Sample.batch("a"), method: "PUT"))?.status == 405)
    }

    @Test func aSetPathIsTheOnlyOne() {
        let partner = FakeHTTP(path: "/hook")
        #expect(refusal(judge(Sample.batch("a"), by: partner, path: "/other"))?.status == 404)
        #expect(refusal(judge(Sample.batch("a"), by: partner, path: "/hook?workspace=1")) == nil)
    }

    @Test func oneEventTooManyIs413() {
        let ids = (0..<101).map { "id\($0)" }
        #expect(refusal(judge(Sample.batch(ids)))?.status == 413)
        #expect(refusal(judge(Sample.batch(Array(ids.dropLast())))) == nil)
    }

    @Test func oneByteTooManyIs413() {
        let body = Sample.batch("a")
        #expect(refusal(judge(body, by: FakeHTTP(maximumBodyBytes: body.utf8.count - 1)))?.status == 413)
        #expect(refusal(judge(body, by: FakeHTTP(maximumBodyBytes: body.utf8.count))) == nil)
    }

    @Test(arguments: [
        ("nonsense", "not JSON at byte 1: not a JSON value"),
        (#"{"events":[}"#, "not JSON at byte 11: not a JSON value"),
        (#"{"events":[]}x"#, "not JSON at byte 13: there is more text after the value"),
        ("[]", "the body is no object"),
        ("{}", "'events' is missing"), (#"{"events":{}}"#, "'events' is no array"),
        (#"{"events":[],"events":[]}"#, "'events' is there twice"),
        (#"{"events":[1]}"#, "events[0] is no object"),
    ])
    func aBodyOfAnotherShapeIs400(body: String, expected: String) {
        let answer = refusal(judge(body))
        #expect(answer?.status == 400)
        #expect(text(answer) == expected)
    }

    @Test(arguments: [
        (#""id":"b""#, #""idd":"b""#, "events[1]: 'id' is missing"),
        (#""id":"b""#, #""id":"""#, "events[1]: 'id' must be a string that is not empty"),
        (#""id":"b""#, #""id":7"#, "events[1]: 'id' must be a string that is not empty"),
        (#""id":"b""#, #""id":"b","id":"c""#, "events[1]: 'id' is there twice"),
        (#""event_type":"users.messages.email.Click""#, #""x":1"#, "events[1]: 'event_type' is missing"),
        ("1792665600", "1792665600.5", "events[1]: 'time' must be a whole number of seconds since 1970"),
        ("1792665600", "1792665600000", "events[1]: 'time' must be a whole number of seconds since 1970"),
        ("1792665600", "\"1792665600\"", "events[1]: 'time' must be a whole number of seconds since 1970"),
        ("1792665600", "-5", "events[1]: 'time' must be a whole number of seconds since 1970"),
        (#""user":{"user_id":"u"}"#, #""user":null"#, "events[1]: 'user' must be an object"),
        (#""properties":{"n":1.0}"#, #""properties":"{}""#, "events[1]: 'properties' must be an object"),
        (#","properties":{"n":1.0}"#, "", "events[1]: 'properties' is missing"),
    ])
    func aBadEventIs400AndNamed(part: String, bad: String, expected: String) {
        let event = Sample.event("b")
        let broken = event.split(separator: part, omittingEmptySubsequences: false).joined(separator: bad)
        #expect(broken != event)
        let answer = refusal(judge("{\"events\":[\(Sample.event("a")),\(broken),{}]}"))
        #expect(answer?.status == 400)
        #expect(text(answer) == expected)
    }

    @Test func textThatIsNotUTF8Is400() {
        let body = Array(Sample.batch("a").utf8).map { $0 == UInt8(ascii: "u") ? 0xFF : $0 }
        let request = PartnerRequest(
            method: "POST",
            path: "/",
            headers: [("content-type", "application/json"), ("braze-currents-version", "1")],
            body: body
        )
        let answer = refusal(FakeHTTP().judge(request, credential: FakeCredential(token: nil)))
        #expect(text(answer) == "the body is not UTF-8")
    }
}
