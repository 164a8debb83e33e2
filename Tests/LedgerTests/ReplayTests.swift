import Machine
import Plans
import Testing

@testable import Ledger

@Suite("Dead letters and their replay")
struct ReplayTests {
    let scratch: StateScratch
    let ledger: Ledger

    init() throws {
        scratch = try StateScratch()
        ledger = try scratch.open()
    }

    /// A current that delivered 2 of 5 events and set the others aside, one of them without its body.
    private func setThreeAside() async throws -> CurrentProgress {
        var progress = current(delivered: 2)
        progress.position = 50
        progress.deadLettered = [.rejectedByPartner: 3]
        var tombstone = letter("c", at: 40)
        tombstone.body = nil
        let letters = [letter("a", at: 20), letter("b", at: 30), tombstone]
        let commit = LedgerCommit(sources: [source(accepted: 5)], currents: [progress], deadLetters: letters)
        try await ledger.commit(commit)
        return try #require(try await ledger.progress(of: "amplitude"))
    }

    @Test func areReadInOrderAndOnFromAnEarlierAnswer() async throws {
        _ = try await setThreeAside()
        let first = try await ledger.deadLetters(current: "amplitude", limit: 2)
        #expect(first.map(\.position) == [20, 30])
        let rest = try await ledger.deadLetters(current: "amplitude", limit: 2, after: first.last?.id ?? 0)
        #expect(rest.map(\.position) == [40])
        #expect(try await ledger.deadLetters(current: "other", limit: 9).isEmpty)
        let one = try #require(first.first)
        #expect(try await ledger.deadLetter(id: one.id) == one)
        #expect(one.body == Array(#"{"id":"a"}"#.utf8))
        #expect(one.status == 400)
        #expect(try await ledger.deadLetter(id: 99) == nil)
    }

    @Test func countAsNewEventsFromTheMomentOfTheMark() async throws {
        _ = try await setThreeAside()
        #expect(try await ledger.markForReplay(.current("amplitude")) == 2)
        let totals = try #require(try await ledger.totals().currents.first)
        #expect((totals.taken, totals.pending, totals.deadLettered) == (7, 2, 3))
        #expect(try await ledger.pendingReplays(current: "amplitude", limit: 9).map(\.position) == [20, 30])
        #expect(try await ledger.checkIdentities().isEmpty)
    }

    @Test func areTakenOnceHoweverOftenTheyAreMarked() async throws {
        _ = try await setThreeAside()
        let ids = try await ledger.deadLetters(limit: 9).map(\.id)
        #expect(try await ledger.markForReplay(.letters([ids[0], ids[0], 99])) == 1)
        #expect(try await ledger.markForReplay(.letters(ids)) == 1)
        #expect(try await ledger.markForReplay(.current("amplitude")) == 0)
        #expect(try await ledger.progress(of: "amplitude")?.replayedIn == 2)
    }

    @Test func aRunnerThatHasNotHeardOfAMarkDoesNotUndoIt() async throws {
        let progress = try await setThreeAside()
        _ = try await scratch.open().markForReplay(.current("amplitude"))
        try await ledger.commit(LedgerCommit(currents: [progress]))
        #expect(try await ledger.progress(of: "amplitude")?.replayedIn == 2)
    }

    @Test func endInTheCommitThatCountsThem() async throws {
        var progress = try await setThreeAside()
        _ = try await ledger.markForReplay(.current("amplitude"))
        let marked = try await ledger.pendingReplays(current: "amplitude", limit: 9)
        progress.delivered += 1
        progress.deadLettered[.rejectedByPartner] = 4
        var again = letter("b", at: 30)
        again.replayOf = marked[1].id
        let commit = LedgerCommit(
            currents: [progress],
            deadLetters: [again],
            finishedReplays: [
                ReplayResult(deadLetter: marked[0].id, fate: .delivered),
                ReplayResult(deadLetter: marked[1].id, fate: .deadLettered(.rejectedByPartner)),
            ]
        )
        try await ledger.commit(commit)
        let letters = try await ledger.deadLetters(limit: 9)
        let expected: [ReplayState] = [
            .finished(outcome: "delivered"), .finished(outcome: "dead_lettered"), .none, .none,
        ]
        #expect(letters.map(\.replay) == expected)
        #expect(letters.last?.replayOf == marked[1].id)
        #expect(try await ledger.pendingReplays(current: "amplitude", limit: 9).isEmpty)
        #expect(try await ledger.totals().currents.map(\.pending) == [0])
        #expect(try await ledger.checkIdentities().isEmpty)
        #expect(try await ledger.markForReplay(.current("amplitude")) == 1)
    }

    @Test func closeWithTheirCurrent() async throws {
        _ = try await ledger.apply(PlanChanges(plans: [plan()], at: noon))
        _ = try await setThreeAside()
        _ = try await ledger.markForReplay(.current("amplitude"))
        let changes = PlanChanges(removals: ["amplitude"], onRemove: .deadLetter, at: noon)
        _ = try await ledger.apply(changes)
        #expect(try await ledger.deadLetter(id: 1)?.replay == .closed)
        #expect(try await ledger.markForReplay(.letters([3])) == 0)
        let removed = try #require(try await ledger.totals().removed.first)
        #expect((removed.taken, removed.delivered, removed.deadLettered, removed.pending) == (7, 2, 5, 0))
        #expect(try await ledger.checkIdentities().isEmpty)
    }
}
