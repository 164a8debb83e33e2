#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A whole file in memory, touched once so that no later pass pays for it.
final class Bytes {
    let pointer: UnsafeRawBufferPointer
    private let memory: UnsafeMutableRawBufferPointer

    init(contentsOf path: String) throws {
        let file = open(path, O_RDONLY)
        guard file >= 0 else {
            throw Complaint("'\(path)' cannot be opened: \(String(cString: strerror(errno)))")
        }
        defer { close(file) }
        let size = Int(lseek(file, 0, SEEK_END))
        guard size > 0 else { throw Complaint("'\(path)' is empty or no file") }
        memory = .allocate(byteCount: size, alignment: 64)
        pointer = UnsafeRawBufferPointer(memory)
        var filled = 0
        while filled < size {
            let rest = UnsafeMutableRawBufferPointer(rebasing: memory[filled...])
            let count = pread(file, rest.baseAddress, rest.count, off_t(filled))
            guard count > 0 else { throw Complaint("'\(path)' cannot be read to its end") }
            filled += count
        }
    }

    deinit { memory.deallocate() }
}
