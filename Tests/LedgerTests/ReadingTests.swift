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

@Suite("Reading a ledger beside its writer")
struct ReadingTests {
    let scratch: StateScratch

    init() throws { scratch = try StateScratch() }

    @Test func aMissingStateReadsAsNothingHavingHappened() async throws {
        let ledger = try scratch.open(.read)
        #expect(try await ledger.totals() == LedgerTotals(currents: [], sources: [], removed: []))
        #expect(try await ledger.planSerial() == 0)
        #expect(try await ledger.checkIdentities().isEmpty)
        #expect(try SystemDisk().status(at: scratch.folder) == nil)
    }

    @Test func makesNoFile() async throws {
        try await scratch.open().commit(LedgerCommit(sources: [source(accepted: 3)]))
        let before = try scratch.names()
        let bytes = try scratch.bytes(of: scratch.file)
        #expect(try await scratch.open(.read).sourceState(named: "events") == source(accepted: 3))
        #expect(try scratch.names() == before)
        #expect(before == ["ledger.sqlite"])
        #expect(try scratch.bytes(of: scratch.file) == bytes)
    }

    @Test func seesEveryCommitOfARunningWriter() async throws {
        let reader = try scratch.open(.read)
        let writer = try scratch.open()
        for count in 1...3 as ClosedRange<Int64> {
            try await writer.commit(LedgerCommit(sources: [source(accepted: count)]))
            #expect(try await reader.sourceState(named: "events")?.accepted == count)
        }
    }

    @Test func seesWhatAKilledWriterCommitted() async throws {
        let writer = try scratch.open()
        try await writer.commit(LedgerCommit(sources: [source(accepted: 5)]))
        let killed = try scratch.afterKill()
        #expect(try await killed.open(.read).sourceState(named: "events")?.accepted == 5)
    }

    @Test func changesNothing() async throws {
        _ = try scratch.open()
        let ledger = try scratch.open(.read)
        let problem = await #expect(throws: LedgerProblem.self) {
            try await ledger.commit(LedgerCommit(sources: [source(accepted: 1)]))
        }
        #expect(problem?.code == "CUR602")
    }

    @Test func worksInAFolderNobodyMayWriteTo() async throws {
        try await scratch.open().commit(LedgerCommit(sources: [source(accepted: 3)]))
        #expect(chmod(scratch.file, 0o400) == 0)
        #expect(chmod(scratch.folder, 0o500) == 0)
        defer { chmod(scratch.folder, 0o700) }
        #expect(try await scratch.open(.read).sourceState(named: "events")?.accepted == 3)
        // Root may write anywhere, so only others can be seen to be refused.
        if geteuid() != 0 { #expect(scratch.problem(.write)?.code == "CUR602") }
    }

    @Test(arguments: ["sta te", "sta%20te", "sta?te#x", "stäte", "file:state"])
    func findsFoldersWithAwkwardNames(_ name: String) async throws {
        let folder = scratch.parent + "/" + name
        try await Ledger.open(at: folder, mode: .write).commit(LedgerCommit(sources: [source(accepted: 3)]))
        let ledger = try Ledger.open(at: folder, mode: .read)
        #expect(try await ledger.sourceState(named: "events")?.accepted == 3)
        #expect(try SystemDisk().names(in: scratch.parent) == [name])
    }
}
