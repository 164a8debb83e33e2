import Foundation
import Ledger
import Machine
import Plans
import Synchronization
import Testing

@testable import Delivery

@Suite("Delivery engine")
struct DeliveryEngineTests {
    private func total(_ bench: EngineBench) async throws -> CurrentTotals {
        try #require(try await bench.ledger().totals().currents.first)
    }

    private func verify(_ bench: EngineBench) async throws {
        let verification = LedgerVerification(
            ledger: try bench.ledger(),
            knownTypes: ["users.messages.email.Open", "users.messages.email.Click"]
        )
        let result = try await verification.run()
        #expect(result.mismatches.isEmpty)
    }

    @Test func deliversEveryEventOfAFileOnce() async throws {
        let bench = try EngineBench()
        try bench.write((0..<95).map { EngineBench.event("e\($0)") })
        try await bench.apply([bench.plan])
        let report = try #require(try await bench.run())
        #expect(report.pending == 0)
        #expect(bench.partner.counts.count == 95)
        #expect(bench.partner.counts.values.allSatisfy { $0 == 1 })
        #expect(bench.partner.requests.allSatisfy { $0.count <= 10 })
        try await verify(bench)
    }

    @Test func aSecondRunDeliversOnlyWhatIsNew() async throws {
        let bench = try EngineBench()
        try bench.write((0..<20).map { EngineBench.event("a\($0)") })
        try await bench.apply([bench.plan])
        try await bench.run()
        try bench.append((0..<5).map { EngineBench.event("b\($0)") })
        try await bench.run()
        #expect(bench.partner.counts.count == 25)
        #expect(bench.partner.counts.values.allSatisfy { $0 == 1 })
        let total = try await total(bench)
        #expect(total.taken == 25)
        #expect(total.delivered == 25)
    }

    @Test func countsWhatIsLeftOutRefusedAndSetAside() async throws {
        let bench = try EngineBench()
        try bench.write([
            EngineBench.event("open"),
            EngineBench.event("click", type: "users.messages.email.Click"),
            EngineBench.event("new", type: "users.messages.hologram.Open"),
            "not json",
            #"{"event_type":"users.messages.email.Open"}"#,
            #"{"id":"a","id":"b"}"#,
            "",
            EngineBench.event("large", padding: 921_600),
        ])
        try await bench.apply([bench.plan])
        let report = try #require(try await bench.run())
        let current = try #require(report.currents.first)
        #expect(current.counts.delivered == 1)
        #expect(current.counts.filtered == [.notSelected: 1, .unknownEventType: 1])
        #expect(current.counts.deadLettered == [.oversize: 1])
        let source = try #require(report.sources.first)
        #expect(source.received == 7)
        #expect(source.accepted == 4)
        #expect(source.refused == 3)
        let refused = try await bench.ledger().refusedLines(source: "events", limit: 10)
        #expect(refused.map(\.reason) == [.notJSON, .noID, .duplicateKey])
        #expect(refused.first?.bytes.map { String(decoding: $0, as: UTF8.self) } == "not json")
        try await verify(bench)
    }

    @Test func setsOnlyTheBadEventAside() async throws {
        let bench = try EngineBench()
        try bench.write((0..<30).map { EngineBench.event("e\($0)") })
        bench.partner.replies {
            $0.contains("e17") ? .answer(status: 400, body: "e17 is bad") : .take(status: 200)
        }
        try await bench.apply([bench.plan])
        let report = try #require(try await bench.run())
        #expect(report.pending == 0)
        #expect(bench.partner.counts.count == 29)
        let letters = try await bench.ledger().deadLetters(limit: 10)
        let letter = try #require(letters.first)
        #expect(letters.count == 1)
        #expect(letter.eventID == Array("e17".utf8))
        #expect(letter.reason == .rejectedByPartner)
        #expect(letter.status == 400)
        #expect(letter.body == Array(EngineBench.event("e17").utf8))
        try await verify(bench)
    }

    @Test func halvesWhatIsTooLargeForThePartner() async throws {
        let bench = try EngineBench()
        try bench.write((0..<10).map { EngineBench.event("e\($0)") })
        bench.partner.replies { ids in
            ids.contains("e3") && ids.count == 1 || ids.count > 4 ? .answer(status: 413) : .take(status: 200)
        }
        try await bench.apply([bench.plan])
        let report = try #require(try await bench.run())
        #expect(report.currents.first?.counts.delivered == 10 || report.currents.first?.counts.delivered == 9)
        #expect(report.pending == 0)
        try await verify(bench)
    }

