import Foundation
import Ledger
import Machine
import NIOCore
import Plans
import Synchronization
import Testing

@testable import Delivery

@Suite("Limits of users and devices")
struct IdentityLimitTests {
    private func bench(perSecond: Int = 5, perDay: Int? = nil) throws -> EngineBench {
        let bench = try EngineBench(batchEvents: 20, inFlight: 3)
        bench.plan.delivery.perIdentity = .init(eventsPerSecond: perSecond, eventsPerDay: perDay)
        bench.connector = StagedConnector.staged()
        return bench
    }

    private func verify(_ bench: EngineBench) async throws {
        let result = try await LedgerVerification(
            ledger: try bench.ledger(),
            knownTypes: ["users.messages.email.Open", "users.messages.email.Click"]
        ).run()
        #expect(result.mismatches.isEmpty)
    }

    /// The most events of one device in any second, by the bench's clock.
    private final class Meter: Sendable {
        let moments = Mutex<[String: [Int64]]>([:])

        func count(_ ids: [String], at now: MonotonicInstant) {
            moments.withLock { moments in
                for id in ids {
                    moments[String(id.prefix { $0 != "-" }), default: []].append(now.nanoseconds)
                }
            }
        }

        var peak: Int {
            moments.withLock { moments in
                moments.values.map { times in
                    times.indices.map { start in
                        times[start...].prefix { $0 < times[start] + 1_000_000_000 }.count
                    }
                    .max() ?? 0
                }.max() ?? 0
            }
        }
    }

    @Test func aHotDeviceWaitsAloneAndEverybodyElseFlows() async throws {
        let bench = try bench()
        let meter = Meter()
        var lines: [String] = []
        for index in 0..<60 {
            lines.append(EngineBench.event("hot-\(index)", device: "hot"))
            lines.append(EngineBench.event("d\(index)-0", device: "d\(index)"))
        }
        try bench.write(lines)
        try await bench.apply([bench.plan])
        let calmAt = Mutex<Int64>(0)
        let began = Mutex<Int64?>(nil)
        bench.partner.replies { ids in
            let now = bench.clock.monotonic()
            meter.count(ids, at: now)
            began.withLock { $0 = $0 ?? now.nanoseconds }
            if ids.contains(where: { $0.hasPrefix("d") }) { calmAt.withLock { $0 = now.nanoseconds } }
            return .take(status: 200)
        }
        let report = try #require(try await bench.run())
        #expect(report.pending == 0)
        #expect(bench.partner.counts.count == 120)
        #expect(bench.partner.counts.values.allSatisfy { $0 == 1 })
        #expect(meter.peak <= 5)
        // A busy machine lets the bench's clock run ahead now and then.
        let start = try #require(began.withLock { $0 })
        #expect(calmAt.withLock { $0 } - start < 6_000_000_000, "nobody waited for the hot device")
        #expect(bench.clock.monotonic().nanoseconds - start > 10_000_000_000, "the hot device took its time")
        let order = bench.partner.requests.flatMap { $0 }.filter { $0.hasPrefix("hot") }
        #expect(order == (0..<60).map { "hot-\($0)" })
        try await verify(bench)
    }

    @Test func aRetryAfterAnOutageStaysBelowTheLimitToo() async throws {
        let bench = try bench()
        let meter = Meter()
        try bench.write((0..<40).map { EngineBench.event("hot-\($0)", device: "hot") })
        try await bench.apply([bench.plan])
        let left = Mutex(6)
        bench.partner.replies { ids in
            meter.count(ids, at: bench.clock.monotonic())
            return left.withLock {
                $0 -= 1; return $0
            } >= 0 ? .answer(status: 503) : .take(status: 200)
        }
        #expect(try await bench.run()?.pending == 0)
        #expect(meter.peak <= 5)
        try await verify(bench)
    }

