import Diagnostics
import Machine
import Plans
import Testing

@testable import Ledger

@Suite("Applied plans")
struct PlanTests {
    let scratch: StateScratch
    let ledger: Ledger

    init() throws {
        scratch = try StateScratch()
        ledger = try scratch.open()
    }

    /// Applies `amplitude`, which then has delivered 3 of 5 events and set one aside.
    private func applyAndDeliver() async throws -> CurrentProgress {
        _ = try await ledger.apply(PlanChanges(plans: [plan()], at: noon))
        var progress = current(delivered: 3)
        progress.deadLettered = [.rejectedByPartner: 1]
        let commit = LedgerCommit(
            sources: [source(accepted: 5)],
            currents: [progress],
            deadLetters: [letter("a")]
        )
        try await ledger.commit(commit)
        return try #require(try await ledger.progress(of: "amplitude"))
    }

    private func remove(_ onRemove: PlanChanges.OnRemove) async throws -> ApplyOutcome {
        try await ledger.apply(PlanChanges(removals: ["amplitude"], onRemove: onRemove, at: noon))
    }

    @Test func comeIntoForceTogetherUnderOneSerial() async throws {
        let outcome = try await ledger.apply(PlanChanges(plans: [plan("b"), plan("a")], at: noon))
        #expect(outcome == .applied(serial: 1))
        let plans = try await ledger.appliedPlans()
        #expect(plans.map(\.name) == ["a", "b"])
        #expect(plans.map(\.json) == [plan("a").json, plan("b").json])
        #expect(plans.allSatisfy { $0.serial == 1 && $0.appliedAt == noon && !$0.isDraining })
    }

    @Test func applyingAgainChangesNothing() async throws {
        let changes = PlanChanges(plans: [plan()], removals: ["unknown"], at: noon)
        #expect(try await ledger.apply(changes) == .applied(serial: 1))
        #expect(try await ledger.apply(changes) == .applied(serial: 1))
        #expect(try await ledger.planRecords().count == 1)
    }

    @Test func bringTheShapesOfTheirTypesAlong() async throws {
        let shapes = ["00": "{}", "01": "[]"]
        _ = try await ledger.apply(PlanChanges(plans: [plan()], at: noon, shapes: shapes))
        #expect(try await ledger.shapes() == shapes)
        let again = PlanChanges(plans: [plan()], at: noon, shapes: ["01": "other", "02": "1"])
        #expect(try await ledger.apply(again) == .applied(serial: 1), "a shape more changes nothing in force")
        #expect(try await scratch.open(.read).shapes() == ["00": "{}", "01": "[]", "02": "1"])
    }

    @Test func refusedChangesBringNoShapes() async throws {
        _ = try await ledger.apply(PlanChanges(plans: [plan()], at: noon, shapes: ["00": "{}"])) { _ in false
        }
        #expect(try await ledger.shapes().isEmpty)
    }

    @Test func theirDigestsAreNeverForgotten() async throws {
        for digest in ["1", "2"] {
            _ = try await ledger.apply(PlanChanges(plans: [plan("a", digest)], at: noon))
        }
        _ = try await ledger.apply(PlanChanges(removals: ["a"], at: noon))
        #expect(try await ledger.appliedDigests() == ["1", "2"])
    }

    @Test func earlierPlansAreKept() async throws {
        for digest in ["1", "2", "3"] {
            _ = try await ledger.apply(PlanChanges(plans: [plan("a", digest)], at: noon))
        }
        _ = try await ledger.apply(PlanChanges(removals: ["a"], at: noon))
        let records = try await ledger.planRecords(of: "a")
        #expect(records.map(\.digest) == ["3", "3", "2", "1"])
        #expect(records.map(\.action) == [.removed, .applied, .applied, .applied])
        #expect(records.map(\.serial) == [4, 3, 2, 1])
    }

