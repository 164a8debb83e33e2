import Diagnostics
import GRDB
import Machine
import Testing

@testable import Ledger

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite("Opening a ledger")
struct OpeningTests {
    let scratch: StateScratch

    init() throws { scratch = try StateScratch() }

    private func mode(of path: String) -> UInt32 {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
    }

    /// Changes the file behind the ledger's back.
    private func tamper(_ sql: String) throws {
        try DatabaseQueue(path: scratch.file).writeWithoutTransaction { try $0.execute(sql: sql) }
    }

    @Test func aFirstRunMakesFolderAndLedgerForTheOwnerAlone() async throws {
        let ledger = try scratch.open()
        try await ledger.commit(LedgerCommit(sources: [source(accepted: 1)]))
        #expect(mode(of: scratch.folder) == 0o700)
        for name in try scratch.names() { #expect(mode(of: scratch.folder + "/" + name) == 0o600, "\(name)") }
        #expect(try scratch.names().contains("ledger.sqlite"))
    }

    @Test func everyCommitWaitsForTheDisk() async throws {
        for _ in 0..<2 {
            let ledger = try scratch.open()
            #expect(try await ledger.read { try Int64.fetchOne($0, sql: "PRAGMA synchronous") } == 2)
            #expect(try await ledger.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
        }
    }

    @Test func isNotOpenedWhenCommitsWouldNotWait() throws {
        _ = try scratch.open()
        let queue = try DatabaseQueue(path: scratch.file)
        try LedgerFile.makeDurable(queue, at: "here")
        // In memory there is no write-ahead log to wait for.
        #expect(throws: LedgerProblem.self) { try LedgerFile.makeDurable(DatabaseQueue(), at: "here") }
    }

    @Test func anEmptyFolderIsAFirstRun() throws {
        try SystemDisk().makeFolder(scratch.folder)
        _ = try Ledger.lockRunner(at: scratch.folder, now: noon)
        try scratch.write([1, 2], to: scratch.folder + "/ledger.sqlite.new-77")
        _ = try scratch.open()
        #expect(try scratch.names() == ["ledger.sqlite", "runner.lock"])
    }

    @Test func aFolderWithFilesAndNoLedgerIsNoFirstRun() throws {
        try SystemDisk().makeFolder(scratch.folder)
        try scratch.write([1], to: scratch.folder + "/ledger.sqlite-wal")
        for mode in [Ledger.Mode.write, .read] {
            #expect(scratch.problem(mode)?.code == "CUR606")
        }
        #expect(try scratch.names() == ["ledger.sqlite-wal"])
    }

    @Test func aFileIsNoStateFolder() throws {
        try scratch.write([1], to: scratch.folder)
        #expect(scratch.problem(.write) == .notAFolder(path: scratch.folder))
        #expect(scratch.problem(.read) == .notAFolder(path: scratch.folder))
    }

    @Test func aFolderWithoutAParentIsNotMade() {
        let nested = scratch.folder + "/deeper"
        let problem = #expect(throws: LedgerProblem.self) { _ = try Ledger.open(at: nested, mode: .write) }
        #expect(problem?.code == "CUR601")
    }

    @Test func aStateFolderMayBeALink() async throws {
        try SystemDisk().makeFolder(scratch.parent + "/elsewhere")
        #expect(symlink("elsewhere", scratch.folder) == 0)
        _ = try scratch.open()
        #expect(try SystemDisk().names(in: scratch.parent + "/elsewhere").contains("ledger.sqlite"))
    }

    @Test(arguments: [
        Array("not a database, but long enough to hold one".utf8), [UInt8](repeating: 7, count: 9000),
    ])
    func leavesAForeignFileAsItIs(_ bytes: [UInt8]) throws {
        try SystemDisk().makeFolder(scratch.folder)
        try scratch.write(bytes, to: scratch.file)
        #expect(scratch.problem(.write)?.code == "CUR603")
        #expect(scratch.problem(.read)?.code == "CUR603")
        #expect(try scratch.bytes(of: scratch.file) == bytes)
        #expect(try scratch.names() == ["ledger.sqlite"])
    }

    @Test func leavesTheDatabaseOfAnotherProgramAsItIs() throws {
        try SystemDisk().makeFolder(scratch.folder)
        try tamper("CREATE TABLE other (a); PRAGMA user_version = 1")
        let before = try scratch.bytes(of: scratch.file)
        #expect(scratch.problem(.write)?.code == "CUR603")
        #expect(try scratch.bytes(of: scratch.file) == before)
    }

    @Test func neverReplacesAnEmptyFile() throws {
        try SystemDisk().makeFolder(scratch.folder)
        try scratch.write([], to: scratch.file)
        #expect(scratch.problem(.write)?.code == "CUR604")
        #expect(try scratch.bytes(of: scratch.file).isEmpty)
    }

    @Test func bringsTheFirstFormatUpToDate() async throws {
        _ = try scratch.open()
        try tamper(
            "DROP TABLE resource; DROP TABLE identity_hour; DROP TABLE identity_summary; DROP TABLE hold; DROP TABLE shape; DROP TABLE delivered_day; PRAGMA user_version = 1"
        )
        #expect(scratch.problem(.read) != nil, "a reader changes nothing")
        let ledger = try scratch.open()
        #expect(try await ledger.resources().isEmpty)
        #expect(try await ledger.identityHours(of: "any").isEmpty)
    }

    @Test func refusesANewerLedgerAndWritesNothing() throws {
        _ = try scratch.open()
        try tamper("PRAGMA user_version = 99")
        let before = try scratch.bytes(of: scratch.file)
        for mode in [Ledger.Mode.write, .read] {
            guard case .newer(_, 99, let known) = scratch.problem(mode) else {
                Issue.record("not refused as newer")
                continue
            }
            #expect(known == 3)
        }
        #expect(try scratch.bytes(of: scratch.file) == before)
        #expect(try scratch.names() == ["ledger.sqlite"])
    }

    @Test func refusesANewerLedgerWhoseMarkIsStillInTheLog() throws {
        _ = try scratch.open()
        let queue = try DatabaseQueue(path: scratch.file)
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 99") }
        let killed = try scratch.afterKill()
        let before = try scratch.bytes(of: killed.file)
        #expect(killed.problem(.write)?.code == "CUR605")
        #expect(killed.problem(.read)?.code == "CUR605")
        #expect(try scratch.bytes(of: killed.file) == before)
        try queue.close()
    }

    @Test func aDamagedPageIsAProblemAndNoCrash() async throws {
        let ledger = try scratch.open()
        try await ledger.commit(LedgerCommit(sources: [source(accepted: 1)]))
        let killed = try scratch.afterKill()
        var bytes = try scratch.bytes(of: killed.file)
        for index in bytes.indices.dropFirst(100) { bytes[index] = 0xA5 }
        try scratch.write(bytes, to: killed.file)
        try SystemDisk().remove(killed.file + "-wal")
        try SystemDisk().remove(killed.file + "-shm")
        let problem = await #expect(throws: LedgerProblem.self) { _ = try await killed.open(.read).totals() }
        #expect(problem?.code == "CUR604")
        #expect(killed.problem(.write)?.code == "CUR604")
    }

    @Test func aLedgerInTheWayAsAFolderIsForeign() throws {
        try SystemDisk().makeFolder(scratch.folder)
        try SystemDisk().makeFolder(scratch.file)
        #expect(scratch.problem(.write)?.code == "CUR603")
    }

    @Test func theSecondRunnerIsToldWhoTheFirstIs() throws {
        let lock = try Ledger.lockRunner(at: scratch.folder, now: noon)
        let problem = #expect(throws: LedgerProblem.self) {
            _ = try Ledger.lockRunner(at: scratch.folder, now: noon)
        }
        #expect(problem?.code == "CUR607")
        #expect(problem?.message.contains("pid \(LockHolder.processNumber) ") == true)
        withExtendedLifetime(lock) {}
    }

