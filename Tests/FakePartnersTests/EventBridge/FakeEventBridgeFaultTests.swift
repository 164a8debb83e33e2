import Foundation
import Testing

@testable import FakePartners

@Suite("Fake EventBridge: faults and books")
struct FakeEventBridgeFaultTests {
    private let caller = AWSCaller { $0.associatesAtOnce = true }
    private let ledger = AcceptanceLedger(keep: .bytes, record: nil)

    init() { caller.createSource() }

    private func desk(_ script: String) throws -> PartnerDesk {
        PartnerDesk(
            partner: caller.fake,
            ledger: ledger,
            faults: try FaultRule.parse(script: script).get(),
            pause: { _ in }
        )
    }

    private func put(_ ids: [String], key: AWSKey = AWSCaller.key) -> PartnerRequest {
        let entries = ids.map { AWSCaller.entry($0) }.joined(separator: ",")
        return caller.request("PutPartnerEvents", "{\"Entries\":[\(entries)]}", key: key)
    }

    private func answer(_ desk: PartnerDesk, _ request: PartnerRequest) async -> Judgement {
        guard case .answer(let answer) = await desk.serve(request) else {
            return .refused(FakeAnswer(status: 0, text: "the connection broke"))
        }
        return .control(answer)
    }

    @Test func everySoManyEntriesFailAcrossRequests() async throws {
        let desk = try desk("entry-error=ThrottlingException every=3")
        #expect(await answer(desk, put(["a", "b"])).results == ["ok", "ok"])
        let second = await answer(desk, put(["c", "d", "e", "f"]))
        #expect(second.results == ["ThrottlingException", "ok", "ok", "ThrottlingException"])
        #expect(second.body.hasPrefix(#"{"FailedEntryCount":2,"#))
        #expect(ledger.counts.events == 4)
        #expect(ledger.entry(id: "c") == nil)
    }

    @Test func oneEntryFailsByItsID() async throws {
        let desk = try desk("entry-error=InternalFailure id=b first=1")
        #expect(await answer(desk, put(["a", "b"])).results == ["ok", "InternalFailure"])
        #expect(await answer(desk, put(["b"])).results == ["ok"])
    }

    @Test(arguments: [
        ("error=ThrottlingException", "400 ThrottlingException"),
        ("error=AccessDeniedException", "400 AccessDeniedException"),
        ("error=RequestExpired", "400 RequestExpired"), ("error=InternalException", "500 InternalException"),
        ("error=ServiceUnavailable", "503 ServiceUnavailable"),
        ("error=AccessDeniedException status=403", "403 AccessDeniedException"),
        (
            "error=com.amazon.coral.service#UnrecognizedClientException",
            "403 com.amazon.coral.service#UnrecognizedClientException"
        ),
    ])
    func aWholeRequestFailsInTheServicesWords(script: String, expected: String) async throws {
        let judgement = await answer(try desk(script + " first=1"), put(["a"]))
        #expect(judgement.error == expected)
        #expect(ledger.counts.events == 0)
    }

    @Test func aScriptedErrorIsForThoseWhoMayAsk() async throws {
        let judgement = await answer(
            try desk("error=ThrottlingException"),
            put(["a"], key: AWSKey(id: "AKIDOTHER", secret: "x"))
        )
        #expect(judgement.error == "403 UnrecognizedClientException")
    }

    @Test(arguments: [
        "LimitExceededException", "ConcurrentModificationException", "OperationDisabledException",
    ])
    func aFaultMayConcernOneCallOnly(code: String) async throws {
        let desk = try desk("error=\(code) op=CreatePartnerEventSource first=1")
        #expect(await answer(desk, put(["a"])).results == ["ok"])
        let create = caller.request(
            "CreatePartnerEventSource",
            #"{"Name":"aws.partner/a/b/c","Account":"123456789012"}"#
        )
        #expect(await answer(desk, create).error == "400 \(code)")
        #expect(await answer(desk, create).answer.status == 200)
    }

    @Test func a413MayHaveAnEmptyBody() async throws {
        let judgement = await answer(try desk("status=413 body=empty"), put(["a"]))
        #expect(judgement.answer.status == 413)
        #expect(judgement.answer.body.isEmpty)
    }

    @Test(arguments: [("results=-1", 2), ("results=2", 5), ("results=-20", 0)])
    func theListOfResultsMayHaveAnotherLength(script: String, count: Int) async throws {
        #expect(await answer(try desk(script), put(["a", "b", "c"])).results.count == count)
        #expect(ledger.counts.events == 3)
    }

    @Test func keysRotateWhileItRuns() async throws {
        let desk = try desk("token=AKIDNEW:other/secret= after=1")
        #expect(await answer(desk, put(["a"])).results == ["ok"])
        #expect(await answer(desk, put(["b"])).error == "403 UnrecognizedClientException")
        let key = AWSKey(id: "AKIDNEW", secret: "other/secret=")
        #expect(await answer(desk, put(["b"], key: key)).results == ["ok"])
    }

    @Test func controlCallsAreNoProbesAndDroppedEventsAreCounted() async throws {
        let desk = try desk("")
        caller.page("deactivate", AWSCaller.source)
        #expect(await answer(desk, put(["a", "b"])).results == ["ok", "ok"])
        let list = #"{"EventSourceName":"\#(AWSCaller.source)"}"#
        #expect(
            await answer(desk, caller.request("ListPartnerEventSourceAccounts", list)).answer.status == 200
        )
        let counts = ledger.counts
        #expect(counts.requests == 2)
        #expect(counts.events == 0)
        #expect(counts.discarded == 2)
        #expect(counts.probes == 0)
        #expect(ledger.entries().isEmpty)
    }

    @Test func theRecordSaysWhereAnEventWent() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(
            "record-\(UUID().uuidString)"
        ).path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let ledger = AcceptanceLedger(keep: .bytes, record: try AcceptanceRecord(path: path))
        let desk = PartnerDesk(partner: caller.fake, ledger: ledger, faults: [], pause: { _ in })
        _ = await desk.serve(put(["a"]))
        let expected = """
            {"request":1,"event":\(Sample.event("a")),"source":"\(AWSCaller.source)",\
            "detail_type":"users.messages.email.Click","time":1792665600,"resources":[]}

            """
        #expect(try String(contentsOfFile: path, encoding: .utf8) == expected)
        #expect(ledger.entry(id: "a")?.bytes == Array(Sample.event("a").utf8))
    }

    @Test func aSignedRequestIsAnsweredOverHTTPWithTheFakesDate() async throws {
        let server = try await FakePartnerServer.start(caller.fake)
        let request = put(["a"])
        let fields = request.headers.map { "\($0.name): \($0.value)\r\n" }.joined()
        let text =
            "POST / HTTP/1.1\r\n\(fields)content-length: \(request.body.count)\r\n\r\n"
            + String(decoding: request.body, as: UTF8.self)
        let outcome = try await RawClient.send(text, port: server.boundPort)
        let page = try await RawClient.post(AWSCaller.source, to: "/_fake/expire", port: server.boundPort)
        await server.stop()
        guard case .answer(200, _, let head) = outcome else {
            Issue.record("expected 200, found \(outcome)")
            return
        }
        #expect(head.contains("Date: Fri, 20 Nov 2026 08:00:00 GMT"))
        #expect(head.lowercased().contains("x-amzn-requestid: "))
        #expect(!head.contains(OwnDate.field))
        #expect(page.status == 200)
        #expect(server.ledger.entry(id: "a") != nil)
    }
}