    @Test func aBaseThatHasMovedIsRefusedWhole() async throws {
        _ = try await ledger.apply(PlanChanges(plans: [plan()], at: noon))
        let outcome = try await ledger.apply(PlanChanges(plans: [plan("b")], at: noon)) { $0.isEmpty }
        #expect(outcome == .refused([.baseMoved]))
        #expect(ApplyRefusal.baseMoved.diagnostic.code == "CUR501")
        #expect(try await ledger.appliedPlans().map(\.name) == ["amplitude"])
        #expect(try await ledger.planSerial() == 1)
    }

    @Test func aReceiptTellsTheRunnerThatPlansHaveChanged() async throws {
        let before = try await ledger.commit(LedgerCommit(sources: [source(accepted: 1)]))
        _ = try await scratch.open().apply(PlanChanges(plans: [plan()], at: noon))
        let after = try await ledger.commit(LedgerCommit(sources: [source(accepted: 2)]))
        #expect((before.planSerial, after.planSerial) == (0, 1))
    }

    @Test func aRenamedCurrentKeepsItsBooks() async throws {
        let before = try await applyAndDeliver()
        let changes = PlanChanges(
            plans: [plan("amplitude-eu")],
            renames: [.init(from: "amplitude", to: "amplitude-eu")],
            at: noon
        )
        #expect(try await ledger.apply(changes) == .applied(serial: 2))
        var expected = before
        expected.current = "amplitude-eu"
        #expect(try await ledger.allProgress() == [expected])
        #expect(try await ledger.deadLetters(current: "amplitude-eu", limit: 9).count == 1)
        #expect(try await ledger.appliedPlans().map(\.name) == ["amplitude-eu"])
        #expect(try await ledger.apply(changes) == .applied(serial: 2))
    }

    @Test func aRunnerThatHasNotHeardOfARenameStillReachesTheBook() async throws {
        var progress = try await applyAndDeliver()
        let rename = PlanChanges.Rename(from: "amplitude", to: "other")
        _ = try await ledger.apply(PlanChanges(renames: [rename], at: noon))
        progress.delivered = 4
        try await ledger.commit(LedgerCommit(currents: [progress]))
        #expect(try await ledger.progress(of: "other")?.delivered == 4)
        #expect(try await ledger.progress(of: "amplitude") == nil)
    }

    @Test func currentsMaySwapNames() async throws {
        _ = try await ledger.apply(PlanChanges(plans: [plan("a", "1"), plan("b", "2")], at: noon))
        let commit = LedgerCommit(
            sources: [source(accepted: 5)],
            currents: [current("a", delivered: 1), current("b", delivered: 2)]
        )
        try await ledger.commit(commit)
        let renames = [PlanChanges.Rename(from: "a", to: "b"), .init(from: "b", to: "a")]
        _ = try await ledger.apply(PlanChanges(renames: renames, at: noon))
        #expect(try await ledger.progress(of: "a")?.delivered == 2)
        #expect(try await ledger.appliedPlans().map(\.digest) == ["2", "1"])
    }

    @Test func aRenameOntoAnotherCurrentIsRefused() async throws {
        _ = try await ledger.apply(PlanChanges(plans: [plan("a"), plan("b"), plan("c")], at: noon))
        let onto = PlanChanges(renames: [.init(from: "a", to: "b")], at: noon)
        #expect(try await ledger.apply(onto) == .refused([.nameTaken(from: "a", to: "b")]))
        let both = PlanChanges(renames: [.init(from: "a", to: "d"), .init(from: "b", to: "d")], at: noon)
        #expect(try await ledger.apply(both) == .refused([.nameTaken(from: "b", to: "d")]))
        let freed = PlanChanges(renames: [.init(from: "a", to: "b")], removals: ["b"], at: noon)
        #expect(try await ledger.apply(freed) == .applied(serial: 2))
    }

