import Delivery
import Machine
import Plans
import Testing

@Suite("Delivery state machine")
struct DeliveryStateMachineTests {
    typealias Effect = DeliveryStateMachine.Effect

    /// A machine with a clock that the test moves.
    struct Bench {
        var machine: DeliveryStateMachine
        var now = MonotonicInstant(nanoseconds: 1_000_000_000)

        init(inFlight: Int = 2, isOrdered: Bool = false, pause: DeliveryStateMachine.Pause? = nil) {
            machine = DeliveryStateMachine(
                configuration: .init(inFlight: inFlight, isOrdered: isOrdered),
                random: RandomSource(seed: 7),
                pause: pause,
                now: now
            )
        }

        mutating func step(_ input: DeliveryStateMachine.Input) -> [Effect] { machine.step(input, now: now) }

        /// Moves the clock to the machine's next wake and ticks.
        mutating func sleep() -> [Effect] {
            guard let wake = machine.wakeAt else { return [] }
            now = max(now, wake)
            return step(.tick)
        }
    }

    private let down = Verdict.transient(.init(status: 503, "down"))
    private let refused = Verdict.refused(.init(status: 400, "bad"))

    @Test func sendsABatchAsSoonAsItIsSealed() {
        var bench = Bench()
        #expect(bench.step(.sealed(1, events: 3)) == [.send(1, reloadingCredentials: false)])
        #expect(bench.step(.answered(1, .delivered)) == [.finish(1, events: .all, .delivered, nil)])
        #expect(bench.machine.outstanding == 0)
    }

    @Test func keepsToTheNumberOfRequestsInFlight() {
        var bench = Bench(inFlight: 2)
        for id in 1...2 {
            #expect(bench.step(.sealed(id, events: 1)) == [.send(id, reloadingCredentials: false)])
        }
        #expect(bench.step(.sealed(3, events: 1)).isEmpty)
        #expect(bench.machine.hasRoom)
        #expect(bench.step(.sealed(4, events: 1)).isEmpty)
        #expect(!bench.machine.hasRoom)
        #expect(bench.step(.answered(1, .delivered)).contains(.send(3, reloadingCredentials: false)))
    }

    @Test func triesATransientFailureAgainWithinTheBackoffCeiling() throws {
        var bench = Bench()
        _ = bench.step(.sealed(1, events: 1))
        for failures in 1...12 {
            #expect(bench.step(.answered(1, down)).isEmpty)
            let wake = try #require(bench.machine.wakeAt)
            #expect(wake <= bench.now.advanced(by: Backoff().ceiling(afterFailures: failures)))
            #expect(bench.sleep() == [.send(1, reloadingCredentials: false)])
        }
        #expect(bench.step(.answered(1, .delivered)) == [.finish(1, events: .all, .delivered, nil)])
    }

    @Test func leavesAPartnerAloneForAsLongAsItAsks() throws {
        var bench = Bench(inFlight: 2)
        let asked = bench.now.advanced(by: .seconds(6))
        _ = bench.step(.sealed(1, events: 1))
        _ = bench.step(.sealed(2, events: 1))
        _ = bench.step(.answered(2, .transient(.init(status: 429, "slow"), retryAfter: .seconds(6))))
        #expect(bench.step(.answered(1, .delivered)) == [.finish(1, events: .all, .delivered, nil)])
        #expect(bench.step(.sealed(3, events: 1)).isEmpty, "another request's success does not end the wait")
        #expect(try #require(bench.machine.wakeAt) >= asked)
        #expect(bench.machine.lastFailure?.status == 429)
    }

    @Test func partsOfARefusedBatchStartWithoutItsHistory() throws {
        var bench = Bench(inFlight: 1)
        _ = bench.step(.sealed(1, events: 2))
        for _ in 0..<8 {
            _ = bench.step(.answered(1, down))
            _ = bench.sleep()
        }
        let part = try #require(bench.step(.answered(1, refused)).firstSent)
        _ = bench.step(.answered(part, down))
        let wake = try #require(bench.machine.wakeAt)
        #expect(wake <= bench.now.advanced(by: Backoff().ceiling(afterFailures: 1)))
    }

