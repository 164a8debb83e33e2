import GRDB
import Machine
import Plans
import Testing

@testable import Ledger

@Suite("The books of a ledger")
struct IdentityTests {
    let scratch: StateScratch
    let ledger: Ledger

    init() throws {
        scratch = try StateScratch()
        ledger = try scratch.open()
    }

    /// A sound ledger, changed behind its back, and what the check says then.
    private func problems(after sql: String) async throws -> [String] {
        var progress = current(delivered: 3)
        progress.deadLettered = [.rejectedByPartner: 1]
        progress.finished = [40..<50]
        let state = SourceState(
            name: "events",
            segments: [
                SourceSegment(
                    base: 0,
                    path: "a",
                    device: 1,
                    inode: 1,
                    fingerprint: [],
                    fingerprintLength: 0,
                    length: 60
                )
            ],
            received: 6,
            accepted: 5,
            refused: 1,
            head: 60
        )
        let line = RefusedLine(source: "events", position: 50, length: 10, reason: .notJSON, at: noon)
        let commit = LedgerCommit(
            sources: [state],
            currents: [progress],
            deadLetters: [letter("a", at: 30)],
            refused: [line]
        )
        try await ledger.commit(commit)
        #expect(try await ledger.checkIdentities().isEmpty)
        try await ledger.write { try $0.execute(sql: sql) }
        return try await ledger.checkIdentities()
    }

    @Test(
        arguments: [
            (
                "UPDATE source SET received = 9",
                "source 'events': received is not accepted + duplicate + refused"
            ),
            ("DELETE FROM refused_line", "source 'events': 1 lines are counted as refused and 0 are kept"),
            ("UPDATE source SET head = 55", "source 'events': a segment ends above the head"),
            ("UPDATE segment SET base = -1", "source 'events', segment at -1: overlaps the one before"),
            (
                "UPDATE segment SET received = 2",
                "source 'events', segment at 0: received is not accepted + duplicate + refused"
            ),
            ("UPDATE book SET delivered = 5", "current 'amplitude': has a count below zero"),
            ("UPDATE book SET start = 31", "current 'amplitude': is before its start"),
            ("UPDATE book SET position = 51", "current 'amplitude': is above the head of source 'events'"),
            (
                "DELETE FROM dead_letter",
                "current 'amplitude', reason rejected_by_partner: 1 dead letters are counted and 0 are kept"
            ),
            (
                "DELETE FROM tally",
                "current 'amplitude', reason rejected_by_partner: 0 dead letters are counted and 1 are kept"
            ),
            (
                "UPDATE dead_letter SET replay = 'requested'",
                "current 'amplitude': 0 replays are counted and 1 letters are marked"
            ),
            (
                "UPDATE book SET closed_at = 1, closed_taken = 7",
                "removed current 'amplitude': its book does not close"
            ),
        ]
    )
    func areFoundOutWhenTheyDoNotAddUp(_ sql: String, _ problem: String) async throws {
        #expect(try await problems(after: sql) == [problem])
    }

    /// Random work of two currents on one source, killed and opened again now and then.
    @Test(arguments: 0..<12 as Range<UInt64>)
    func addUpAfterEveryCommitAndEveryKill(_ seed: UInt64) async throws {
        var work = RandomWork(seed: seed)
        var scratch = scratch
        var ledger = ledger
        _ = try await ledger.apply(PlanChanges(plans: [plan("a"), plan("b")], at: noon))
        for step in 0..<40 {
            let commit = work.next()
            try await ledger.commit(commit)
            if work.happens(oneIn: 6) { work.marked += try await ledger.markForReplay(.current("a")) }
            if work.happens(oneIn: 8) {
                scratch = try scratch.afterKill()
                ledger = try scratch.open()
            }
            #expect(try await ledger.checkIdentities().isEmpty, "seed \(seed), step \(step)")
            let totals = try await ledger.totals()
            #expect(totals.sources.map(\.accepted) == [work.source.accepted])
            for (totals, progress) in zip(totals.currents, work.currents) {
                let replayed = progress.current == "a" ? Int64(work.marked) : 0
                #expect(totals.taken == work.source.accepted + replayed)
                #expect(totals.pending == totals.taken - progress.terminal)
            }
        }
    }
}

/// Makes up commits that a runner could make.
private struct RandomWork {
    var source = SourceState(name: "events")
    var currents = ["a", "b"].map { CurrentProgress(current: $0, source: "events", planDigest: "sha256:1") }
    var marked = 0
    private var random: RandomSource

    init(seed: UInt64) { random = RandomSource(seed: seed) }

    mutating func happens(oneIn chances: Int) -> Bool { Int.random(in: 1...chances, using: &random) == 1 }

    mutating func next() -> LedgerCommit {
        var commit = LedgerCommit()
        receive(into: &commit)
        for index in currents.indices { deliver(index, into: &commit) }
        commit.sources = [source]
        commit.currents = currents
        return commit
    }

    private mutating func receive(into commit: inout LedgerCommit) {
        for _ in 0..<Int.random(in: 0...20, using: &random) {
            source.received += 1
            if happens(oneIn: 7) {
                source.refused += 1
                let position = source.head
                commit.refused.append(
                    RefusedLine(source: "events", position: position, length: 10, reason: .noID, at: noon)
                )
            } else if happens(oneIn: 9) {
                source.duplicate += 1
            } else {
                source.accepted += 1
            }
            source.head += 10
        }
    }

    private mutating func deliver(_ index: Int, into commit: inout LedgerCommit) {
        let name = currents[index].current
        for _ in 0..<Int.random(in: 0...20, using: &random) where currents[index].terminal < source.accepted {
            switch Int.random(in: 0..<10, using: &random) {
            case 0: currents[index].filtered[.notSelected, default: 0] += 1
            case 1:
                currents[index].deadLettered[.rejectedByPartner, default: 0] += 1
                commit.deadLetters.append(letter("x", of: name, at: currents[index].position))
            default: currents[index].delivered += 1
            }
        }
        currents[index].position = currents[index].terminal * 10
    }
}