    @Test func applyingGoesOnWhileTheRunnerHoldsItsLock() async throws {
        let lock = try Ledger.lockRunner(at: scratch.folder, now: noon)
        let runner = try scratch.open()
        let apply = try scratch.open()
        #expect(try await apply.apply(PlanChanges(plans: [plan()], at: noon)) == .applied(serial: 1))
        #expect(try await runner.planSerial() == 1)
        withExtendedLifetime(lock) {}
    }

    @Test func twoFirstRunsAtOnceMakeOneLedger() async throws {
        let scratch = scratch
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let changes = PlanChanges(plans: [plan("current-\(number)")], at: noon)
                    await #expect(throws: Never.self) { _ = try await scratch.open().apply(changes) }
                }
            }
        }
        #expect(try await scratch.open(.read).appliedPlans().count == 8)
        #expect(try scratch.names().allSatisfy { !$0.contains(".new-") })
    }

    @Test func everyProblemHasItsOwnPage() {
        let problems: [LedgerProblem] = [
            .notAFolder(path: "p"), .forbidden(path: "p", reason: "r"), .foreign(path: "p"),
            .damaged(path: "p", reason: "r"), .newer(path: "p", version: 2, known: 1),
            .missing(path: "p", found: "f"),
            .held(path: "p", holder: "h"), .full(path: "p", reason: "r"), .failed(path: "p", reason: "r"),
            .busy(path: "p"), .unbalanced(reason: "r"),
        ]
        #expect(Set(problems.map(\.code)).count == problems.count)
        #expect(LedgerRules.all.map(\.code) == LedgerRules.all.map(\.code).sorted())
        #expect(Set(LedgerRules.all.map(\.name)).count == LedgerRules.all.count)
        for problem in problems {
            #expect(LedgerRules.all.contains(problem.entry))
            #expect(problem.diagnostic.message == problem.message)
            #expect(!problem.help.isEmpty)
        }
    }
}