    @Test func waitsAtLeastAsLongAsThePartnerAsks() throws {
        var bench = Bench()
        _ = bench.step(.sealed(1, events: 1))
        _ = bench.step(.sealed(2, events: 1))
        _ = bench.step(.answered(1, .transient(.init(status: 429, "slow"), retryAfter: .seconds(120))))
        _ = bench.step(.answered(2, .delivered))
        _ = bench.step(.sealed(3, events: 1))
        let wake = try #require(bench.machine.wakeAt)
        #expect(wake.since(bench.now) >= .zero)
        var sent: [Effect] = []
        while sent.isEmpty { sent = bench.sleep() }
        #expect(bench.machine.inFlight > 0)
    }

    @Test func asksAFailingPartnerByOneRequestAtATime() {
        var bench = Bench(inFlight: 4)
        for id in 1...8 { _ = bench.step(.sealed(id, events: 1)) }
        for id in 1...4 { _ = bench.step(.answered(id, down)) }
        #expect(bench.machine.inFlight == 0)
        let effects = bench.sleep()
        #expect(effects.count == 1)
        #expect(bench.machine.inFlight == 1)
    }

    @Test func rampsUpAfterAnOutage() {
        var bench = Bench(inFlight: 4)
        for id in 1...8 { _ = bench.step(.sealed(id, events: 1)) }
        for id in 1...4 { _ = bench.step(.answered(id, down)) }
        var sent = bench.sleep()
        var widths: [Int] = []
        while let id = sent.firstSent {
            sent = bench.step(.answered(id, .delivered))
            widths.append(bench.machine.inFlight)
            if widths.count == 2 { break }
            if sent.firstSent == nil { sent = bench.sleep() }
        }
        #expect(widths == [2, 3] || widths == [2, 4] || widths == [1, 2])
    }

    @Test func halvesARefusedBatchUntilTheBadEventStandsAlone() {
        var bench = Bench(inFlight: 1)
        let bad = 5
        var delivered: Set<Int> = []
        var dead: [Int] = []
        var held: [BatchID: [Int]] = [1: Array(0..<8)]
        var effects = bench.step(.sealed(1, events: 8))
        while let effect = effects.first {
            effects.removeFirst()
            switch effect {
            case .send(let id, _):
                let isBad = held[id, default: []].contains(bad)
                effects += bench.step(.answered(id, isBad ? refused : .delivered))
            case .split(let id, let parts):
                let events = held.removeValue(forKey: id) ?? []
                for part in parts { held[part.id] = part.events.map { events[$0] } }
            case .finish(let id, .all, .delivered, _):
                delivered.formUnion(held[id, default: []])
            case .finish(let id, .all, .deadLettered(.rejectedByPartner), let failure):
                dead += held[id, default: []]
                #expect(failure?.status == 400)
            default:
                Issue.record("unexpected \(effect)")
            }
        }
        #expect(dead == [bad])
        #expect(delivered == Set(0..<8).subtracting([bad]))
        #expect(bench.machine.outstanding == 0)
    }

