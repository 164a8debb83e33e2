#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Who holds a lock, for the message to whoever comes second.
public struct LockHolder: Sendable, Hashable {
    /// The process.
    public var process: Int32
    /// The machine's name.
    public var host: String
    /// When it took the lock.
    public var since: WallInstant

    /// Describes a holder.
    public init(process: Int32, host: String, since: WallInstant) {
        self.process = process
        self.host = host
        self.since = since
    }

    /// The number of this process.
    public static var processNumber: Int32 { getpid() }

    /// This process on this machine.
    public static func current(at now: WallInstant) -> LockHolder {
        let host = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            buffer.initialize(repeating: 0)
            guard let start = buffer.baseAddress, gethostname(start, buffer.count - 1) == 0 else {
                return "?"
            }
            return String(cString: start)
        }
        return LockHolder(process: processNumber, host: host, since: now)
    }

    /// The line kept in the lock file.
    var line: String { "pid \(process) on \(host) since \(since.milliseconds)\n" }
}

/// Why a lock was not taken.
public enum FileLockFailure: Error, Sendable, Hashable {
    /// Another process, or another part of this one, holds it; `holder` is the line it left, cleaned for printing.
    case held(path: String, holder: String)
    /// The lock file could not be opened, locked or written.
    case disk(DiskFailure)
}

/// An advisory lock, held until this value goes or the process ends in any way.
///
/// The file stays for ever: removing it would let two processes lock two files of the same name. It is closed on
/// `exec`, so that no child process keeps the lock by accident. There is nothing to clean up after a crash.
public final class FileLock: Sendable {
    /// The lock file.
    public let path: String
    private let descriptor: Int32

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Takes the lock at once or fails; never waits.
    ///
    /// The file is made (0600) when missing; a symbolic link in its place is refused.
    ///
    /// - Throws: `.held` with the holder's own words when somebody else has it.
    public static func take(_ path: String, as holder: LockHolder) throws(FileLockFailure) -> FileLock {
        do {
            let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC
            let descriptor = try check(.open, path) { systemOpen(path, flags, 0o600) }
            let lock = FileLock(path: path, descriptor: descriptor)
            do {
                try check(.lock, path) { flock(descriptor, LOCK_EX | LOCK_NB) }
            } catch {
                guard error.code == EWOULDBLOCK else { throw error }
                throw FileLockFailure.held(path: path, holder: lock.holderText())
            }
            try lock.write(holder.line)
            return lock
        } catch let failure as DiskFailure {
            throw .disk(failure)
        } catch let failure as FileLockFailure {
            throw failure
        } catch {
            throw .disk(DiskFailure(operation: .lock, path: path, code: EIO))
        }
    }

    /// Replaces the line in the file; it is for people only, so it is not flushed.
    private func write(_ line: String) throws(DiskFailure) {
        try check(.write, path) { ftruncate(descriptor, 0) }
        let bytes = Array(line.utf8)
        let count = bytes.count
        try check(.write, path) { bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, count, 0) } }
    }

    /// The first line of the file, without anything a terminal could obey; `?` when there is none yet.
    private func holderText() -> String {
        var bytes = [UInt8](repeating: 0, count: 512)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, 0) }
        let line = bytes.prefix(max(0, count)).prefix { $0 != 0x0A }
        guard !line.isEmpty else { return "?" }
        return String(decoding: line.map { (0x20..<0x7F).contains($0) ? $0 : 0x3F }, as: UTF8.self)
    }
}
