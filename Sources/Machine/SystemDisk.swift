#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The disk of the machine we run on.
public struct SystemDisk: Disk {
    /// Makes a disk; all of them are the same.
    public init() {}

    /// Opens a file with the flags that `purpose` calls for.
    public func open(_ path: String, _ purpose: OpenPurpose) throws(DiskFailure) -> any DiskFile {
        // A pipe without a writer would block the open itself; on regular files O_NONBLOCK means nothing.
        let flags: Int32 =
            switch purpose {
            case .reading: O_RDONLY | O_NONBLOCK
            case .readingOwn: O_RDONLY | O_NONBLOCK | O_NOFOLLOW
            case .appending: O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW
            case .creating: O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW
            }
        let descriptor = try check(.open, path) { systemOpen(path, flags | O_CLOEXEC, 0o600) }
        return SystemFile(path: path, descriptor: descriptor)
    }

    /// Calls `lstat`.
    public func status(at path: String) throws(DiskFailure) -> FileStatus? {
        var raw = stat()
        do {
            try check(.status, path) { lstat(path, &raw) }
        } catch {
            guard !error.isMissing else { return nil }
            throw error
        }
        return FileStatus(raw)
    }

    /// Calls `readdir` until the folder is through.
    public func names(in folder: String) throws(DiskFailure) -> [String] {
        guard let stream = opendir(folder) else {
            throw DiskFailure(operation: .list, path: folder, code: errno)
        }
        defer { closedir(stream) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(stream) {
            let name = nameOfEntry(entry)
            if name != "." && name != ".." { names.append(name) }
            errno = 0
        }
        let code = errno
        guard code == 0 else { throw DiskFailure(operation: .list, path: folder, code: code) }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Calls `mkdir` with mode 0700.
    public func makeFolder(_ path: String) throws(DiskFailure) {
        try check(.makeFolder, path) { mkdir(path, 0o700) }
    }

    /// Opens the folder and calls `fsync`.
    public func flushFolder(_ path: String) throws(DiskFailure) {
        let descriptor = try check(.open, path) { systemOpen(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0) }
        defer { close(descriptor) }
        try check(.flush, path) { fsync(descriptor) }
    }

    /// Calls `unlink`.
    public func remove(_ path: String) throws(DiskFailure) {
        try check(.remove, path) { unlink(path) }
    }

    /// Calls `rename`.
    public func rename(_ path: String, to newPath: String) throws(DiskFailure) {
        try check(.rename, path) { systemRename(path, newPath) }
    }

    /// Calls `link`.
    public func link(_ path: String, to newPath: String) throws(DiskFailure) {
        try check(.link, newPath) { systemLink(path, newPath) }
    }
}

/// A file of `SystemDisk`; the descriptor lives exactly as long as this value.
final class SystemFile: DiskFile {
    let path: String
    private let descriptor: Int32

    init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    func status() throws(DiskFailure) -> FileStatus {
        var raw = stat()
        try check(.status, path) { fstat(descriptor, &raw) }
        return FileStatus(raw)
    }

    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(DiskFailure) -> Int {
        var filled = 0
        while filled < buffer.count, let start = buffer.baseAddress {
            let (place, overflow) = offset.addingReportingOverflow(Int64(filled))
            guard !overflow else { return filled }
            let room = buffer.count - filled
            let count = try check(.read, path) { pread(descriptor, start + filled, room, off_t(place)) }
            guard count > 0 else { return filled }
            filled += count
        }
        return filled
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(DiskFailure) {
        var written = 0
        while written < bytes.count, let start = bytes.baseAddress {
            let left = bytes.count - written
            let count = try check(.write, path) { systemWrite(descriptor, start + written, left) }
            // A write that takes nothing and says nothing would otherwise loop for ever.
            guard count > 0 else { throw DiskFailure(operation: .write, path: path, code: EIO) }
            written += count
        }
    }

    func flush() throws(DiskFailure) {
        // Not retried when interrupted: after a failed flush the pages may already be gone.
        guard fdatasync(descriptor) == 0 else {
            throw DiskFailure(operation: .flush, path: path, code: errno)
        }
    }
}

extension FileStatus {
    init(_ raw: stat) {
        let kind: Kind =
            switch raw.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .folder
            case S_IFLNK: .link
            default: .other
            }
        self.init(
            device: UInt64(raw.st_dev),
            inode: UInt64(raw.st_ino),
            size: Int64(raw.st_size),
            kind: kind,
            modifiedNanoseconds: Int64(raw.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(raw.st_mtim.tv_nsec)
        )
    }
}

/// Runs a call that answers -1 on failure, again while a signal interrupts it.
@discardableResult
func check<Result: SignedInteger>(
    _ operation: DiskFailure.Operation,
    _ path: String,
    _ call: () -> Result
) throws(DiskFailure) -> Result {
    while true {
        let result = call()
        guard result == -1 else { return result }
        let code = errno
        guard code == EINTR else { throw DiskFailure(operation: operation, path: path, code: code) }
    }
}

// The members of the types above have the names of the system calls; these reach past them.
func systemOpen(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
private func systemWrite(_ descriptor: Int32, _ start: UnsafeRawPointer, _ count: Int) -> Int {
    write(descriptor, start, count)
}
private func systemRename(_ path: String, _ newPath: String) -> Int32 { rename(path, newPath) }
private func systemLink(_ path: String, _ newPath: String) -> Int32 { link(path, newPath) }

/// `d_name` is a tuple of 256 characters, ended by a NUL; read it where it lies, since entries may be shorter.
private func nameOfEntry(_ entry: UnsafeMutablePointer<dirent>) -> String {
    guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return "" }
    return String(cString: (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self))
}
