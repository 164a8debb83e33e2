import Connectors
import Delivery
import Plans
import Testing

@Suite("EventBridge answers")
struct EventBridgeVerdictTests {
    private func verdict(_ status: Int, _ body: String, entries: Int = 2) throws -> Verdict {
        try EventBridgePlans.bus().verdict(
            on: PartnerAnswer(status: status, body: Array(body.utf8), retryAfter: .seconds(3)),
            to: RecordBatch([[UInt8]](repeating: [], count: entries))
        )
    }

    private func each(_ body: String, entries: Int = 2) throws -> [EventVerdict] {
        guard case .perEvent(let verdicts) = try verdict(200, body, entries: entries) else { return [] }
        return verdicts
    }

    private func isTransient(_ verdict: Verdict) -> Bool {
        if case .transient = verdict { true } else { false }
    }

    @Test(arguments: [
        #"{"FailedEntryCount":0,"Entries":[{"EventId":"a"},{"EventId":"b"}]}"#,
        #"{"Entries":[{"EventId":"a"},{"EventId":"b"}],"FailedEntryCount":0}"#,
        "{ \"Entries\" : [\n{\"EventId\":\t\"a\"} , {\"EventId\":\"b\"}]\r\n,\"FailedEntryCount\" : 0 } ",
        #"{"FailedEntryCount":0,"Entries":[{"EventId":"a\u002d1"},{"EventId":"b","Extra":[1]}]}"#,
        #"{"Entries":[{"EventId":"a"},{"EventId":"b"}]}"#,
        #"{"FailedEntryCount":0.0,"Entries":[{"EventId":"a","ErrorCode":null},{"EventId":"b"}],"More":{}}"#,
    ])
    func anEventIdForEachEntryIsASuccess(body: String) throws {
        #expect(try verdict(200, body) == .delivered)
    }

    @Test(arguments: [
        "", "{}", "[]", "null", "<html>", #"{"FailedEntryCount":0}"#, #"{"FailedEntryCount":0,"Entries":[]}"#,
        #"{"FailedEntryCount":0,"Entries":[{"EventId":"a"}]}"#,
        #"{"FailedEntryCount":0,"Entries":[{"EventId":"a"},{"EventId":"b"},{"EventId":"c"}]}"#,
        #"{"FailedEntryCount":0,"Entries":[{"EventId":"a"},{"EventId":"b"}]}x"#,
        #"{"FailedEntryCount":0,"Entries":[{"EventId":"a"},{"EventId":7}]}"#,
        #"{"FailedEntryCount":0,"Entries":[{"EventId":"a"},null]}"#,
        #"{"FailedEntryCount":1,"Entries":[{"EventId":"a"},{"EventId":"b"}]}"#,
        #"{"FailedEntryCount":00,"Entries":[{"EventId":"a"},{"EventId":"b"}]}"#,
        #"{"FailedEntryCount":0,"Entries":[{"EventId":"a"},{"EventId":""}]}"#,
        #"{"FailedEntryCount":0,"Entries":[{"EventId":"a"},{"EventId":"b","ErrorCode":"InternalFailure"}]}"#,
    ])
    func aListThatDoesNotFitSaysNothing(body: String) throws {
        let verdict = try verdict(200, body)
        #expect(isTransient(verdict), "\(verdict)")
    }

    @Test func everyCutOfASuccessSaysNothing() throws {
        let whole = #"{"FailedEntryCount":0,"Entries":[{"EventId":"a"},{"EventId":"b"}]}"#
        for length in 0..<whole.utf8.count {
            let verdict = try verdict(200, String(whole.prefix(length)))
            #expect(isTransient(verdict), "\(length)")
        }
    }