    @Test func deliversThroughOutagesAndLostAnswers() async throws {
        let bench = try EngineBench()
        try bench.write((0..<200).map { EngineBench.event("e\($0)") })
        let calls = Mutex(0)
        bench.partner.replies { _ in
            let call = calls.withLock { calls in
                calls += 1
                return calls
            }
            return switch call % 5 {
            case 0: .fail
            case 1: .takeAndFail
            case 2: .answer(status: 503, headers: [(name: "retry-after", value: "3")])
            default: .take(status: 200)
            }
        }
        try await bench.apply([bench.plan])
        let report = try #require(try await bench.run())
        #expect(report.pending == 0)
        #expect(report.currents.first?.counts.delivered == 200)
        #expect(bench.partner.counts.count == 200)
        try await verify(bench)
    }

    @Test func keepsEverythingPendingWhenCredentialsFail() async throws {
        let bench = try EngineBench()
        try bench.write((0..<500).map { EngineBench.event("e\($0)") })
        bench.partner.replies { _ in .answer(status: 401) }
        try await bench.apply([bench.plan])
        let report = try #require(try await bench.run())
        let current = try #require(report.currents.first)
        #expect(current.pending == 500)
        #expect(current.taken == 500)
        #expect(current.remainder?.due == nil)
        #expect(current.remainder?.reason.contains("credentials_invalid") == true)
        bench.partner.replies { _ in .take(status: 200) }
        let second = try #require(try await bench.run())
        #expect(second.pending == 0)
        #expect(bench.partner.requests.contains([]), "a probe without events came first")
        #expect(bench.partner.counts.count == 500)
        try await verify(bench)
    }

    @Test func leavesWhatWaitsForLongerThanTheRunWants() async throws {
        let bench = try EngineBench()
        bench.mode = RunMode(isOnce: true, wait: .seconds(5))
        try bench.write((0..<50).map { EngineBench.event("e\($0)") })
        bench.partner.replies { _ in .answer(status: 503) }
        try await bench.apply([bench.plan])
        let report = try #require(try await bench.run())
        #expect(report.pending == 50)
        #expect(report.currents.first?.remainder?.due != nil)
        // How many are made depends on how far the bench's clock runs ahead on a busy machine; it is no endless row.
        #expect(bench.partner.requests.count < 100)
        try await verify(bench)
    }

    @Test func aDeadPartnerChangesNothingForAnother() async throws {
        let bench = try EngineBench()
        try bench.write((0..<300).map { EngineBench.event("e\($0)") })
        var dead = bench.plan
        dead.current = "dead"
        dead.credentials = ["bearerToken": .environment("NO_SUCH_VARIABLE_HERE")]
        try await bench.apply([bench.plan, dead])
        let report = try #require(try await bench.run())
        #expect(report.currents.map(\.pending) == [300, 0])
        #expect(report.currents.first?.remainder?.reason.contains("NO_SUCH_VARIABLE_HERE") == true)
        try await verify(bench)
    }

    @Test func aDeadLetterCanBeReplayed() async throws {
        let bench = try EngineBench()
        try bench.write((0..<10).map { EngineBench.event("e\($0)") })
        bench.partner.replies { $0.contains("e4") ? .answer(status: 400) : .take(status: 200) }
        try await bench.apply([bench.plan])
        try await bench.run()
        bench.partner.replies { _ in .take(status: 200) }
        #expect(try await bench.ledger().markForReplay(.current("demo")) == 1)
        let report = try #require(try await bench.run())
        #expect(report.pending == 0)
        #expect(bench.partner.counts["e4"] == 1)
        let total = try await total(bench)
        #expect(total.taken == 11)
        #expect(total.delivered == 10)
        #expect(total.deadLettered == 1)
        try await verify(bench)
    }

    @Test func aChangedPlanGoesOnWhereTheOldOneStood() async throws {
        let bench = try EngineBench()
        try bench.write((0..<20).map { EngineBench.event("a\($0)") })
        try await bench.apply([bench.plan])
        try await bench.run()
        try bench.append((0..<20).map { EngineBench.event("b\($0)") })
        var changed = bench.plan
        changed.delivery.batchEvents = 3
        try await bench.apply([changed])
        let report = try #require(try await bench.run())
        #expect(report.pending == 0)
        #expect(bench.partner.counts.count == 40)
        #expect(bench.partner.counts.values.allSatisfy { $0 == 1 })
    }

