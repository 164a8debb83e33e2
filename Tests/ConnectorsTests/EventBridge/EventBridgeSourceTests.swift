import Connectors
import Delivery
import Machine
import Plans
import Testing

@Suite("EventBridge partner event source")
struct EventBridgeSourceTests {
    private func source(_ settings: [String: SettingValue] = EventBridgePlans.partnerSettings) throws
        -> any PartnerResource
    {
        try #require(try EventBridgeConnector(plan: EventBridgePlans.plan(settings)).resource)
    }

    private func answer(_ status: Int, _ body: String) -> PartnerAnswer {
        PartnerAnswer(status: status, body: Array(body.utf8))
    }

    private func sighting(_ accounts: String, status: Int = 200) throws -> Sighting {
        try source().sighting(in: answer(status, accounts))
    }

    private func target(_ request: HTTPRequest) -> String? {
        request.headers.first { $0.name == "X-Amz-Target" }?.value
    }

    @Test func onABusNothingMustStand() throws {
        #expect(try EventBridgePlans.bus().resource == nil)
    }

    @Test func itsNameComesFromTheSpec() throws {
        #expect(try source().name == EventBridgePlans.source)
        #expect(try source().howToActivate.contains("012345678901, region eu-west-1"))
    }

    @Test func withoutASourceNameOneIsMadeThatHidesTheAccount() throws {
        var settings = EventBridgePlans.partnerSettings
        settings["sourceName"] = nil
        let name = try source(settings).name
        // The first digits of `printf 012345678901 | sha256sum`.
        #expect(name == "aws.partner/example.com/currents/orders-5ce9ab10")
        #expect(!name.contains("012345678901"))
        settings["accountId"] = .text("012345678902")
        #expect(try source(settings).name != name)
    }

    @Test func itIsCreatedForTheAccount() throws {
        let request = try source().creation(credentials: EventBridgePlans.credentials, at: .sample)
        #expect(target(request) == "AWSEvents.CreatePartnerEventSource")
        #expect(request.bodyText == #"{"Account":"012345678901","Name":"\#(EventBridgePlans.source)"}"#)
        #expect(request.headers.contains { $0.name == "Authorization" })
    }

    @Test func creatingItAgainIsNoError() throws {
        let source = try source()
        #expect(source.outcome(ofCreation: answer(200, #"{"EventSourceArn":"arn"}"#)) == .created)
        let exists = #"{"__type":"ResourceAlreadyExistsException","message":"m"}"#
        #expect(source.outcome(ofCreation: answer(400, exists)) == .existed)
    }

    @Test(arguments: ["LimitExceededException", "OperationDisabledException", "ValidationException"])
    func aSourceThatCannotBeNeedsAPerson(code: String) throws {
        let outcome = try source().outcome(ofCreation: answer(400, #"{"__type":"\#(code)"}"#))
        guard case .failed(.misconfigured) = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test(arguments: [(400, "ConcurrentModificationException"), (500, "InternalException")])
    func aCreationThatFailedForNowMayBeTriedAgain(status: Int, code: String) throws {
        let outcome = try source().outcome(ofCreation: answer(status, #"{"__type":"\#(code)"}"#))
        guard case .failed(.transient) = outcome else {
            Issue.record("\(outcome)")
            return
        }
    }

    @Test func aLookAsksForTheSourceAndThePage() throws {
        let first = try source().look(page: nil, credentials: EventBridgePlans.credentials, at: .sample)
        #expect(target(first) == "AWSEvents.ListPartnerEventSourceAccounts")
        #expect(first.bodyText == #"{"EventSourceName":"\#(EventBridgePlans.source)"}"#)
        let next = try source().look(page: "t\"1", credentials: EventBridgePlans.credentials, at: .sample)
        #expect(
            next.bodyText == #"{"EventSourceName":"\#(EventBridgePlans.source)","NextToken":"t\"1"}"#
        )
    }

    @Test func itsStateComesWithItsTimes() throws {
        let pending = try sighting(
            #"{"PartnerEventSourceAccounts":[{"Account":"012345678901","CreationTime":1.7926656E9,"ExpirationTime":1793270400.5,"State":"PENDING"}]}"#
        )
        #expect(
            pending
                == .state(
                    PartnerResourceState(
                        .pending,
                        created: WallInstant(milliseconds: 1_792_665_600_000),
                        expires: WallInstant(milliseconds: 1_793_270_400_500)
                    )
                )
        )
    }

    @Test(arguments: [("ACTIVE", PartnerResourceState.Status.active), ("DELETED", .deleted)])
    func everyStateIsKnown(word: String, status: PartnerResourceState.Status) throws {
        let found = try sighting(
            #"{"PartnerEventSourceAccounts":[{"Account":"999999999999","State":"PENDING"},{"Account":"012345678901","State":"\#(word)"}],"NextToken":"more"}"#
        )
        #expect(found == .state(PartnerResourceState(status)))
    }

    @Test func aSourceThatWasCreatedAgainIsNotDeleted() throws {
        let found = try sighting(
            #"{"PartnerEventSourceAccounts":[{"Account":"012345678901","State":"DELETED"},{"Account":"012345678901","State":"ACTIVE"}]}"#
        )
        #expect(found == .state(PartnerResourceState(.active)))
    }

    @Test func theAccountMayBeOnALaterPage() throws {
        let others =
            #"{"PartnerEventSourceAccounts":[{"Account":"999999999999","State":"ACTIVE"}],"NextToken":"n1"}"#
        #expect(try sighting(others) == .nextPage("n1"))
    }

    @Test(arguments: [
        #"{"PartnerEventSourceAccounts":[]}"#, #"{"PartnerEventSourceAccounts":null,"NextToken":""}"#, "{}",
        #"{"PartnerEventSourceAccounts":[{"Account":"999999999999","State":"ACTIVE"}]}"#,
    ])
    func anAccountOnNoPageHasNoSource(body: String) throws {
        #expect(try sighting(body) == .state(PartnerResourceState(.missing)))
    }

    @Test func anUnknownSourceIsMissing() throws {
        let body = #"{"__type":"ResourceNotFoundException","message":"m"}"#
        #expect(try sighting(body, status: 400) == .state(PartnerResourceState(.missing)))
    }

    @Test(arguments: [
        "", "[]", #"{"PartnerEventSourceAccounts":[{"Account":"012345678901","State":"ODD"}]}"#,
    ])
    func whatCannotBeReadIsNoState(body: String) throws {
        guard case .failed(.transient) = try sighting(body) else {
            Issue.record("\(body)")
            return
        }
    }

    @Test func aRefusedLookSaysWhy() throws {
        guard
            case .failed(.credentialsInvalid(let failure)) =
                try sighting(#"{"__type":"AccessDeniedException","Message":"m"}"#, status: 400)
        else {
            Issue.record("not about credentials")
            return
        }
        #expect(failure.detail.contains("lacks the permission"))
    }
}
