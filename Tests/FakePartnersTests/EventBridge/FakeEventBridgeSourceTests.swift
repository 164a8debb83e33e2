import Testing

@testable import FakePartners

@Suite("Fake EventBridge: partner event sources")
struct FakeEventBridgeSourceTests {
    private let caller = AWSCaller()
    private let week = 7 * 86_400 as Int64

    private func list(_ more: String = "") -> Judgement {
        caller.call("ListPartnerEventSourceAccounts", #"{"EventSourceName":"\#(AWSCaller.source)"\#(more)}"#)
    }

    /// The states by the accounts in their order.
    private func states() -> [String] {
        guard let input = try? AWSInput(AWSValue.read(list().answer.body)),
            let accounts = try? input.list("PartnerEventSourceAccounts")
        else { return [] }
        return accounts.compactMap { try? AWSInput($0).text("State") }
    }

    private func delete() -> Judgement {
        caller.call(
            "DeletePartnerEventSource",
            #"{"Name":"\#(AWSCaller.source)","Account":"\#(AWSCaller.account)"}"#
        )
    }

    @Test func aSourceGetsAnARN() {
        let judgement = caller.createSource()
        #expect(judgement.answer.status == 200)
        #expect(
            judgement.body
                == #"{"EventSourceArn":"arn:aws:events:us-east-1::event-source/\#(AWSCaller.source)"}"#
        )
        guard case .control = judgement else {
            Issue.record("expected a call that is neither events nor a probe")
            return
        }
    }

    @Test(arguments: [
        "", "aws.partner", "aws.partner/a", "aws.partner/a/", "partner/a/b", "aws.partner/a/b!",
        "aws.partner/ä/b",
        "aws.partner/a/" + String(repeating: "b", count: 243),
    ])
    func aNameOfAnotherFormIsRefused(name: String) {
        #expect(caller.createSource(name).error == "400 ValidationException")
    }

    @Test func aNameMayHave256Characters() {
        #expect(!caller.createSource("aws.partner/a/" + String(repeating: "b", count: 242)).isRefused)
    }

    @Test(arguments: ["", "12345678901", "1234567890123", "12345678901a", "١٢٣٤٥٦٧٨٩٠١٢"])
    func anAccountHasTwelveDigits(account: String) {
        #expect(caller.createSource(account: account).error == "400 ValidationException")
    }

    @Test(arguments: ["{}", #"{"Name":"aws.partner/a/b"}"#, #"{"Account":"123456789012"}"#])
    func nameAndAccountMustBeThere(body: String) {
        #expect(caller.call("CreatePartnerEventSource", body).error == "400 ValidationException")
    }

    @Test func aMemberOfAnotherTypeIsUnreadable() {
        #expect(
            caller.call("CreatePartnerEventSource", #"{"Name":1,"Account":2}"#).error
                == "400 SerializationException"
        )
    }

    @Test func aSecondSourceForTheSameAccountIsRefused() {
        caller.createSource()
        #expect(caller.createSource().error == "400 ResourceAlreadyExistsException")
        #expect(!caller.createSource(account: "210987654321").isRefused)
        #expect(states() == ["PENDING", "PENDING"])
    }

    @Test func aDeletedSourceCanBeMadeAgain() {
        caller.createSource()
        caller.page("associate", AWSCaller.source)
        #expect(delete().body == "{}")
        #expect(states() == ["DELETED"])
        #expect(!caller.createSource().isRefused)
        #expect(states() == ["PENDING"])
    }

    @Test func aSourceWithoutBusIsGoneWhenItIsDeleted() {
        caller.createSource()
        #expect(delete().body == "{}")
        #expect(list().error == "400 ResourceNotFoundException")
        #expect(delete().answer.status == 200)
    }

    @Test func describesNameAndARNOnly() {
        let body = #"{"Name":"\#(AWSCaller.source)"}"#
        #expect(caller.call("DescribePartnerEventSource", body).error == "400 ResourceNotFoundException")
        caller.createSource()
        #expect(
            caller.call("DescribePartnerEventSource", body).body
                == #"{"Arn":"arn:aws:events:us-east-1::event-source/\#(AWSCaller.source)","Name":"\#(AWSCaller.source)"}"#
        )
    }

    @Test func listsAccountsWithTheirTimes() {
        #expect(list().error == "400 ResourceNotFoundException")
        caller.createSource()
        let start = AWSCaller.start
        #expect(
            list().body == """
                {"PartnerEventSourceAccounts":[{"Account":"123456789012","CreationTime":\(start),\
                "ExpirationTime":\(start + week),"State":"PENDING"}]}
                """
        )
    }

