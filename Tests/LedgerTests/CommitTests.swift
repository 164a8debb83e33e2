import GRDB
import Machine
import Plans
import Testing

@testable import Ledger

@Suite("Committing to a ledger")
struct CommitTests {
    let scratch: StateScratch

    init() throws { scratch = try StateScratch() }

    private var wholeSource: SourceState {
        let segment = SourceSegment(
            base: 0,
            path: "/var/log/events.jsonl.1",
            device: .max,
            inode: 1 << 63,
            fingerprint: [0, 255, 1],
            fingerprintLength: 256,
            length: 100,
            isClosed: true,
            received: 12,
            accepted: 9,
            refused: 2,
            duplicate: 1
        )
        let next = SourceSegment(
            base: 100,
            path: "b",
            device: 1,
            inode: 2,
            fingerprint: [],
            fingerprintLength: 0
        )
        return SourceState(
            name: "events",
            segments: [segment, next],
            received: 12,
            accepted: 9,
            duplicate: 1,
            refused: 2,
            head: 100
        )
    }

    private var wholeProgress: CurrentProgress {
        CurrentProgress(
            current: "amplitude",
            source: "events",
            start: 10,
            acceptedBeforeStart: 1,
            position: 30,
            finished: [40..<50, 60..<70],
            delivered: 3,
            filtered: [.notSelected: 1, .noIdentity: 1],
            deadLettered: [.oversize: 1],
            planDigest: "sha256:1",
            condition: .paused(cause: "credentials_invalid", since: noon, detail: "401")
        )
    }

    private var oversize: NewDeadLetter {
        var letter = letter("a", at: 40)
        letter.reason = .oversize
        letter.status = nil
        letter.body = nil
        return letter
    }

    private func problem(_ commit: LedgerCommit) async throws -> LedgerProblem? {
        let ledger = try scratch.open()
        return await #expect(throws: LedgerProblem.self) { try await ledger.commit(commit) }
    }

    @Test func readsBackWhatItWrote() async throws {
        let lines = [
            RefusedLine(
                source: "events",
                position: 0,
                length: 3,
                reason: .notJSON,
                bytes: [0, 1, 2],
                at: noon
            ),
            RefusedLine(source: "events", position: 3, length: 9, reason: .lineTooLong, at: noon),
        ]
        let commit = LedgerCommit(
            sources: [wholeSource],
            currents: [wholeProgress],
            deadLetters: [oversize],
            refused: lines
        )
        let receipt = try await scratch.open().commit(commit)
        let ledger = try scratch.open(.read)
        #expect(try await ledger.sourceState(named: "events") == wholeSource)
        var expected = wholeProgress
        expected.book = receipt.books["amplitude"]
        #expect(try await ledger.progress(of: "amplitude") == expected)
        #expect(try await ledger.allProgress() == [expected])
        #expect(try await ledger.refusedLines(source: "events", limit: 9) == lines)
        #expect(try await ledger.refusedLines(source: "events", limit: 9, offset: 1) == [lines[1]])
        #expect(try await ledger.checkIdentities().isEmpty)
        let letters = try await ledger.deadLetters(limit: 9)
        #expect(letters.map(\.eventID) == [[97]])
        #expect(letters.first?.body == nil)
        #expect(letters.first?.status == nil)
    }

    @Test func survivesAKillAfterIt() async throws {
        let ledger = try scratch.open()
        try await ledger.commit(
            LedgerCommit(sources: [source(accepted: 5)], currents: [current(delivered: 4)])
        )
        let killed = try scratch.afterKill()
        let again = try killed.open()
        #expect(try await again.progress(of: "amplitude")?.delivered == 4)
        #expect(try await again.totals().currents.map(\.pending) == [1])
    }

    @Test func aKillWithinLeavesNothingOfIt() async throws {
        let ledger = try scratch.open()
        try await ledger.commit(LedgerCommit(sources: [source(accepted: 5)]))
        let killed = try await ledger.write { [scratch] database in
            try SourceTable.write(source(accepted: 6), to: database)
            return try scratch.afterKill()
        }
        #expect(try await killed.open().sourceState(named: "events")?.accepted == 5)
        #expect(try await ledger.sourceState(named: "events")?.accepted == 6)
    }

