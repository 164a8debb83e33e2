import Foundation
import Ledger
import Machine
import NIOCore
import Plans
import Synchronization
import Testing

@testable import Delivery

@Suite("What stands between a batch and its request")
struct StageTests {
    private func bench(exchange: Bool = false, resource: Bool = false, events: Int = 40) async throws
        -> EngineBench
    {
        let bench = try EngineBench()
        bench.connector = StagedConnector.staged(exchange: exchange, resource: resource)
        try bench.write((0..<events).map { EngineBench.event("e\($0)") })
        try await bench.apply([bench.plan])
        return bench
    }

    private func verify(_ bench: EngineBench) async throws {
        let types = ["users.messages.email.Open", "users.messages.email.Click"]
        let result = try await LedgerVerification(ledger: try bench.ledger(), knownTypes: types).run()
        #expect(result.mismatches.isEmpty)
    }

    private func cause(_ bench: EngineBench) async throws -> String? {
        guard case .paused(let cause, _, _)? = try await bench.ledger().progress(of: "demo")?.condition else {
            return nil
        }
        return cause
    }

    // MARK: Exchanged credentials

    @Test func oneExchangeServesAllBatches() async throws {
        let bench = try await bench(exchange: true)
        let asked = Mutex(0)
        let sessions = Mutex<Set<String>>([])
        bench.partner.answers { request in
            guard request.target.pathAndQuery == "/exchange" else {
                _ = sessions.withLock { $0.insert(request.value(of: "x-session") ?? "") }
                return nil
            }
            asked.withLock { $0 += 1 }
            return .words("one 1900000000000")
        }
        let report = try #require(try await bench.run())
        #expect(report.pending == 0)
        #expect(asked.withLock { $0 } == 1)
        #expect(sessions.withLock { $0 } == ["one"])
    }

    @Test func aSessionNearItsEndIsExchangedAgain() async throws {
        let bench = try await bench(exchange: true)
        let asked = Mutex(0)
        bench.partner.answers { request in
            guard request.target.pathAndQuery == "/exchange" else { return nil }
            asked.withLock { $0 += 1 }
            return .words("s \(bench.clock.wall().milliseconds + 301_000)")
        }
        bench.partner.replies { ids in
            if ids.contains("e5") {
                bench.clock.jump(to: bench.clock.monotonic().advanced(by: .seconds(200)))
            }
            return .take(status: 200)
        }
        #expect(try await bench.run()?.pending == 0)
        #expect(asked.withLock { $0 } == 2)
    }

    @Test func aRefusedSessionIsExchangedAgainBeforeThePause() async throws {
        let bench = try await bench(exchange: true)
        let asked = Mutex(0)
        bench.partner.answers { request in
            guard request.target.pathAndQuery == "/exchange" else {
                return request.value(of: "x-session") == "s1" ? .words("", status: 401) : nil
            }
            return .words("s\(asked.withLock { $0 += 1; return $0 }) 1900000000000")
        }
        #expect(try await bench.run()?.pending == 0)
        #expect(asked.withLock { $0 } >= 2)
    }

    @Test func anExchangeThatIsRefusedPausesTheCurrent() async throws {
        let bench = try await bench(exchange: true)
        bench.partner.answers { $0.target.pathAndQuery == "/exchange" ? .words("", status: 403) : nil }
        #expect(try await bench.run()?.pending == 40)
        #expect(try await cause(bench) == "credentials_invalid")
        #expect(bench.partner.requests.isEmpty)
    }

    @Test func anExchangeThatFailsForAWhileIsTriedAgain() async throws {
        let bench = try await bench(exchange: true)
        let asked = Mutex(0)
        bench.partner.answers { request in
            guard request.target.pathAndQuery == "/exchange" else { return nil }
            return asked.withLock {
                $0 += 1; return $0
            } < 4 ? .words("", status: 503) : .words("s 1900000000000")
        }
        #expect(try await bench.run()?.pending == 0)
        try await verify(bench)
    }

    // MARK: Resources

    @Test func nothingIsSentWhileTheResourceIsPending() async throws {
        let bench = try await bench(resource: true)
        let status = Mutex("pending 1800000000000 1800600000000")
        bench.partner.answers { $0.target.pathAndQuery == "/look" ? .words(status.withLock { $0 }) : nil }
        let report = try #require(try await bench.run())
        #expect(report.pending == 40)
        #expect(report.currents.first?.remainder?.due == nil)
        #expect(bench.partner.requests.isEmpty)
        #expect(try await cause(bench) == "pending_association")
        let record = try #require(try await bench.ledger().resources().first)
        #expect(record.status == "pending")
        #expect(record.expires == WallInstant(milliseconds: 1_800_600_000_000))
        status.withLock { $0 = "active" }
        #expect(try await bench.run()?.pending == 0)
        #expect(try await cause(bench) == nil)
        #expect(try await bench.ledger().resources().first?.status == "active")
        try await verify(bench)
    }

    @Test func aResourceThatIsPendingAgainIsNoticedBeforeTheNextRequest() async throws {
        let bench = try await bench(resource: true, events: 20)
        let status = Mutex("active")
        bench.partner.answers { $0.target.pathAndQuery == "/look" ? .words(status.withLock { $0 }) : nil }
        #expect(try await bench.run()?.pending == 0)
        status.withLock { $0 = "pending" }
        try bench.append((0..<5).map { EngineBench.event("later\($0)") })
        #expect(try await bench.run()?.pending == 5)
        #expect(bench.partner.counts.count == 20)
    }

