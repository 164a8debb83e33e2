import Delivery
import Machine
import Plans
import Testing

@Suite("Judgements on single events")
struct JudgementTests {
    typealias Bench = DeliveryStateMachineTests.Bench
    typealias Effect = DeliveryStateMachine.Effect

    private let failure = Verdict.Failure(status: 400, "bad")
    private let auth = Verdict.credentialsInvalid(.init(status: 401, "no"))

    private func parts(_ effects: [Effect]) -> [DeliveryStateMachine.Part] {
        for case .split(_, let parts) in effects { return parts }
        return []
    }

    @Test func theRestOfARefusedBatchLeavesAtOnce() {
        var bench = Bench()
        _ = bench.step(.sealed(1, events: 4))
        let effects = bench.step(
            .answered(1, .perEvent([.again, .rejected(.rejectedByPartner, failure), .again, .again]))
        )
        #expect(effects.contains(.finish(1, events: .some([1]), .deadLettered(.rejectedByPartner), failure)))
        #expect(parts(effects).map(\.events) == [[0, 2, 3]])
        #expect(effects.last == .send(parts(effects)[0].id, reloadingCredentials: false))
    }

    @Test func afterSomeRoundsTheRestIsDivided() {
        var bench = Bench(inFlight: 8)
        var effects = bench.step(.sealed(1, events: 100))
        var id = 1
        var events = 100
        for round in 1...3 {
            var verdicts = [EventVerdict](repeating: .again, count: events)
            verdicts[0] = .rejected(.rejectedByPartner, failure)
            effects = bench.step(.answered(id, .perEvent(verdicts)))
            events -= 1
            let parts = parts(effects)
            #expect(parts.count == (round < 3 ? 1 : 4))
            #expect(parts.reduce(0) { $0 + $1.events.count } == events)
            id = parts[0].id
        }
    }

    @Test func againForAllOfABatchIsARetryLater() {
        var bench = Bench()
        _ = bench.step(.sealed(1, events: 2))
        let effects = bench.step(.answered(1, .perEvent([.again, .again])))
        #expect(effects.firstSent == nil)
        #expect(bench.machine.wakeAt != nil)
    }

    @Test func whatIsHeldLeavesTheMachine() {
        var bench = Bench()
        _ = bench.step(.sealed(1, events: 2))
        let effects = bench.step(
            .answered(1, .perEvent([.held(.user, for: .seconds(30), failure), .delivered]))
        )
        let parked = DeliveryStateMachine.ParkedEvent(index: 0, identity: .user, wait: .seconds(30))
        #expect(effects.contains(.park(1, [parked], failure)))
        #expect(bench.machine.outstanding == 0)
    }

    @Test func onlyAnswersThatNobodyDocumentsCountAsUnclear() {
        var bench = Bench()
        _ = bench.step(.sealed(1, events: 1))
        var id = 1
        for _ in 0..<8 {
            _ = bench.step(.answered(id, .transient(.init(status: 503, "away"))))
            id = bench.sleep().firstSent ?? id
        }
        for attempt in 1...6 {
            let effects = bench.step(.answered(id, .perEvent([.unclear(failure)])))
            let isSetAside = effects.contains(
                .finish(id, events: .some([0]), .deadLettered(.retryExhausted), failure)
            )
            #expect(isSetAside == (attempt == 6))
            id = bench.sleep().firstSent ?? id
        }
    }

    @Test func aBatchThatIsWithheldDoesNotClearAKeyInDoubt() {
        var bench = Bench(inFlight: 1)
        _ = bench.step(.sealed(1, events: 2))
        let confirming = bench.step(.answered(1, auth))
        #expect(confirming == [.send(1, reloadingCredentials: true)])
        // It does not leave: half of it waits for its device.
        let effects = bench.step(.withheld(1, [.held(.itself, for: .seconds(1), failure), .again]))
        let rest = parts(effects)
        #expect(rest.map(\.events) == [[1]])
        #expect(effects.last == .send(rest[0].id, reloadingCredentials: true))
        let paused = bench.step(.answered(rest[0].id, auth))
        #expect(paused.contains { if case .pause(.credentialsInvalid, _) = $0 { true } else { false } })
    }

    /// Answers 403 to all that holds a bad event, or to everything.
    private func forbid(_ bad: Set<Int>?, events: Int) -> (deadLettered: Set<Int>, pause: PauseCause?) {
        var bench = Bench(inFlight: 1)
        var held = [1: Array(0..<events)]
        var deadLettered: Set<Int> = []
        var queue = bench.step(.sealed(1, events: events))
        for _ in 0..<200 where bench.machine.pause == nil && bench.machine.outstanding > 0 {
            var sent: BatchID?
            for effect in queue {
                switch effect {
                case .send(let id, _): sent = id
                case .split(let id, let parts):
                    let old = held.removeValue(forKey: id) ?? []
                    for part in parts { held[part.id] = part.events.map { old[$0] } }
                case .finish(let id, _, .deadLettered, _): deadLettered.formUnion(held[id] ?? [])
                default: break
                }
            }
            guard let sent else {
                queue = bench.sleep()
                continue
            }
            let isBad = bad.map { !$0.isDisjoint(with: held[sent] ?? []) } ?? true
            queue = bench.step(.answered(sent, isBad ? .forbidden(failure) : .delivered))
        }
        for effect in queue {
            if case .finish(let id, _, .deadLettered, _) = effect { deadLettered.formUnion(held[id] ?? []) }
        }
        return (deadLettered, bench.machine.pause?.cause)
    }

    @Test(arguments: [1, 2, 7, 100])
    func whereEverythingIsForbiddenTheCurrentPausesAndNothingIsSetAside(events: Int) {
        let outcome = forbid(nil, events: events)
        #expect(outcome.deadLettered.isEmpty)
        #expect(outcome.pause == .misconfigured)
    }

    @Test func oneForbiddenEventIsFoundWhereOthersPass() {
        let outcome = forbid([1], events: 4)
        #expect(outcome.deadLettered == [1])
        #expect(outcome.pause == nil)
    }

    @Test func whatWaitsByItselfHoldsNobodyElse() {
        var bench = Bench(inFlight: 2)
        _ = bench.step(.sealed(1, events: 1))
        _ = bench.step(.answered(1, .perEvent([.retry(failure, retryAfter: .seconds(3600))])))
        #expect(bench.step(.sealed(2, events: 1)) == [.send(2, reloadingCredentials: false)])
    }
}