    @Test func theDaysLimitIsKeptOverARestart() async throws {
        let bench = try bench(perSecond: 100, perDay: 20)
        try bench.write((0..<30).map { EngineBench.event("hot-\($0)", device: "hot") })
        try await bench.apply([bench.plan])
        let report = try #require(try await bench.run())
        #expect(report.pending == 10)
        let remainder = try #require(report.currents.first?.remainder)
        #expect(try #require(remainder.due) > .seconds(3600))
        #expect(remainder.reason.contains("limit"))
        #expect(try await bench.run()?.pending == 10)
        #expect(bench.partner.counts.count == 20)
        bench.clock.jump(to: bench.clock.monotonic().advanced(by: .seconds(26 * 3600)))
        #expect(try await bench.run()?.pending == 0)
        #expect(bench.partner.counts.values.allSatisfy { $0 == 1 })
        try await verify(bench)
    }

    @Test func whomThePartnerNamesWaitsAndTheRestGoesAtOnce() async throws {
        let bench = try bench(perSecond: 100)
        try bench.write((0..<10).map { EngineBench.event("e\($0)", device: $0 % 5 == 0 ? "slow" : "d\($0)") })
        try await bench.apply([bench.plan])
        let isSlow = Mutex(true)
        let calm = Mutex<Int64>(0)
        let began = Mutex<Int64?>(nil)
        bench.partner.answers { request in
            began.withLock { $0 = $0 ?? bench.clock.monotonic().nanoseconds }
            let text = request.body.map { String(buffer: $0) }.joined()
            guard text.contains("\"slow\"") else {
                calm.withLock { $0 = bench.clock.monotonic().nanoseconds }
                return nil
            }
            return isSlow.withLock { slow in
                defer { slow = false }
                return slow ? .words("hold slow", status: 429) : nil
            }
        }
        #expect(try await bench.run()?.pending == 0)
        let start = try #require(began.withLock { $0 })
        #expect(calm.withLock { $0 } - start < 20_000_000_000)
        #expect(bench.clock.monotonic().nanoseconds - start >= 30_000_000_000)
        #expect(bench.partner.counts.values.allSatisfy { $0 == 1 })
        try await verify(bench)
    }

    @Test func aDeadLetterThatIsTriedAgainKeepsTheLimitAndHoldsNobody() async throws {
        let bench = try bench(perSecond: 2)
        let meter = Meter()
        try bench.write((0..<6).map { EngineBench.event("hot-\($0)", device: "hot") })
        try await bench.apply([bench.plan])
        bench.partner.replies { _ in .answer(status: 400) }
        let first = try await bench.run()
        #expect(first?.pending == 0, "\(String(describing: first))")
        bench.partner.replies { ids in
            meter.count(ids, at: bench.clock.monotonic())
            return .take(status: 200)
        }
        #expect(try await bench.ledger().markForReplay(.current("demo")) == 6)
        try bench.append((0..<5).map { EngineBench.event("calm\($0)-0", device: "calm\($0)") })
        #expect(try await bench.run()?.pending == 0)
        #expect(bench.partner.counts.count == 11)
        #expect(meter.peak <= 2)
        try await verify(bench)
    }

    @Test func whatThePartnerAskedForHoldsAfterARestart() async throws {
        let bench = try bench(perSecond: 100)
        try bench.write([EngineBench.event("a", device: "slow"), EngineBench.event("b", device: "calm")])
        try await bench.apply([bench.plan])
        bench.mode = RunMode(isOnce: true, wait: .seconds(1))
        bench.partner.answers { request in
            let text = request.body.map { String(buffer: $0) }.joined()
            return text.contains("\"slow\"") ? .words("hold-long slow", status: 429) : nil
        }
        #expect(try await bench.run()?.pending == 1)
        #expect(try await bench.ledger().holds(of: "demo").count == 1)
        let asked = Mutex(0)
        bench.partner.answers { _ in
            asked.withLock { $0 += 1 }
            return nil
        }
        #expect(try await bench.run()?.pending == 1)
        #expect(asked.withLock { $0 } == 0, "ten hours have not passed")
        bench.clock.jump(to: bench.clock.monotonic().advanced(by: .seconds(40_000)))
        #expect(try await bench.run()?.pending == 0)
        #expect(try await bench.ledger().holds(of: "demo").isEmpty)
    }