    @Test(arguments: ["missing", "deleted", "pending 1700000000000", "pending 1799999999000 1799999999999"])
    func aResourceThatIsGoneWaitsForAnApply(state: String) async throws {
        let bench = try await bench(resource: true)
        bench.partner.answers { $0.target.pathAndQuery == "/look" ? .words(state) : nil }
        #expect(try await bench.run()?.pending == 40)
        #expect(try await cause(bench) == "needs_recreate")
        #expect(bench.partner.requests.isEmpty)
    }

    @Test func aStateOnALaterPageIsFound() async throws {
        let bench = try await bench(resource: true)
        bench.partner.answers { request in
            switch request.target.pathAndQuery {
            case "/look": .words("next two")
            case "/look?two": .words("active")
            default: nil
            }
        }
        #expect(try await bench.run()?.pending == 0)
    }

    @Test func aLookThatTakesLongCountsAllTheSame() async throws {
        let bench = try await bench(resource: true)
        let looks = Mutex(0)
        bench.partner.answers { request in
            guard request.target.pathAndQuery == "/look" else { return nil }
            looks.withLock { $0 += 1 }
            bench.clock.jump(to: bench.clock.monotonic().advanced(by: .seconds(7)))
            return .words("active")
        }
        #expect(try await bench.run()?.pending == 0)
        #expect(looks.withLock { $0 } <= 10)
    }

    @Test func credentialsThatLiveShortlyAreExchangedInTime() async throws {
        let bench = try await bench(exchange: true)
        bench.partner.answers { request in
            guard request.target.pathAndQuery == "/exchange" else { return nil }
            return .words("s \(bench.clock.wall().milliseconds + 20_000)")
        }
        #expect(try await bench.run()?.pending == 0)
    }

    @Test func credentialsThatCameTooLateAreAskedForAgainLater() async throws {
        let bench = try await bench(exchange: true)
        let asked = Mutex(0)
        bench.partner.answers { request in
            guard request.target.pathAndQuery == "/exchange" else { return nil }
            let isEarly =
                asked.withLock {
                    $0 += 1; return $0
                } < 4
            return .words("s \(bench.clock.wall().milliseconds + (isEarly ? -1 : 900_000))")
        }
        #expect(try await bench.run()?.pending == 0)
        #expect(asked.withLock { $0 } == 4)
    }

    @Test func aListingWithoutEndIsGivenUp() async throws {
        let bench = try await bench(resource: true)
        bench.partner.answers { $0.target.pathAndQuery.hasPrefix("/look") ? .words("next more") : nil }
        #expect(try await bench.run()?.pending == 40)
        #expect(try await cause(bench) == "misconfigured")
    }

    // MARK: Clocks

    @Test func requestsAreSignedByThePartnersClock() async throws {
        let bench = try await bench()
        let times = Mutex<[Int64]>([])
        bench.partner.answers { request in
            let time = request.value(of: "x-time").flatMap { Int64($0) } ?? 0
            times.withLock { $0.append(time) }
            // 2026-11-20T12:00:00Z, 59 days before the clock of the bench.
            let isRight = time < 1_796_000_000_000
            return isRight
                ? nil : .words("skew", status: 400, headers: [("date", "Fri, 20 Nov 2026 12:00:00 GMT")])
        }
        #expect(try await bench.run()?.pending == 0)
        #expect(times.withLock { $0.last } ?? 0 < 1_796_000_000_000)
    }

    @Test func aPartnerThatBlamesARightClockMeansTheKey() async throws {
        let bench = try await bench()
        bench.partner.answers { _ in
            .words("skew", status: 400, headers: [("date", "Fri, 15 Jan 2027 08:00:00 GMT")])
        }
        #expect(try await bench.run()?.pending == 40)
        #expect(try await cause(bench) == "credentials_invalid")
    }

    // MARK: Judgements on single events

    @Test func eventsRefusedByNameAreSetAsideAndTheRestIsSentAtOnce() async throws {
        let bench = try await bench()
        bench.partner.answers { request in
            let text = request.body.map { String(buffer: $0) }.joined()
            return text.contains("\"e3\"") ? .words("reject e3", status: 400) : nil
        }
        let report = try #require(try await bench.run())
        #expect(report.currents.first?.counts.deadLettered == [.rejectedByPartner: 1])
        #expect(report.currents.first?.counts.delivered == 39)
    }

    @Test func anAnswerNobodyDocumentsIsTriedAFewTimes() async throws {
        let bench = try await bench(events: 3)
        let asked = Mutex(0)
        bench.partner.answers { _ in
            asked.withLock { $0 += 1 }
            return .words("unclear")
        }
        let report = try #require(try await bench.run())
        #expect(report.currents.first?.counts.deadLettered == [.retryExhausted: 3])
        #expect(asked.withLock { $0 } == 6)
        try await verify(bench)
    }

    @Test func eventsRefusedForTheKeyPauseTheCurrentOnceConfirmed() async throws {
        let bench = try await bench(events: 3)
        let asked = Mutex(0)
        bench.partner.answers { _ in
            asked.withLock { $0 += 1 }
            return .words("denied")
        }
        #expect(try await bench.run()?.pending == 3)
        #expect(try await cause(bench) == "credentials_invalid")
        // Once more before the pause; later requests are probes.
        #expect(asked.withLock { $0 } >= 2)
    }
}