    @Test func aCurrentThatRefusesEverythingWaitsForAnOperator() async throws {
        let bench = try EngineBench(batchEvents: 1)
        try bench.write((0..<80).map { EngineBench.event("e\($0)") })
        bench.partner.replies { _ in .answer(status: 400) }
        try await bench.apply([bench.plan])
        let first = try #require(try await bench.run())
        #expect(first.currents.first?.counts.deadLettered == [.rejectedByPartner: 49])
        #expect(first.pending == 31)
        bench.partner.replies { _ in .take(status: 200) }
        let second = try #require(try await bench.run())
        #expect(second.pending == 31, "time alone ends nothing")
        bench.clock.jump(to: bench.clock.monotonic().advanced(by: .seconds(1)))
        try await bench.ledger().requestResume(of: "demo", at: bench.clock.wall())
        let third = try #require(try await bench.run())
        #expect(third.pending == 0)
        #expect(third.currents.first?.counts.delivered == 31)
    }

    @Test func anEventThatIsStillBeingWrittenIsLeft() async throws {
        let bench = try EngineBench()
        let late = EngineBench.event("late")
        try Data((EngineBench.event("a") + "\n" + late.prefix(30)).utf8)
            .write(to: URL(fileURLWithPath: bench.plan.source.path))
        try await bench.apply([bench.plan])
        try await bench.run()
        #expect(bench.partner.counts == ["a": 1])
        try bench.append([String(late.dropFirst(30))])
        try await bench.run()
        #expect(bench.partner.counts == ["a": 1, "late": 1])
        try await verify(bench)
    }

    @Test func aLastEventNeedsNoLineFeedAndAFirstOneNoMark() async throws {
        let bench = try EngineBench()
        try Data(("\u{FEFF}" + EngineBench.event("a") + "\r\n" + EngineBench.event("b")).utf8)
            .write(to: URL(fileURLWithPath: bench.plan.source.path))
        try await bench.apply([bench.plan])
        try await bench.run()
        #expect(bench.partner.counts == ["a": 1, "b": 1])
        try await verify(bench)
    }

    @Test func aLedgerThatIsGoneEndsTheRun() async throws {
        let bench = try EngineBench()
        bench.plan.source.isFollowed = true
        bench.mode = RunMode(isOnce: false)
        try bench.write([EngineBench.event("a")])
        try await bench.apply([bench.plan])
        bench.partner.replies { [state = bench.state] _ in
            try? FileManager.default.removeItem(atPath: "\(state)/ledger.sqlite")
            return .take(status: 200)
        }
        await #expect(throws: RunProblem.self) { try await bench.run() }
    }

    @Test func aCurrentThatStartsNowLeavesOutWhatIsThere() async throws {
        let bench = try EngineBench()
        bench.plan.start = .now
        try bench.write((0..<20).map { EngineBench.event("old\($0)") })
        try await bench.apply([bench.plan])
        try await bench.run()
        #expect(bench.partner.counts.isEmpty)
        try bench.append([EngineBench.event("new")])
        try await bench.run()
        #expect(bench.partner.counts == ["new": 1])
        let total = try await total(bench)
        #expect(total.taken == 1)
    }

    @Test func aDisabledCurrentKeepsItsPlace() async throws {
        let bench = try EngineBench()
        bench.plan.isEnabled = false
        try bench.write((0..<20).map { EngineBench.event("e\($0)") })
        try await bench.apply([bench.plan])
        let report = try #require(try await bench.run())
        #expect(report.currents.first?.pending == 20)
        #expect(bench.partner.requests.isEmpty)
    }

    @Test func anEventLostWithItsFileIsCounted() async throws {
        let bench = try EngineBench()
        try bench.write((0..<50).map { EngineBench.event("e\($0)") })
        bench.partner.replies { _ in .answer(status: 401) }
        try await bench.apply([bench.plan])
        try await bench.run()
        bench.partner.replies { _ in .take(status: 200) }
        // Shorter than what was accepted: the file was truncated and begun again.
        try bench.write((0..<3).map { EngineBench.event("n\($0)") })
        let report = try #require(try await bench.run())
        let current = try #require(report.currents.first)
        #expect(current.counts.deadLettered == [.sourceLost: 50])
        #expect(current.counts.delivered == 3)
        #expect(report.pending == 0)
        let verification = LedgerVerification(ledger: try bench.ledger(), knownTypes: [])
        let result = try await verification.run()
        #expect(result.mismatches.isEmpty)
        #expect(!result.notes.isEmpty)
    }