    @Test func anAnswerOfUnusualBytesEndsNothing() throws {
        for byte in UInt8.min...UInt8.max {
            for body in [[byte], Array(#"{"FailedEntryCount":0,"Entries":[{"EventId":""#.utf8) + [byte]] {
                let answer = PartnerAnswer(status: 200, body: body)
                #expect(isTransient(try EventBridgePlans.bus().verdict(on: answer, to: RecordBatch([[]]))))
            }
        }
    }

    @Test(arguments: ["ThrottlingException", "InternalFailure", "InternalException"])
    func onlyTheEntriesThatFailedForAWhileAreTriedAgain(code: String) throws {
        let verdicts = try each(
            #"{"FailedEntryCount":1,"Entries":[{"EventId":"a"},{"ErrorCode":"\#(code)","ErrorMessage":"m"}]}"#
        )
        #expect(verdicts.first == .delivered)
        #expect(verdicts.last == .retry(.init(status: 200, "EventBridge did not take the entry: \(code): m")))
    }

    @Test(arguments: ["MalformedDetail", "InvalidArgument", "RedactionFailure"])
    func anEntryThatIsWrongIsSetAside(code: String) throws {
        let verdicts = try each(
            #"{"FailedEntryCount":1,"Entries":[{"ErrorCode":"\#(code)","ErrorMessage":"m"},{"EventId":"b"}]}"#
        )
        #expect(verdicts.last == .delivered)
        guard case .rejected(.rejectedByPartner, _) = verdicts.first else {
            Issue.record("\(verdicts)")
            return
        }
    }

    @Test(arguments: [
        "AccessDeniedException", "NotAuthorizedForSourceException", "NotAuthorizedForDetailTypeException",
        "InvalidAccountIdException",
    ])
    func aMissingPermissionIsNoFaultOfTheEntry(code: String) throws {
        let verdicts = try each(
            #"{"FailedEntryCount":1,"Entries":[{"ErrorCode":"\#(code)"},{"EventId":"b"}]}"#
        )
        guard case .credentialsInvalid = verdicts.first else {
            Issue.record("\(verdicts)")
            return
        }
    }

    @Test func anUndocumentedCodeIsUnclear() throws {
        let verdicts = try each(
            #"{"FailedEntryCount":2,"Entries":[{"ErrorCode":"Novelty"},{"EventId":null}]}"#
        )
        guard case .unclear = verdicts.first, case .retry = verdicts.last else {
            Issue.record("\(verdicts)")
            return
        }
    }

    @Test func whatThePartnerSaysStaysOneShortLine() throws {
        let body =
            #"{"FailedEntryCount":1,"Entries":[{"ErrorCode":"A\n\u202eB","ErrorMessage":"\#(String(repeating: "m", count: 9000))"}]}"#
        guard case .unclear(let failure) = try each(body, entries: 1).first else {
            Issue.record("not unclear")
            return
        }
        #expect(!failure.detail.contains("\n") && !failure.detail.contains("\u{202E}"))
        // It is cut once secrets have been masked.
        #expect(Credentials([:]).scrub(failure.detail).utf8.count < 500)
    }

    @Test func aThrottledRequestIsTriedAgainAfterTheWaitAskedFor() throws {
        guard
            case .transient(let failure, .seconds(3)) =
                try verdict(400, #"{"__type":"ThrottlingException","message":"Rate exceeded"}"#)
        else {
            Issue.record("not transient")
            return
        }
        #expect(failure.detail == "EventBridge answered 400: ThrottlingException: Rate exceeded")
    }

    @Test func aRequestThatIsTooLargeIsNarrowedDown() throws {
        guard case .tooLarge = try verdict(413, "") else {
            Issue.record("not too large")
            return
        }
    }

    @Test func aValidationErrorIsNarrowedDown() throws {
        guard case .refused = try verdict(400, #"{"__type":"ValidationException","message":"m"}"#) else {
            Issue.record("not refused")
            return
        }
    }

    @Test(arguments: ["OperationDisabledException", "ResourceNotFoundException", "UnknownOperationException"])
    func aWrongSetUpNeedsAPerson(code: String) throws {
        guard case .misconfigured = try verdict(400, #"{"__type":"\#(code)"}"#) else {
            Issue.record("\(code)")
            return
        }
    }

    @Test(arguments: [500, 502, 503, 504])
    func aServerErrorIsTriedAgainWhateverItSays(status: Int) throws {
        #expect(isTransient(try verdict(status, #"{"__type":"AccessDeniedException"}"#)))
    }

    @Test func theAnswerToAProbeIsNoFailure() throws {
        #expect(try verdict(200, #"{"FailedEntryCount":0,"Entries":[]}"#, entries: 0) == .delivered)
    }
}