    @Test func pendingEventsKeepACurrentFromBeingRemoved() async throws {
        _ = try await applyAndDeliver()
        let refusal = ApplyRefusal.eventsPending(current: "amplitude", count: 1)
        #expect(try await remove(.refuse) == .refused([refusal]))
        #expect(refusal.diagnostic.code == "CUR612")
        #expect(try await ledger.appliedPlans().count == 1)
    }

    @Test func aRemovedCurrentMayGiveItsPendingEventsUp() async throws {
        var progress = try await applyAndDeliver()
        #expect(try await remove(.deadLetter) == .applied(serial: 2))
        #expect(try await ledger.allProgress().isEmpty)
        let removed = try #require(try await ledger.totals().removed.first)
        #expect((removed.taken, removed.delivered, removed.deadLettered, removed.pending) == (5, 3, 2, 0))
        // What the runner had under way no longer counts, and its source goes on without touching the closed book.
        progress.delivered = 4
        let late = LedgerCommit(
            sources: [source(accepted: 9)],
            currents: [progress],
            deadLetters: [letter("late")]
        )
        #expect(try await ledger.commit(late).closed == ["amplitude"])
        #expect(try await ledger.totals().removed == [removed])
        #expect(try await ledger.checkIdentities().isEmpty)
    }

    @Test func aNewCurrentOfAnOldNameStartsANewBook() async throws {
        _ = try await applyAndDeliver()
        _ = try await remove(.deadLetter)
        _ = try await ledger.apply(PlanChanges(plans: [plan()], at: noon))
        try await ledger.commit(LedgerCommit(currents: [current(delivered: 5)]))
        #expect(try await ledger.totals().currents.map(\.delivered) == [5])
        #expect(try await ledger.deadLetters(current: "amplitude", limit: 9).isEmpty)
        #expect(try await ledger.checkIdentities().isEmpty)
    }

    @Test func aDrainedCurrentGoesOnceNothingIsPending() async throws {
        var progress = try await applyAndDeliver()
        #expect(try await remove(.drain) == .applied(serial: 2))
        #expect(try await ledger.appliedPlans().isEmpty)
        #expect(try await ledger.drainingPlans().map(\.name) == ["amplitude"])
        #expect(try await ledger.finishDraining(of: "amplitude", at: noon) == false)

        // Later events of the source are not its own.
        progress.end = .init(position: 50, accepted: 5)
        try await ledger.commit(LedgerCommit(sources: [source(accepted: 9)], currents: [progress]))
        #expect(try await ledger.totals().currents.map(\.pending) == [1])
        progress.delivered = 4
        try await ledger.commit(LedgerCommit(currents: [progress]))
        #expect(try await ledger.finishDraining(of: "amplitude", at: noon) == true)
        #expect(try await ledger.drainingPlans().isEmpty)
        #expect(try await ledger.totals().removed.map(\.taken) == [5])
        #expect(try await ledger.checkIdentities().isEmpty)
    }

    @Test func aCurrentThatIsTakenBackWhileDrainedGoesOn() async throws {
        var progress = try await applyAndDeliver()
        _ = try await remove(.drain)
        progress.end = .init(position: 50, accepted: 5)
        try await ledger.commit(LedgerCommit(currents: [progress]))
        #expect(try await ledger.apply(PlanChanges(plans: [plan()], at: noon)) == .applied(serial: 3))
        try await ledger.commit(LedgerCommit(sources: [source(accepted: 9)], currents: [progress]))
        #expect(try await ledger.progress(of: "amplitude")?.end == nil)
        #expect(try await ledger.totals().currents.map(\.pending) == [5])
    }

    @Test func onlyADrainedCurrentIsFinished() async throws {
        _ = try await ledger.apply(PlanChanges(plans: [plan()], at: noon))
        #expect(try await ledger.finishDraining(of: "amplitude", at: noon) == false)
        #expect(try await ledger.appliedPlans().count == 1)
    }
}