    @Test(arguments: 0..<150)
    func losesNothingWhenKilledAnywhere(seed: UInt64) async throws {
        var random = RandomSource(seed: seed)
        let bench = try EngineBench(
            batchEvents: Int.random(in: 1...12, using: &random),
            inFlight: Int.random(in: 1...4, using: &random)
        )
        let count = Int.random(in: 20...120, using: &random)
        let lines = (0..<count).map { index in
            switch Int.random(in: 0..<10, using: &random) {
            case 0: EngineBench.event("e\(index)", type: "users.messages.email.Click")
            case 1: "garbage \(index)"
            default: EngineBench.event("e\(index)")
            }
        }
        try bench.write(lines)
        let draws = Mutex(RandomSource(seed: seed &* 31))
        bench.partner.replies { ids in
            guard !ids.contains("e7") else { return .answer(status: 400) }
            return switch draws.withLock({ Int.random(in: 0..<6, using: &$0) }) {
            case 0: .fail
            case 1: .takeAndFail
            case 2: .answer(status: 500)
            default: .take(status: 200)
            }
        }
        try await bench.apply([bench.plan])
        for _ in 0..<Int.random(in: 1...5, using: &random) {
            try await bench.run(seed: random.next(), killAfter: Int.random(in: 1...40, using: &random))
        }
        // Half of all requests fail, so a batch may be unlucky for long.
        bench.mode = RunMode(isOnce: true, wait: .seconds(1_000_000))
        let report = try #require(try await bench.run(seed: seed))
        #expect(report.pending == 0)
        let wanted = Set(
            lines.indices.filter { lines[$0] == EngineBench.event("e\($0)") && $0 != 7 }.map { "e\($0)" }
        )
        #expect(Set(bench.partner.counts.keys) == wanted)
        try await verify(bench)
    }
}

@Suite("Plans that change while a run goes on")
struct LiveChangeTests {
    /// Drives an engine turn by turn, so that a test can act between two turns.
    private final class Drive: @unchecked Sendable {
        let bench: EngineBench
        let engine: DeliveryEngine
        let inbox = Inbox<EngineMessage>()
        private var messages: [EngineMessage] = []

        init(_ bench: EngineBench) throws {
            self.bench = bench
            engine = try bench.engine(inbox)
        }

        /// Turns until `condition` holds or the run ends.
        func run(until condition: @escaping @Sendable () -> Bool) async throws {
            let result: Result<Void, any Error> = await withCheckedContinuation { continuation in
                BlockingThread.start { [self] in
                    continuation.resume(returning: Result { try turn(until: condition) })
                }
            }
            try result.get()
        }

        private func turn(until condition: () -> Bool) throws {
            let deadline = ContinuousClock.now + .seconds(300)
            while !condition(), ContinuousClock.now < deadline {
                switch try engine.turn(messages) {
                case .goOn: messages = inbox.take(until: nil)
                case .end: return
                case .sleep(let until):
                    messages = inbox.take(until: SystemClock().monotonic().advanced(by: .milliseconds(20)))
                    if messages.isEmpty, !engine.isCommitting { bench.clock.jump(to: until) }
                }
            }
        }
    }

    private func bench() throws -> EngineBench {
        let bench = try EngineBench()
        bench.plan.source.isFollowed = true
        bench.mode = RunMode(isOnce: false)
        try bench.write((0..<40).map { EngineBench.event("a\($0)") })
        return bench
    }

    private func books(_ bench: EngineBench) async throws -> LedgerTotals {
        try await bench.ledger().totals()
    }

    @Test func aChangedPlanIsTakenUpWithItsProgress() async throws {
        let bench = try bench()
        try await bench.apply([bench.plan])
        let drive = try Drive(bench)
        try await drive.run { bench.partner.counts.count == 40 }
        var changed = bench.plan
        changed.delivery.batchEvents = 1
        try await bench.apply([changed])
        try bench.append((0..<5).map { EngineBench.event("b\($0)") })
        try await drive.run { bench.partner.counts.count == 45 }
        drive.inbox.post(.stop)
        try await drive.run { false }
        #expect(bench.partner.counts.values.allSatisfy { $0 == 1 })
        #expect(try await books(bench).currents.map(\.delivered) == [45])
    }

