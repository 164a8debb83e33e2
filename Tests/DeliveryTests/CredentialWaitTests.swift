import Foundation
import Ledger
import Machine
import Plans
import Synchronization
import Testing

@testable import Delivery

@Suite("Credentials that have to be waited for")
struct CredentialWaitTests {
    /// Prints what a closure says, each time it is asked.
    struct Program: SecretStore {
        var print: @Sendable () throws(SecretFailure) -> String

        func secret(fromEnvironment name: String) throws(SecretFailure) -> SecretValue {
            throw .missing(.environment(name))
        }
        func secret(fromFile path: String) throws(SecretFailure) -> SecretValue {
            throw .missing(.file(path))
        }
        func secret(fromCommand words: [String]) throws(SecretFailure) -> SecretValue {
            SecretValue(try print())
        }
    }

    private func bench(_ print: @escaping @Sendable () throws(SecretFailure) -> String) async throws
        -> EngineBench
    {
        let bench = try EngineBench()
        bench.secrets = Program(print: print)
        bench.plan.credentials = ["bearerToken": .command(["op", "read"])]
        bench.plan.formatVersion = 2
        try bench.write((0..<40).map { EngineBench.event("e\($0)") })
        try await bench.apply([bench.plan])
        return bench
    }

    private func cause(_ bench: EngineBench) async throws -> String? {
        guard case .paused(let cause, _, _)? = try await bench.ledger().progress(of: "demo")?.condition else {
            return nil
        }
        return cause
    }

    @Test func batchesLeaveOnceTheProgramHasEnded() async throws {
        let runs = Mutex(0)
        let bench = try await bench {
            runs.withLock { $0 += 1 }
            return "key-one"
        }
        let tokens = Mutex<Set<String>>([])
        bench.partner.answers { request in
            _ = tokens.withLock { $0.insert(request.value(of: "Authorization") ?? "") }
            return nil
        }
        #expect(try await bench.run()?.pending == 0)
        #expect(bench.partner.counts.count == 40)
        #expect(tokens.withLock { $0 } == ["Bearer key-one"])
        #expect(runs.withLock { $0 } == 1)
    }

    @Test func aProgramThatFailsPausesTheCurrentAndLosesNothing() async throws {
        let isBroken = Mutex(true)
        let bench = try await bench { () throws(SecretFailure) in
            if isBroken.withLock({ $0 }) { throw .exited(.command("op"), status: 3) }
            return "key"
        }
        let report = try #require(try await bench.run())
        #expect(report.pending == 40)
        #expect(try await cause(bench) == "credentials_missing")
        let reason = report.currents.first?.remainder?.reason ?? ""
        #expect(reason.contains("credential 'bearerToken': command 'op' ended with status 3"), "\(reason)")
        #expect(bench.partner.requests.isEmpty)
        isBroken.withLock { $0 = false }
        #expect(try await bench.run()?.pending == 0)
        #expect(try await cause(bench) == nil)
    }

    @Test func aProgramThatTakesLongHoldsUpNobodyElse() async throws {
        let partner = Mutex<ScriptedPartner?>(nil)
        let seen = Mutex(0)
        let bench = try await bench {
            // The other current delivers everything while this program runs, or the test fails at the deadline.
            let deadline = ContinuousClock.now + .seconds(60)
            while ContinuousClock.now < deadline {
                let taken = partner.withLock { $0 }?.counts.count ?? 0
                seen.withLock { $0 = taken }
                if taken == 40 { break }
                sched_yield()
            }
            return "key"
        }
        partner.withLock { $0 = bench.partner }
        var other = bench.plan
        other.current = "other"
        other.credentials = [:]
        try await bench.apply([bench.plan, other])
        #expect(try await bench.run()?.pending == 0)
        #expect(seen.withLock { $0 } == 40)
        #expect(bench.partner.counts.values.allSatisfy { $0 == 2 })
    }

    @Test func theKeyOfHashesIsACredentialLikeAnyOther() async throws {
        let bench = try await bench { () throws(SecretFailure) in throw .exited(.command("op"), status: 4) }
        bench.plan.credentials = [:]
        bench.plan.hashKey = .command(["op"])
        try await bench.apply([bench.plan])
        let report = try #require(try await bench.run())
        #expect(report.pending == 40)
        let reason = report.currents.first?.remainder?.reason ?? ""
        #expect(reason.contains("credential 'hashKey': command 'op' ended with status 4"), "\(reason)")
    }

    @Test func aRefusedSecretIsFetchedAgain() async throws {
        let runs = Mutex(0)
        let bench = try await bench { "key-\(runs.withLock { $0 += 1; return $0 })" }
        bench.partner.answers { request in
            request.value(of: "Authorization") == "Bearer key-1" ? .words("", status: 401) : nil
        }
        #expect(try await bench.run()?.pending == 0)
        #expect(runs.withLock { $0 } == 2)
    }

    @Test func theSetUpOfAnApplyWaitsForTheProgram() async throws {
        let bench = try await bench { "key" }
        let connector = try bench.connector(bench.plan)
        let setUp = PartnerSetUp(
            plan: bench.plan,
            connector: connector,
            over: bench.partner,
            secrets: try #require(bench.secrets),
            clock: bench.clock,
            sleep: { _ in }
        )
        #expect(await setUp.run() == .ready)
        let failing = PartnerSetUp(
            plan: bench.plan,
            connector: connector,
            over: bench.partner,
            secrets: Program { () throws(SecretFailure) in
                throw .timedOut(.command("op"), after: .seconds(30))
            },
            clock: bench.clock,
            sleep: { _ in }
        )
        #expect(
            await failing.run()
                == .failed(
                    "credential 'bearerToken': command 'op' took longer than 30 s and was ended",
                    .credentialsMissing
                )
        )
    }

    /// How many work at a time.
    final class Gauge: Sendable {
        private let state = Mutex((now: 0, most: 0))
        var now: Int { state.withLock { $0.now } }
        var most: Int { state.withLock { $0.most } }

        func work() {
            state.withLock { state in
                state.now += 1
                state.most = max(state.most, state.now)
            }
            sched_yield()
            state.withLock { $0.now -= 1 }
        }
    }

    @Test func workThatBlocksWaitsForAThread() async {
        let line = BlockingLine(width: 2)
        let gauge = Gauge()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    await withCheckedContinuation { continuation in
                        line.start {
                            gauge.work()
                            continuation.resume()
                        }
                    }
                }
            }
        }
        #expect(gauge.most <= 2)
        #expect(gauge.now == 0)
    }
}