    @Test func setsASingleEventThatIsTooLargeAside() {
        var bench = Bench()
        _ = bench.step(.sealed(1, events: 1))
        let failure = Verdict.Failure(status: 413, "large")
        #expect(
            bench.step(.answered(1, .tooLarge(failure)))
                == [.finish(1, events: .all, .deadLettered(.tooLargeForPartner), failure)]
        )
    }

    @Test func pausesOnlyWhenFreshCredentialsAreRefusedToo() {
        var bench = Bench(inFlight: 2)
        let unauthorised = Verdict.credentialsInvalid(.init(status: 401, "who are you"))
        _ = bench.step(.sealed(1, events: 1))
        _ = bench.step(.sealed(2, events: 1))
        #expect(bench.step(.answered(1, unauthorised)).isEmpty, "the other request is still on its way")
        #expect(bench.step(.answered(2, unauthorised)) == [.send(1, reloadingCredentials: true)])
        #expect(bench.machine.pause == nil)
        let effects = bench.step(.answered(1, unauthorised))
        #expect(effects == [.pause(.credentialsInvalid, .init(status: 401, "who are you"))])
        #expect(bench.machine.waitsForPerson)
        #expect(!bench.machine.hasRoom)
    }

    @Test func goesOnWhenFreshCredentialsAreTaken() {
        var bench = Bench(inFlight: 1)
        _ = bench.step(.sealed(1, events: 1))
        _ = bench.step(.answered(1, .credentialsInvalid(.init(status: 401, "old key"))))
        #expect(bench.step(.answered(1, .delivered)) == [.finish(1, events: .all, .delivered, nil)])
        #expect(bench.machine.pause == nil)
    }

    @Test func probesWhilePausedAndSendsWhatWaitedAfterwards() {
        var bench = Bench(inFlight: 1)
        _ = bench.step(.sealed(1, events: 1))
        _ = bench.step(.answered(1, .misconfigured(.init(status: 301, "moved"))))
        let paused = bench.now
        #expect(bench.sleep() == [.probe])
        #expect(bench.now.since(paused) >= .seconds(30))
        #expect(bench.step(.probeAnswered(.misconfigured, .init(status: 301, "moved"))).isEmpty)
        let second = bench.now
        #expect(bench.sleep() == [.probe])
        #expect(bench.now.since(second) >= .seconds(60), "the interval grows")
        #expect(
            bench.step(.probeAnswered(nil, .init(""))) == [.unpause, .send(1, reloadingCredentials: false)]
        )
    }

    @Test func probesAtOnceWhenAPauseIsCarriedOver() {
        var bench = Bench(pause: .init(cause: .credentialsInvalid, failure: .init("refused"), probes: 0))
        #expect(bench.step(.tick) == [.probe])
        #expect(!bench.machine.waitsForPerson)
        _ = bench.step(.probeAnswered(.credentialsInvalid, .init("refused")))
        #expect(bench.machine.waitsForPerson)
    }

    @Test func blamesTheCurrentWhenFiftyEventsInARowAreRefusedAlike() {
        var bench = Bench(inFlight: 1)
        var dead = 0
        for id in 1...60 where bench.machine.pause == nil {
            _ = bench.step(.sealed(id, events: 1))
            let effects = bench.step(.answered(id, refused))
            dead += effects.count { if case .finish = $0 { true } else { false } }
        }
        #expect(dead == 49)
        #expect(bench.machine.pause?.cause == .rejectingEverything)
        #expect(bench.machine.outstanding == 1, "the fiftieth stays pending")
        #expect(bench.machine.wakeAt == nil, "only a person ends this pause")
        #expect(bench.step(.resume).contains(.unpause))
    }

    @Test func aSuccessBetweenRefusalsClearsTheCurrent() {
        var bench = Bench(inFlight: 1)
        for id in 1...200 {
            _ = bench.step(.sealed(id, events: 1))
            _ = bench.step(.answered(id, id.isMultiple(of: 40) ? .delivered : refused))
        }
        #expect(bench.machine.pause == nil)
    }

    @Test func judgesEventsOneByOne() {
        var bench = Bench(inFlight: 1)
        _ = bench.step(.sealed(1, events: 3))
        let failure = Verdict.Failure(status: 200, "malformed")
        let effects = bench.step(
            .answered(
                1,
                .perEvent([.delivered, .rejected(.rejectedByPartner, failure), .retry(.init("busy"))])
            )
        )
        #expect(effects.contains(.finish(1, events: .some([0]), .delivered, nil)))
        #expect(effects.contains(.finish(1, events: .some([1]), .deadLettered(.rejectedByPartner), failure)))
        #expect(
            effects.contains {
                if case .split(1, let parts) = $0 { parts.map(\.events) == [[2]] } else { false }
            }
        )
        #expect(bench.machine.outstanding == 1)
    }

    @Test func aListOfTheWrongLengthJudgesNothing() {
        var bench = Bench(inFlight: 1)
        _ = bench.step(.sealed(1, events: 3))
        let effects = bench.step(.answered(1, .perEvent([.delivered])))
        #expect(effects.allSatisfy { if case .finish = $0 { false } else { true } })
        #expect(bench.machine.outstanding == 1)
    }

    @Test func anOrderedCurrentNeverSendsALaterBatchFirst() {
        var bench = Bench(inFlight: 8, isOrdered: true)
        _ = bench.step(.sealed(1, events: 1))
        #expect(bench.step(.sealed(2, events: 1)).isEmpty)
        _ = bench.step(.answered(1, down))
        #expect(bench.sleep() == [.send(1, reloadingCredentials: false)])
        let effects = bench.step(.answered(1, .delivered))
        #expect(effects.contains(.send(2, reloadingCredentials: false)))
    }

    @Test func aPoisonedBatchDoesNotStarveItsNeighbours() {
        var bench = Bench(inFlight: 1)
        _ = bench.step(.sealed(1, events: 1))
        var next = 2
        var delivered = 0
        var effects = bench.step(.answered(1, down))
        for _ in 0..<200 where delivered < 50 {
            if bench.machine.hasRoom {
                effects += bench.step(.sealed(next, events: 1))
                next += 1
            }
            if effects.isEmpty { effects = bench.sleep() }
            guard let id = effects.firstSent else { continue }
            effects = bench.step(.answered(id, id == 1 ? down : .delivered))
            if id != 1 { delivered += 1 }
        }
        #expect(delivered == 50)
    }

    @Test func answersToUnknownBatchesChangeNothing() {
        var bench = Bench()
        #expect(bench.step(.answered(99, .delivered)).isEmpty)
    }

    @Test(arguments: 0..<200)
    func everyEventReachesExactlyOneFate(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var bench = Bench(
            inFlight: Int.random(in: 1...4, using: &random),
            isOrdered: Bool.random(using: &random)
        )
        var held: [BatchID: [Int]] = [:]
        var fates: [Int: Int] = [:]
        var flying: [BatchID] = []
        var total = 0
        var pending: [Effect] = []
        for turn in 0..<4_000 {
            if turn < 60, bench.machine.hasRoom {
                let size = Int.random(in: 1...9, using: &random)
                held[turn + 1] = Array(total..<total + size)
                total += size
                pending += bench.step(.sealed(turn + 1, events: size))
            }
            for effect in pending { carryOut(effect, &held, &fates, &flying) }
            pending = []
            if let index = flying.indices.randomElement(using: &random) {
                let id = flying.remove(at: index)
                let verdict = Self.draw(events: held[id, default: []].count, calm: turn > 300, using: &random)
                pending = bench.step(.answered(id, verdict))
            } else if bench.machine.pause != nil {
                pending = bench.step(.resume)
            } else {
                pending = bench.sleep()
            }
            if turn > 300, bench.machine.outstanding == 0, pending.isEmpty { break }
        }
        #expect(bench.machine.outstanding == 0)
        #expect(fates.count == total)
        #expect(fates.values.allSatisfy { $0 == 1 })
    }

    private func carryOut(
        _ effect: Effect,
        _ held: inout [BatchID: [Int]],
        _ fates: inout [Int: Int],
        _ flying: inout [BatchID]
    ) {
        switch effect {
        case .send(let id, _): flying.append(id)
        case .finish(let id, .all, _, _):
            for event in held.removeValue(forKey: id) ?? [] { fates[event, default: 0] += 1 }
        case .finish(let id, .some(let indexes), _, _):
            for index in indexes { fates[held[id, default: []][index], default: 0] += 1 }
        case .split(let id, let parts):
            let events = held.removeValue(forKey: id) ?? []
            for part in parts { held[part.id] = part.events.map { events[$0] } }
        case .park(let id, let events, _):
            // Whoever parks an event takes it over: for the machine it is done.
            for event in events { fates[held[id, default: []][event.index], default: 0] += 1 }
        case .probe, .pause, .unpause: break
        }
    }

    private static func draw(events: Int, calm: Bool, using random: inout RandomSource) -> Verdict {
        guard !calm else { return .delivered }
        let failure = Verdict.Failure(status: Int.random(in: 400...404, using: &random), "drawn")
        switch Int.random(in: 0..<9, using: &random) {
        case 0: return .transient(failure)
        case 1: return .refused(failure)
        case 2: return .tooLarge(failure)
        case 3: return .credentialsInvalid(failure)
        case 4: return .misconfigured(failure)
        case 6: return .clockSkewed(failure)
        case 5:
            return .perEvent(
                (0..<events).map { _ in
                    switch Int.random(in: 0..<7, using: &random) {
                    case 0: .delivered
                    case 1: .retry(failure)
                    case 2: .again
                    case 3: .held(.device, for: .seconds(30), failure)
                    case 4: .unclear(failure)
                    case 5: .credentialsInvalid(failure)
                    default: .rejected(.rejectedByPartner, failure)
                    }
                }
            )
        default: return .delivered
        }
    }
}

extension [DeliveryStateMachine.Effect] {
    var firstSent: BatchID? {
        for case .send(let id, _) in self { return id }
        return nil
    }
}