    @Test func aRenamedCurrentKeepsItsBooks() async throws {
        let bench = try bench()
        try await bench.apply([bench.plan])
        let drive = try Drive(bench)
        try await drive.run {
            drive.engine.lanes.values.contains { $0.book != nil } && bench.partner.counts.count == 40
        }
        var renamed = bench.plan
        renamed.current = "other"
        let file = PlanFile(renamed)
        let changes = PlanChanges(
            plans: [
                .init(name: "other", digest: file.digest, json: String(decoding: file.bytes, as: UTF8.self))
            ],
            renames: [.init(from: "demo", to: "other")],
            at: bench.clock.wall()
        )
        _ = try await bench.ledger().apply(changes)
        try bench.append([EngineBench.event("late")])
        try await drive.run { bench.partner.counts.count == 41 }
        drive.inbox.post(.stop)
        try await drive.run { false }
        let total = try #require(try await books(bench).currents.first)
        #expect(total.name == "other")
        #expect(total.delivered == 41)
        #expect(bench.partner.counts.values.allSatisfy { $0 == 1 })
    }

    @Test func aRemovedCurrentIsDrainedToWhereItWasRemoved() async throws {
        let bench = try bench()
        try await bench.apply([bench.plan])
        bench.partner.replies { _ in .answer(status: 503) }
        let drive = try Drive(bench)
        try await drive.run {
            bench.partner.requests.count > 3 && drive.engine.lanes.values.contains { $0.book != nil }
        }
        let removal = PlanChanges(removals: ["demo"], onRemove: .drain, at: bench.clock.wall())
        _ = try await bench.ledger().apply(removal)
        try await drive.run { drive.engine.plans.allSatisfy(\.isDraining) && !drive.engine.plans.isEmpty }
        try await drive.run { drive.engine.lanes.values.contains { $0.end != nil } }
        try bench.append([EngineBench.event("too-late")])
        bench.partner.replies { _ in .take(status: 200) }
        try await drive.run { drive.engine.plans.isEmpty }
        #expect(bench.partner.counts.count == 40)
        #expect(bench.partner.counts["too-late"] == nil)
        let totals = try await books(bench)
        #expect(totals.currents.isEmpty)
        #expect(totals.removed.map(\.delivered) == [40])
    }

    @Test func aRestIsNotMixedIntoTheFileAfterATruncation() async throws {
        let bench = try EngineBench()
        bench.plan.source.isFollowed = true
        bench.mode = RunMode(isOnce: false)
        let first = EngineBench.event("first", padding: 2_000)
        try Data((first + "\n" + String(EngineBench.event("cut").prefix(40))).utf8)
            .write(to: URL(fileURLWithPath: bench.plan.source.path))
        try await bench.apply([bench.plan])
        let drive = try Drive(bench)
        try await drive.run {
            bench.partner.counts["first"] == 1 && drive.engine.feeds.values.allSatisfy(\.isAtEnd)
        }
        try bench.write([EngineBench.event("fresh"), EngineBench.event("next")])
        try await drive.run { drive.engine.feeds.values.contains { $0.books.total.received == 3 } }
        drive.inbox.post(.stop)
        try await drive.run { false }
        #expect(try await books(bench).sources.map(\.refused) == [0])
        #expect(try await books(bench).sources.map(\.accepted) == [3])
    }

    @Test func aDeadLetterIsReplayedWithoutARestart() async throws {
        let bench = try bench()
        bench.partner.replies { $0.contains("a3") ? .answer(status: 400) : .take(status: 200) }
        try await bench.apply([bench.plan])
        let drive = try Drive(bench)
        try await drive.run {
            !drive.engine.isCommitting
                && drive.engine.lanes.values.contains { !$0.isDirty && $0.tracker.counts.total == 40 }
        }
        bench.partner.replies { _ in .take(status: 200) }
        #expect(try await bench.ledger().markForReplay(.current("demo")) == 1)
        try await drive.run { bench.partner.counts["a3"] == 1 }
        drive.inbox.post(.stop)
        try await drive.run { false }
        let total = try #require(try await books(bench).currents.first)
        #expect(total.taken == 41)
        #expect(total.pending == 0)
    }
}