    @Test func isMadeEvenWhenItsTaskIsCancelled() async throws {
        let ledger = try scratch.open()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            _ = try await ledger.commit(LedgerCommit(sources: [source(accepted: 5)]))
        }
        try await task.value
        #expect(try await ledger.sourceState(named: "events")?.accepted == 5)
    }

    @Test func refusesASourceThatDoesNotAddUp() async throws {
        var state = source(accepted: 5)
        state.received = 6
        #expect(try await problem(LedgerCommit(sources: [state]))?.code == "CUR611")
    }

    @Test func refusesMoreFatesThanEventsAndKeepsTheRestOut() async throws {
        let commit = LedgerCommit(sources: [source(accepted: 5)], currents: [current(delivered: 6)])
        #expect(try await problem(commit)?.code == "CUR611")
        #expect(try await scratch.open().sourceState(named: "events") == nil)
    }

    @Test func refusesFinishedStretchesOutOfOrder() async throws {
        var progress = current(delivered: 1)
        progress.finished = [30..<40, 20..<25]
        let commit = LedgerCommit(sources: [source(accepted: 5)], currents: [progress])
        #expect(try await problem(commit)?.code == "CUR611")
    }

    @Test func refusesALetterOfNobody() async throws {
        #expect(try await problem(LedgerCommit(deadLetters: [letter("a")]))?.code == "CUR611")
    }

    @Test func countsOnlyWhatWasAcceptedSinceTheStart() async throws {
        var progress = current(delivered: 1)
        progress.start = 30
        progress.acceptedBeforeStart = 3
        progress.position = 40
        let ledger = try scratch.open()
        try await ledger.commit(LedgerCommit(sources: [source(accepted: 5)], currents: [progress]))
        let totals = try #require(try await ledger.totals().currents.first)
        #expect(totals.taken == 2)
        #expect(totals.pending == 1)
        let read = try #require(try await ledger.progress(of: "amplitude"))
        #expect(read.pending(of: source(accepted: 5)) == 1)
    }

    @Test func damagedProgressIsAProblemAndNoCrash() async throws {
        let ledger = try scratch.open()
        try await ledger.commit(
            LedgerCommit(sources: [source(accepted: 5)], currents: [current(delivered: 1)])
        )
        try await ledger.write { try $0.execute(sql: "UPDATE book SET finished = x'80'") }
        let problem = await #expect(throws: LedgerProblem.self) {
            _ = try await ledger.progress(of: "amplitude")
        }
        #expect(problem?.code == "CUR604")
    }

    @Test func anUnknownReasonIsAProblemAndNoCrash() async throws {
        let ledger = try scratch.open()
        try await ledger.commit(
            LedgerCommit(sources: [source(accepted: 5)], currents: [current(delivered: 1)])
        )
        try await ledger.write { try $0.execute(sql: "INSERT INTO tally VALUES (1, 'filtered', 'whim', 1)") }
        let problem = await #expect(throws: LedgerProblem.self) { _ = try await ledger.allProgress() }
        #expect(problem?.code == "CUR604")
    }

    @Test func whatIsUnchangedIsNotWrittenAgain() async throws {
        let ledger = try scratch.open()
        let commit = LedgerCommit(sources: [wholeSource])
        try await ledger.commit(commit)
        let before = try await ledger.read { $0.totalChangesCount }
        try await ledger.commit(commit)
        #expect(try await ledger.read { $0.totalChangesCount } == before)
    }

    @Test func manyFinishedStretchesAreOneSmallValue() async throws {
        var progress = current(delivered: 500)
        progress.position = 0
        progress.finished = (0..<500).map { Int64($0) * 1000 + 500..<Int64($0) * 1000 + 900 }
        let ledger = try scratch.open()
        var state = source(accepted: 1000)
        state.head = 1_000_000
        try await ledger.commit(LedgerCommit(sources: [state], currents: [progress]))
        let size = try await ledger.read { try Int64.fetchOne($0, sql: "SELECT length(finished) FROM book") }
        #expect(size == 2000)
        #expect(try await ledger.progress(of: "amplitude")?.finished == progress.finished)
    }
}

@Suite("A disk that is full")
struct FullDiskTests {
    @Test func isSaidAndLeavesEarlierCommitsReadable() async throws {
        let scratch = try StateScratch()
        let ledger = try scratch.open()
        try await ledger.commit(
            LedgerCommit(sources: [source(accepted: 5)], currents: [current(delivered: 1)])
        )
        let pages = try await ledger.write { database in
            let pages = try Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0
            return try Int64.fetchOne(database, sql: "PRAGMA max_page_count = \(pages + 2)")
        }
        #expect(pages != nil)
        var large = letter("a")
        large.body = [UInt8](repeating: 97, count: 100_000)
        var progress = current(delivered: 1)
        progress.deadLettered = [.rejectedByPartner: 1]
        let commit = LedgerCommit(currents: [progress], deadLetters: [large])
        let problem = await #expect(throws: LedgerProblem.self) { try await ledger.commit(commit) }
        #expect(problem?.code == "CUR608")
        #expect(try await ledger.progress(of: "amplitude")?.deadLettered == [:])

        // A full disk passes: once there is room the same ledger goes on.
        try await ledger.write { try $0.execute(sql: "PRAGMA max_page_count = 1000000") }
        try await ledger.commit(commit)
        #expect(try await ledger.checkIdentities().isEmpty)
    }

    @Test func afterAFailedFlushNothingIsWrittenAnyMore() async throws {
        let scratch = try StateScratch()
        let ledger = try scratch.open()
        let failure = LedgerProblem.failed(path: "disk", reason: "flush")
        for _ in 0..<2 {
            let problem = await #expect(throws: LedgerProblem.self) {
                try await ledger.write { _ in throw DatabaseError(resultCode: .SQLITE_IOERR, message: "flush")
                }
            }
            #expect(problem?.code == failure.code)
        }
        await #expect(throws: LedgerProblem.self) {
            try await ledger.commit(LedgerCommit(sources: [source(accepted: 5)]))
        }
        #expect(try await ledger.sourceState(named: "events") == nil)
    }
}
