public import Machine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Keeps what arrives on standard input in a file of our own, so that it can be read again after a kill.
///
/// Nothing counts as arrived before it is flushed to disk. The file is then a log like any other.
public struct StandardInputSpool: Sendable {
    /// The file.
    public let path: String

    private let disk: any Disk
    private static let chunk = 1 << 20

    /// Names the spool of one source inside a state folder; nothing is made yet.
    public init(state: String, source: String, disk: any Disk) {
        self.path = "\(state)/spool/\(source).jsonl"
        self.disk = disk
    }

    /// Makes the file and its folder.
    ///
    /// A last line that a kill cut short is ended here: it was never accepted, and becomes a refused line with
    /// its bytes kept.
    public func prepare() throws(DiskFailure) {
        let folder = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
        if try disk.status(at: folder) == nil { try disk.makeFolder(folder) }
        let isNew = try disk.status(at: path) == nil
        let file = try disk.open(path, .appending)
        if isNew { try disk.flushFolder(folder) }
        guard try !endsWithLineFeed() else { return }
        try write([UInt8(ascii: "\n")], to: file)
    }

    /// Copies a descriptor to its end, flushing before each call of `arrived`.
    ///
    /// Blocks its thread. A last line without a line feed gets one.
    ///
    /// - Parameters:
    ///   - descriptor: Where to read.
    ///   - arrived: Called after each flush with the size of the file.
    /// - Throws: What the disk refused; what `arrived` was told of is safe.
    public func copy(from descriptor: Int32, arrived: (Int64) -> Void) throws(DiskFailure) {
        let file = try disk.open(path, .appending)
        let space = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.chunk, alignment: 64)
        defer { space.deallocate() }
        var last = UInt8(ascii: "\n")
        while true {
            let count = read(descriptor, space.baseAddress, space.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw DiskFailure(operation: .read, path: "standard input", code: errno) }
            guard count > 0 else { break }
            last = space[count - 1]
            try file.write(UnsafeRawBufferPointer(rebasing: space[..<count]))
            try file.flush()
            arrived(try file.status().size)
        }
        guard last != UInt8(ascii: "\n") else { return }
        try write([UInt8(ascii: "\n")], to: file)
        arrived(try file.status().size)
    }

    private func write(_ bytes: [UInt8], to file: any DiskFile) throws(DiskFailure) {
        do {
            try bytes.withUnsafeBytes { try file.write($0) }
            try file.flush()
        } catch let failure as DiskFailure {
            throw failure
        } catch {
            throw DiskFailure(operation: .write, path: path, code: EIO)
        }
    }

    private func endsWithLineFeed() throws(DiskFailure) -> Bool {
        let file = try disk.open(path, .readingOwn)
        let size = try file.status().size
        guard size > 0 else { return true }
        let space = UnsafeMutableRawBufferPointer.allocate(byteCount: 1, alignment: 1)
        defer { space.deallocate() }
        let count = try file.read(at: size - 1, into: space)
        return count == 1 && space[0] == UInt8(ascii: "\n")
    }
}