    @Test func aBusyPartnerIsLeftAloneAfterARestartToo() async throws {
        let bench = try bench(perSecond: 100)
        try bench.write([EngineBench.event("a", device: "d")])
        try await bench.apply([bench.plan])
        bench.mode = RunMode(isOnce: true, wait: .seconds(1))
        bench.partner.answers { _ in .words("", status: 429, headers: [("retry-after", "36000")]) }
        #expect(try await bench.run()?.pending == 1)
        let asked = Mutex(0)
        bench.partner.answers { _ in
            asked.withLock { $0 += 1 }
            return nil
        }
        #expect(try await bench.run()?.pending == 1)
        #expect(asked.withLock { $0 } == 0)
        bench.clock.jump(to: bench.clock.monotonic().advanced(by: .seconds(40_000)))
        #expect(try await bench.run()?.pending == 0)
    }

    @Test func aRestartDoesNotDoubleWhatADeviceSendsInASecond() async throws {
        let bench = try bench(perSecond: 5)
        let meter = Meter()
        try bench.write((0..<40).map { EngineBench.event("hot-\($0)", device: "hot") })
        try await bench.apply([bench.plan])
        bench.partner.replies { ids in
            meter.count(ids, at: bench.clock.monotonic())
            return .take(status: 200)
        }
        for seed in 0..<6 { try await bench.run(seed: UInt64(seed), killAfter: 12) }
        #expect(try await bench.run()?.pending == 0)
        #expect(meter.peak <= 5)
        try await verify(bench)
    }

    @Test func anIdIsItsTextHoweverItIsWritten() async throws {
        let bench = try bench(perSecond: 3)
        let meter = Meter()
        try bench.write(
            (0..<9).map { index in
                EngineBench.event(
                    "hot-\(index)",
                    device: ["d\u{E9}1", "d\\u00e91", "\\u0064\u{E9}1"][index % 3]
                )
            }
        )
        try await bench.apply([bench.plan])
        bench.partner.replies { ids in
            meter.count(ids, at: bench.clock.monotonic())
            return .take(status: 200)
        }
        #expect(try await bench.run()?.pending == 0)
        #expect(meter.peak <= 3)
    }

    @Test func aChangedPlanTakesUpWhatIsParked() async throws {
        let bench = try bench(perSecond: 100, perDay: 10)
        try bench.write((0..<30).map { EngineBench.event("hot-\($0)", device: "hot") })
        try await bench.apply([bench.plan])
        #expect(try await bench.run()?.pending == 20)
        bench.plan.delivery.perIdentity = .init(eventsPerSecond: 100, eventsPerDay: 40)
        try await bench.apply([bench.plan])
        #expect(try await bench.run()?.pending == 0)
        #expect(bench.partner.counts.values.allSatisfy { $0 == 1 })
        try await verify(bench)
    }

    @Test(arguments: 0..<60)
    func losesNothingWhenKilledAnywhere(seed: UInt64) async throws {
        var random = RandomSource(seed: seed &+ 7000)
        let bench = try bench(
            perSecond: Int.random(in: 1...8, using: &random),
            perDay: seed % 3 == 0 ? Int.random(in: 5...40, using: &random) : nil
        )
        let count = Int.random(in: 20...150, using: &random)
        let ids = (0..<count).map { "e\($0)" }
        let lines = ids.map { id in
            EngineBench.event(id, device: "d\(Int.random(in: 0..<6, using: &random))")
        }
        try bench.write(lines)
        let draws = Mutex(RandomSource(seed: seed &* 31))
        bench.partner.replies { ids in
            switch draws.withLock({ Int.random(in: 0..<8, using: &$0) }) {
            case 0: .fail
            case 1: .takeAndFail
            case 2: .answer(status: 500)
            case 3: .answer(status: 429, body: "hold \(ids.first ?? "")")
            default: .take(status: 200)
            }
        }
        try await bench.apply([bench.plan])
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            try await bench.run(seed: random.next(), killAfter: Int.random(in: 1...40, using: &random))
            try await verify(bench)
        }
        // A day's limit of few events takes days, which pass while nobody runs.
        var left: Int64 = 1
        for _ in 0..<60 where left > 0 {
            bench.mode = RunMode(isOnce: true, wait: .seconds(3000))
            left = try await bench.run(seed: seed)?.pending ?? 1
            if left > 0 { bench.clock.jump(to: bench.clock.monotonic().advanced(by: .seconds(25 * 3600))) }
        }
        #expect(left == 0)
        #expect(Set(bench.partner.counts.keys) == Set(ids))
        try await verify(bench)
    }
}