    @Test func listsPageByPage() {
        caller.createSource()
        caller.createSource(account: "210987654321")
        #expect(list(#","Limit":1"#).body.hasSuffix(#"],"NextToken":"1"}"#))
        let second = list(#","Limit":1,"NextToken":"1""#).body
        #expect(second.contains("210987654321") && !second.contains("NextToken"))
        #expect(list(#","NextToken":"7""#).error == "400 InvalidToken")
        #expect(list(#","Limit":0"#).error == "400 ValidationException")
        #expect(list(#","Limit":101"#).error == "400 ValidationException")
    }

    @Test func theCustomerMovesASourceToAndFro() {
        caller.createSource()
        #expect(caller.page("associate", AWSCaller.source)?.status == 200)
        #expect(states() == ["ACTIVE"])
        #expect(caller.page("deactivate", AWSCaller.source + "\n")?.status == 200)
        #expect(states() == ["PENDING"])
        #expect(caller.page("expire", AWSCaller.source)?.status == 200)
        #expect(states() == ["DELETED"])
        #expect(caller.page("associate", AWSCaller.source)?.status == 404)
        #expect(states() == ["DELETED"])
    }

    @Test func oneAccountCanBeMovedAlone() {
        caller.createSource()
        caller.createSource(account: "210987654321")
        #expect(caller.page("associate", "\(AWSCaller.source) 210987654321")?.status == 200)
        #expect(states() == ["PENDING", "ACTIVE"])
        #expect(caller.put(AWSCaller.entry()).takenIDs == ["a"])
    }

    @Test(arguments: [
        ("associate", "", 400), ("associate", "a b c", 400), ("associate", "a", 404), ("expire", "a", 404),
    ])
    func aMoveOfNothingIsRefused(page: String, body: String, status: Int) {
        #expect(caller.page(page, body)?.status == status)
    }

    @Test func unclaimedSourcesExpire() {
        caller.createSource()
        caller.now += week - 1
        #expect(states() == ["PENDING"])
        caller.now += 1
        #expect(states() == ["DELETED"])
        #expect(caller.put(AWSCaller.entry()).results == ["NotAuthorizedForSourceException"])
    }

    @Test func claimedSourcesDoNotExpire() {
        caller.createSource()
        caller.page("associate", AWSCaller.source)
        caller.now += 10 * week
        #expect(states() == ["ACTIVE"])
        caller.page("deactivate", AWSCaller.source)
        caller.now += week - 1
        #expect(states() == ["PENDING"])
        caller.now += 1
        #expect(states() == ["DELETED"])
    }

    @Test func theTimeToClaimCanBeSet() {
        let caller = AWSCaller { $0.secondsToExpiry = 60 }
        caller.createSource()
        caller.now += 60
        #expect(caller.put(AWSCaller.entry()).results == ["NotAuthorizedForSourceException"])
    }

    @Test func eventsOfAPendingSourceAreAnsweredAndDropped() {
        caller.createSource()
        let judgement = caller.put(AWSCaller.entry("a"), AWSCaller.entry("b"))
        #expect(judgement.results == ["ok", "ok"])
        #expect(judgement.takenIDs.isEmpty)
        #expect(judgement.discarded == 2)
    }

    @Test func theFakesClockCanBeMoved() {
        caller.createSource()
        #expect(caller.page("clock", "+604800")?.body == Array("2026-11-27T08:00:00Z".utf8))
        let sources = caller.page("sources", method: "GET").map { String(decoding: $0.body, as: UTF8.self) }
        #expect(sources?.contains(#""state":"DELETED""#) == true)
        #expect(caller.createSource().body.contains("Signature expired"))
        #expect(caller.page("clock", "604800")?.status == 400)
        #expect(caller.page("clock", "+99999999999")?.status == 400)
        #expect(caller.page("clock", "-604800")?.status == 200)
        #expect(!caller.createSource().isRefused)
    }

    @Test func resetForgetsSourcesAndTheMovedClock() {
        caller.createSource()
        caller.page("clock", "+3600")
        caller.fake.reset()
        #expect(list().error == "400 ResourceNotFoundException")
    }

    @Test func pagesAnswerToTheirMethod() {
        #expect(caller.page("sources")?.status == 405)
        #expect(caller.page("associate", method: "GET")?.status == 405)
        #expect(caller.page("nothing") == nil)
    }
}
