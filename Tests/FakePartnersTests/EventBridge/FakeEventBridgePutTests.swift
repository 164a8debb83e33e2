import Testing

@testable import FakePartners

@Suite("Fake EventBridge: entries")
struct FakeEventBridgePutTests {
    private let caller = AWSCaller { $0.associatesAtOnce = true }

    init() { caller.createSource() }

    /// An entry of exactly this size by the published rule.
    private func entry(ofSize size: Int) -> String {
        let type = "t"
        let frame = #"{"id":"a","p":""}"#
        let fill = size - 14 - AWSCaller.source.utf8.count - type.utf8.count - frame.utf8.count
        return AWSCaller.entry(
            detailType: type,
            detail: #"{"id":"a","p":"\#(String(repeating: "x", count: fill))"}"#
        )
    }

    @Test func eachEntryGetsAnIDOfItsOwn() {
        let judgement = caller.put(AWSCaller.entry("a"), AWSCaller.entry("b"))
        #expect(judgement.answer.status == 200)
        #expect(judgement.results == ["ok", "ok"])
        #expect(judgement.body.hasPrefix(#"{"FailedEntryCount":0,"Entries":[{"EventId":""#))
        #expect(judgement.takenIDs == ["a", "b"])
    }

    @Test func anEntrysSizeIsWhatThePublishedRuleCounts() throws {
        let value = try AWSValue.read(
            Array(
                AWSCaller.entry(detailType: "users", detail: #"{"id":"ä"}"#, raw: #""Resources":["é","x"]"#)
                    .utf8
            )
        )
        let entry = try PutEntry(value, at: 0, isPartner: true, region: "us-east-1")
        #expect(entry.size == 14 + AWSCaller.source.utf8.count + 5 + 11 + 3)
        let timeless = try AWSValue.read(Array(AWSCaller.entry(time: nil).utf8))
        let dated = try AWSValue.read(Array(AWSCaller.entry().utf8))
        let sizes = try [timeless, dated].map { try PutEntry($0, at: 0, isPartner: true, region: "").size }
        #expect(sizes[0] + 14 == sizes[1])
    }

    @Test(arguments: [(true, 20), (false, 10)])
    func soManyEntriesAreTakenAndNotOneMore(partner: Bool, most: Int) {
        let entries = (0..<most).map { AWSCaller.entry("id\($0)") }.joined(separator: ",")
        #expect(caller.put(entries, partner: partner).results.count == most)
        let judgement = caller.put(entries, AWSCaller.entry("more"), partner: partner)
        #expect(judgement.error == "400 ValidationException")
        #expect(judgement.body.contains("less than or equal to \(most)"))
    }

    @Test(arguments: ["{}", #"{"Entries":null}"#, #"{"Entries":[]}"#])
    func thereMustBeEntries(body: String) {
        #expect(caller.call("PutPartnerEvents", body).error == "400 ValidationException")
    }

    @Test(arguments: [
        "", "[]", "nonsense", #"{"Entries":{}}"#, #"{"Entries":[1]}"#, #"{"Entries":[],"Entries":[]}"#,
    ])
    func aBodyOfAnotherShapeIsUnreadable(body: String) {
        #expect(caller.call("PutPartnerEvents", body).error == "400 SerializationException")
    }

    @Test func anEntryMustStayBelowTheLimit() {
        #expect(caller.put(entry(ofSize: 262_143)).results == ["ok"])
        #expect(caller.put(entry(ofSize: 262_144)).error == "400 ValidationException")
    }

    @Test func entriesTogetherMustStayBelowTheLimit() {
        #expect(caller.put(entry(ofSize: 131_072), entry(ofSize: 131_071)).results == ["ok", "ok"])
        let judgement = caller.put(entry(ofSize: 131_072), entry(ofSize: 131_072))
        #expect(judgement.error == "400 ValidationException")
        #expect(judgement.body.contains("Total size of the entries in the request is over the limit."))
    }

    @Test(arguments: [
        (AWSCaller.entry(source: nil), "Source"), (AWSCaller.entry(detailType: nil), "DetailType"),
        (AWSCaller.entry(detail: ""), "Detail"), (AWSCaller.entry(detailType: ""), "DetailType"),
    ])
    func anIncompleteEntryFailsAlone(entry: String, name: String) {
        let judgement = caller.put(entry, AWSCaller.entry("b"))
        #expect(judgement.results == ["InvalidArgument", "ok"])
        #expect(judgement.body.contains(#""FailedEntryCount":1"#))
        #expect(
            judgement.body.contains("Parameter \(name) is not valid. Reason: \(name) is a required argument.")
        )
        #expect(judgement.takenIDs == ["b"])
    }

    @Test func ifNoEntryIsCompleteTheRequestFails() {
        let judgement = caller.put(AWSCaller.entry(source: nil), AWSCaller.entry(detail: ""))
        #expect(judgement.error == "400 ValidationException")
    }

    @Test(arguments: ["[]", "\"a\"", "1", "null", "{", "{} {}", "{\"a\":01}"])
    func aDetailThatIsNoObjectIsMalformed(detail: String) {
        #expect(
            caller.put(AWSCaller.entry(detail: detail), AWSCaller.entry()).results == [
                "MalformedDetail", "ok",
            ]
        )
    }

    @Test func aDetailMayBeSoDeepAndNoDeeper() {
        let inner = String(repeating: "[", count: 999) + String(repeating: "]", count: 999)
        #expect(caller.put(AWSCaller.entry(detail: "{\"id\":\"a\",\"p\":\(inner)}")).results == ["ok"])
        #expect(
            caller.put(AWSCaller.entry(detail: "{\"id\":\"a\",\"p\":[\(inner)]}")).results == [
                "MalformedDetail"
            ]
        )
    }