@Suite("The limiter alone")
struct IdentityLimiterTests {
    @Test(arguments: 0..<30)
    func noWindowOfASecondHoldsMoreThanTheLimit(seed: UInt64) {
        var random = RandomSource(seed: seed)
        let limit = Int.random(in: 1...40, using: &random)
        var limiter = IdentityLimiter(rate: .init(eventsPerSecond: limit))
        var now: Int64 = Int64.random(in: -5_000_000_000...5_000_000_000, using: &random)
        let wall = WallInstant(milliseconds: 1_800_000_000_000)
        let keys = IdentityKeys(user: 7, device: 9)
        var sent: [Int64] = []
        var promised = 0
        var flying: [(taken: Int64, landing: Int64)] = []
        for _ in 0..<3000 {
            now += Int64.random(in: 0...80_000_000, using: &random)
            for flight in flying where flight.landing <= now {
                limiter.land(keys, now: MonotonicInstant(nanoseconds: flight.landing), wall: wall)
                sent.append(flight.taken)
            }
            flying.removeAll { $0.landing <= now }
            let instant = MonotonicInstant(nanoseconds: now)
            if Bool.random(using: &random), promised > 0 {
                promised -= 1
                let block = limiter.depart(keys, isPromised: true, now: instant, wall: wall)
                #expect(block == nil, "what was promised is kept")
                // Taken at some moment of its way, which ends here.
                let landing = now + Int64.random(in: 0...900_000_000, using: &random)
                flying.append((Int64.random(in: now...landing, using: &random), landing))
            } else if let block = limiter.promise(keys, now: instant, wall: wall) {
                #expect(block > instant)
            } else {
                promised += 1
            }
        }
        sent.sort()
        for (index, start) in sent.enumerated() {
            #expect(sent[index...].prefix { $0 < start + 1_000_000_000 }.count <= limit)
        }
        #expect(sent.count > 20)
    }

    @Test func aDayIsTheLastTwentyFourHours() {
        var limiter = IdentityLimiter(rate: .init(eventsPerSecond: 1000, eventsPerDay: 10))
        let keys = IdentityKeys(user: 1, device: 0)
        var sent: [Int64] = []
        for minute in 0..<(60 * 72) {
            let now = MonotonicInstant(nanoseconds: Int64(minute) * 60_000_000_000)
            let wall = WallInstant(milliseconds: 1_800_000_000_000 + Int64(minute) * 60_000)
            if limiter.depart(keys, isPromised: false, now: now, wall: wall) == nil {
                limiter.land(keys, now: now, wall: wall)
                sent.append(Int64(minute))
            }
        }
        #expect(sent.count == 30)
        for (index, start) in sent.enumerated() {
            #expect(sent[index...].prefix { $0 < start + 24 * 60 }.count <= 10)
        }
    }

    @Test func whatAnEarlierRunKeptCounts() {
        let hour: Int64 = 500_000
        let wall = WallInstant(milliseconds: hour * 3_600_000)
        let kept = [IdentityHour(identity: 1, hour: hour - 3, events: 8)]
        var limiter = IdentityLimiter(rate: .init(eventsPerSecond: 1000, eventsPerDay: 10), kept: kept)
        let now = MonotonicInstant(nanoseconds: 0)
        let keys = IdentityKeys(user: 1, device: 0)
        for _ in 0..<2 {
            #expect(limiter.depart(keys, isPromised: false, now: now, wall: wall) == nil)
            limiter.land(keys, now: now, wall: wall)
        }
        let block = limiter.depart(keys, isPromised: false, now: now, wall: wall)
        #expect(block == now.advanced(by: .seconds(22 * 3600)))
        #expect(
            Set(limiter.takeUnsaved(wall: wall)) == [
                IdentityHour(identity: 1, hour: hour - 3, events: 8),
                IdentityHour(identity: 1, hour: hour, events: 2),
            ]
        )
        #expect(limiter.takeUnsaved(wall: wall).isEmpty)
    }
}

