import Machine
import Testing

@Suite("A lock on a file")
struct FileLockTests {
    let scratch: Scratch
    let holder = LockHolder(process: 41, host: "first", since: WallInstant(milliseconds: 5000))

    init() throws { scratch = try Scratch() }

    private func failure(of path: String) -> FileLockFailure? {
        #expect(throws: FileLockFailure.self) { _ = try FileLock.take(path, as: holder) }
    }

    @Test func tellsTheSecondWhoHasIt() throws {
        let lock = try FileLock.take(scratch("lock"), as: holder)
        let expected = FileLockFailure.held(path: scratch("lock"), holder: "pid 41 on first since 5000")
        #expect(failure(of: scratch("lock")) == expected)
        withExtendedLifetime(lock) {}
    }

    @Test func isFreeAgainWhenItsHolderGoes() throws {
        _ = try FileLock.take(scratch("lock"), as: holder)
        _ = try FileLock.take(scratch("lock"), as: holder)
        #expect(try scratch.mode(of: "lock") == 0o600)
    }

    @Test func aFileLeftByACrashHoldsNobodyUp() throws {
        _ = try scratch.write(Array("pid 1 on gone since 0 and a longer line\n".utf8), to: "lock")
        let lock = try FileLock.take(scratch("lock"), as: holder)
        let expected = FileLockFailure.held(path: scratch("lock"), holder: "pid 41 on first since 5000")
        #expect(failure(of: scratch("lock")) == expected)
        withExtendedLifetime(lock) {}
    }

    @Test func theHoldersWordsCannotSteerATerminal() throws {
        let hostile = LockHolder(process: 1, host: "a\u{1B}[2Jb", since: WallInstant(milliseconds: 0))
        let lock = try FileLock.take(scratch("lock"), as: hostile)
        #expect(
            failure(of: scratch("lock")) == .held(path: scratch("lock"), holder: "pid 1 on a?[2Jb since 0")
        )
        withExtendedLifetime(lock) {}
    }

    @Test func aFolderThatIsMissingIsAFailureOfTheDisk() {
        guard case .disk(let failure) = failure(of: scratch("none/lock")) else {
            Issue.record("not a failure of the disk")
            return
        }
        #expect(failure.isMissing)
    }

    @Test func namesThisProcess() {
        let holder = LockHolder.current(at: WallInstant(milliseconds: 1))
        #expect(holder.process == LockHolder.processNumber)
        #expect(!holder.host.isEmpty)
    }
}