    @Test func aDetailTypeHas128CharactersAtTheMost() {
        let most = String(repeating: "é", count: 128)
        #expect(caller.put(AWSCaller.entry(detailType: most)).results == ["ok"])
        #expect(caller.put(AWSCaller.entry(detailType: most + "é")).results == ["InvalidArgument"])
    }

    @Test(arguments: ["\"1792665600\"", "\"2026-11-20T08:00:00Z\"", "true"])
    func aTimeIsANumber(time: String) {
        #expect(caller.put(AWSCaller.entry(time: time)).error == "400 SerializationException")
    }

    @Test func aTimeInMillisecondsFails() {
        #expect(caller.put(AWSCaller.entry(time: "1792665600000")).results == ["InvalidArgument"])
        #expect(caller.put(AWSCaller.entry(time: "1792665600.5")).results == ["ok"])
    }

    @Test(arguments: ["aws.partner/x", "aws.partner//a/b", "aws.partner/a/b c", "acme", "xaws.partner/a/b"])
    func aPartnersSourceHasTheFormOfOne(source: String) {
        #expect(caller.put(AWSCaller.entry(source: source)).error == "400 ValidationException")
        #expect(caller.put(AWSCaller.entry(source: source), partner: false).results == ["ok"])
    }

    @Test func aResourceHas2048CharactersAtTheMost() {
        let most = String(repeating: "r", count: 2048)
        #expect(caller.put(AWSCaller.entry(raw: "\"Resources\":[\"\(most)\"]")).results == ["ok"])
        #expect(
            caller.put(AWSCaller.entry(raw: "\"Resources\":[\"\(most)r\"]")).error
                == "400 ValidationException"
        )
        #expect(caller.put(AWSCaller.entry(raw: #""Resources":"r""#)).error == "400 SerializationException")
    }

    @Test func anUnknownSourceFailsAlone() {
        let judgement = caller.put(AWSCaller.entry(source: "aws.partner/a/b/c"), AWSCaller.entry("b"))
        #expect(judgement.results == ["NotAuthorizedForSourceException", "ok"])
        #expect(judgement.takenIDs == ["b"])
    }

    @Test(arguments: ["default", "orders", "arn:aws:events:us-east-1:123456789012:event-bus/orders"])
    func anEventForAKnownBusIsTaken(bus: String) {
        let caller = AWSCaller { $0.buses = ["orders"] }
        let judgement = caller.put(AWSCaller.entry(raw: "\"EventBusName\":\"\(bus)\""), partner: false)
        #expect(judgement.takenIDs == ["a"])
    }

    @Test(arguments: ["other", "arn:aws:events:eu-west-1:123456789012:event-bus/default"])
    func anEventForABusThatIsNotThereIsDroppedInSilence(bus: String) {
        let judgement = caller.put(AWSCaller.entry(raw: "\"EventBusName\":\"\(bus)\""), partner: false)
        #expect(judgement.results == ["ok"])
        #expect(judgement.takenIDs.isEmpty)
        #expect(judgement.discarded == 1)
    }

    @Test(arguments: ["", "aws.partner/a/b", "arn:aws:sqs:us-east-1:123456789012:orders"])
    func aBusNameOfAnotherFormFailsTheRequest(bus: String) {
        let judgement = caller.put(AWSCaller.entry(raw: "\"EventBusName\":\"\(bus)\""), partner: false)
        #expect(judgement.error == "400 ValidationException")
    }

    @Test func anEventWithoutIDIsBookedUnderItsEventID() {
        let judgement = caller.put(AWSCaller.entry(detail: "{}"))
        #expect(judgement.takenIDs.first?.count == 36)
        #expect(judgement.takenIDs.first.map { judgement.body.contains($0) } == true)
    }

    @Test func whatIsKeptIsTheDetailItself() {
        let detail = "{\"id\":\"\\u00e4\",\"p\":\"\\\"\\n/\"}"
        guard case .accepted(let events, _) = caller.put(AWSCaller.entry(detail: detail)) else {
            Issue.record("expected the entry to be taken")
            return
        }
        #expect(events.first?.content == Array(detail.utf8))
        #expect(events.first?.id == Array("ä".utf8))
        #expect(
            events.first?.notes == [
                EventNote("source", json: "\"\(AWSCaller.source)\""),
                EventNote("detail_type", json: "\"users.messages.email.Click\""),
                EventNote("time", json: "1792665600"),
                EventNote("resources", json: "[]"),
            ]
        )
    }
}