@Suite("Events that wait by themselves")
struct ParkedEventsTests {
    private func mark(_ position: Int64, _ user: UInt64) -> ParkedEvents.Mark {
        .init(position: position, end: position + 1, keys: IdentityKeys(user: user, device: 0))
    }

    private func at(_ seconds: Int64) -> MonotonicInstant {
        MonotonicInstant(nanoseconds: seconds * 1_000_000_000)
    }

    @Test func goInTheOrderOfTheLogWhenTheirTurnComes() {
        var parked = ParkedEvents()
        parked.park(mark(5, 1), behind: 1, until: at(10))
        parked.park(mark(3, 1), behind: 1, until: nil)
        parked.park(mark(4, 2), behind: 2, until: at(5))
        #expect(parked.nextDue == at(5))
        var taken: [Int64] = []
        parked.release(now: at(5)) {
            taken.append($0.position); return .taken
        }
        #expect(taken == [4])
        #expect(!parked.holds(2) && parked.holds(1))
        parked.release(now: at(10)) {
            taken.append($0.position); return .taken
        }
        #expect(taken == [4, 3, 5])
        #expect(parked.count == 0 && parked.nextDue == nil)
    }

    @Test func stopWhereNothingMoreIsTakenAndGoOnThere() {
        var parked = ParkedEvents()
        for position in 0..<6 {
            parked.park(
                mark(Int64(position), UInt64(position % 2) + 1),
                behind: UInt64(position % 2) + 1,
                until: at(1)
            )
        }
        var taken: [Int64] = []
        parked.release(now: at(1)) { mark in
            guard taken.count < 2 else { return nil }
            taken.append(mark.position)
            return .taken
        }
        #expect(parked.count == 4)
        parked.release(now: at(1)) { mark in
            taken.append(mark.position)
            return .taken
        }
        #expect(taken.filter { $0 % 2 == 0 } == [0, 2, 4])
        #expect(taken.sorted() == Array(0..<6))
    }

    @Test func aBlockedQueueWaitsAndTheOthersGo() {
        var parked = ParkedEvents()
        parked.park(mark(1, 1), behind: 1, until: at(1))
        parked.park(mark(2, 2), behind: 2, until: at(1))
        var taken: [Int64] = []
        parked.release(now: at(1)) { mark in
            guard mark.position == 2 else { return .blocked(until: at(9)) }
            taken.append(mark.position)
            return .taken
        }
        #expect(taken == [2])
        #expect(parked.nextDue == at(9))
    }

    @Test(arguments: 0..<20)
    func losesNoneAndRepeatsNone(seed: UInt64) {
        var random = RandomSource(seed: seed)
        var parked = ParkedEvents()
        var taken: [Int64] = []
        var added: Int64 = 0
        for step in 0..<400 {
            let now = at(Int64(step))
            if Bool.random(using: &random) {
                let key = UInt64.random(in: 1...5, using: &random)
                let until =
                    parked.holds(key) ? nil : at(Int64(step) + Int64.random(in: 0...9, using: &random))
                parked.park(mark(added, key), behind: key, until: until)
                added += 1
            }
            parked.release(now: now) { mark in
                switch Int.random(in: 0..<4, using: &random) {
                case 0: return nil
                case 1: return .blocked(until: at(Int64(step) + 3))
                default:
                    taken.append(mark.position)
                    return .taken
                }
            }
            #expect(parked.count == Int(added) - taken.count)
        }
        parked.release(now: at(10_000)) {
            taken.append($0.position); return .taken
        }
        #expect(taken.sorted() == Array(0..<added))
        #expect(parked.nextDue == nil && parked.identities == 0)
    }
}
