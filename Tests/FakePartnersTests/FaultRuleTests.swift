import Testing

@testable import FakePartners

@Suite("Fault scripts")
struct FaultRuleTests {
    /// The requests, counted from 1, for which a rule holds among the first `count`.
    private func hits(_ line: String, count: Int) throws -> [Int] {
        var rule = try FaultRule.parse(line).get()
        return (1...count).filter { _ in rule.holdsForNext() }
    }

    @Test(arguments: [
        ("reset", [1, 2, 3, 4, 5, 6]), ("reset first=2", [1, 2]), ("reset every=3", [3, 6]),
        ("reset after=4", [5, 6]),
        ("reset every=2 first=4", [2, 4]), ("reset after=2 first=4", [3, 4]), ("reset probability=0", []),
        ("reset probability=1", [1, 2, 3, 4, 5, 6]),
    ])
    func holdsForTheRequestsItNames(line: String, expected: [Int]) throws {
        #expect(try hits(line, count: 6) == expected)
    }

    @Test func equalSeedsGiveEqualChances() throws {
        let seven = try hits("hang probability=0.3 seed=7", count: 1000)
        #expect(try hits("hang probability=0.3 seed=7", count: 1000) == seven)
        #expect(try hits("hang probability=0.3 seed=8", count: 1000) != seven)
        #expect((200...400).contains(seven.count))
    }

    @Test(arguments: [
        ("status=503", FaultRule.Action.status(503, retryAfter: nil)),
        ("status=429 retry-after=1", .status(429, retryAfter: 1)),
        ("status-after=502", .statusAfter(502)),
        ("reset", .connection(.reset)), ("reset-after", .connection(.resetAfter)),
        ("hang", .connection(.hang)),
        ("garbage", .connection(.garbage)), ("truncate", .connection(.truncate)),
        ("delay=200ms", .delay(.milliseconds(200))), ("delay=2s", .delay(.seconds(2))),
        ("delay=1m", .delay(.seconds(60))),
        ("reject id=a=b status=422", .reject(id: "a=b", status: 422)),
        ("reject id=x", .reject(id: "x", status: 400)),
        ("token=NEW", .token("NEW")),
        ("status=413 body=empty", .status(413, retryAfter: nil, isEmpty: true)),
        ("error=Throttling", .error(code: "Throttling", status: nil)),
        ("error=Denied status=403", .error(code: "Denied", status: 403)),
        ("entry-error=Internal", .entryError(code: "Internal", id: nil)),
        ("entry-error=Internal id=x", .entryError(code: "Internal", id: "x")),
        ("results=-1", .results(-1)),
    ])
    func readsEveryAction(line: String, action: FaultRule.Action) throws {
        #expect(try FaultRule.parse(line).get().action == action)
    }

    @Test(arguments: [
        ("", "has no action"), ("first=1", "has no action"), ("explode", "unknown action 'explode'"),
        ("reset hang", "more than one action"),
        ("status=99", "'status=99' should be a status from 200 to 599"),
        ("status=abc", "'status=abc' should be"),
        ("reset first=0", "'first=0' should be a whole number from 1"),
        ("reset every=x", "'every=x' should be"), ("reset probability=2", "'probability=2' should be"),
        ("reset probability=nan", "'probability=nan' should be"),
        ("delay=5", "'delay=5' should be a duration"),
        ("delay=s", "'delay=s' should be"), ("reject", "'reject' needs 'id=…'"),
        ("reset colour=red", "'colour' means nothing"),
        ("reset retry-after=1", "'retry-after' means nothing"),
        ("reset first=1 first=2", "'first' is there twice"),
        ("status=503 token=x", "'token' means nothing"),
        ("delay=99999999999999999999s", "should be a duration"),
        ("status=413 body=full", "'body=full' should be 'empty'"),
        ("results=0", "'results=0' should be"), ("results=99", "'results=99' should be"),
        ("error=", "'error=' should be"), ("entry-error=", "'entry-error=' should be"),
        ("reset op=", "'op=' should be"), ("error=x results=1", "'results' means nothing"),
    ])
    func saysWhatIsWrong(line: String, expected: String) {
        guard case .failure(let problem) = FaultRule.parse(line) else {
            Issue.record("expected a problem")
            return
        }
        #expect(problem.description.contains(expected))
    }

    @Test func aScriptIsARulePerLine() throws {
        let script = "# outage\n\n  status=503   first=1\nreset every=2\r\n"
        #expect(try FaultRule.parse(script: script).get().count == 2)
        guard case .failure(let problem) = FaultRule.parse(script: "reset\nboom\n") else {
            Issue.record("expected a problem")
            return
        }
        #expect(problem.description.hasPrefix("line 2: unknown action 'boom'"))
    }

    @Test func theFirstRuleThatHoldsDecidesAndAllCount() throws {
        let rules = try FaultRule.parse(script: "status=503 first=1\nreset first=2\ndelay=1s\ndelay=2s").get()
        var state = FaultState(rules: rules, token: nil)
        let plans = (1...3).map { _ in state.next() }
        #expect(plans[0].effect == .answer(FakeAnswer(status: 503, text: "a scripted fault")))
        #expect(plans[1].effect == .connection(.reset))
        #expect(plans[2].effect == nil)
        #expect(plans.allSatisfy { $0.delay == .seconds(3) })
    }

    @Test func aRuleAboutOneCallCountsOnlyThat() throws {
        var state = FaultState(rules: try FaultRule.parse(script: "reset op=Put every=2").get(), token: nil)
        let calls = ["Put", "Get", nil, "Put", "Get", "Put"]
        let struck = calls.map { state.next(operation: $0).effect != nil }
        #expect(struck == [false, false, false, true, false, false])
    }

    @Test func aRuleAboutEventsIsNotAskedAboutRequests() throws {
        var state = FaultState(rules: try FaultRule.parse(script: "entry-error=X every=2").get(), token: nil)
        for _ in 0..<4 { #expect(state.next() == FaultPlan()) }
        let errors = (1...4).map { _ in state.entryError(id: [], operation: nil) ?? "-" }
        #expect(errors == ["-", "X", "-", "X"])
    }

    @Test func aTokenRotatesAndTheOldOneIsKnownToHaveExpired() throws {
        var state = FaultState(rules: try FaultRule.parse(script: "token=new after=1").get(), token: "old")
        _ = state.next()
        #expect(state.credential.token == "old")
        _ = state.next()
        #expect(state.credential.token == "new")
        #expect(state.credential.expired == ["old"])
        state.restart()
        #expect(state.credential == FakeCredential(token: "old"))
    }
}
