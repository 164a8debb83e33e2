#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What makes two paths the same file.
struct FileIdentity: Hashable {
    var device: UInt64
    var node: UInt64
}

/// What stands at a path, links followed; and the few questions a workspace asks of the file system.
enum FileStatus {
    case file(FileIdentity)
    case folder(FileIdentity)
    /// A pipe, socket or device.
    case special
    case absent
    case unreadable(String)

    /// Why something could not be read.
    enum Failure: Error {
        case tooLarge(Int)
        case system(String)

        /// The reason in words.
        var reason: String {
            switch self {
            case .tooLarge(let count): "it is \(count) bytes long"
            case .system(let reason): reason
            }
        }
    }

    /// Looks at a path.
    static func of(_ path: String) -> FileStatus {
        guard !path.utf8.contains(0) else { return .absent }
        var status = stat()
        guard stat(path, &status) == 0 else {
            return errno == ENOENT || errno == ENOTDIR ? .absent : .unreadable(lastError)
        }
        return of(status)
    }

    private static func of(_ status: stat) -> FileStatus {
        let identity = FileIdentity(
            device: UInt64(truncatingIfNeeded: status.st_dev),
            node: UInt64(truncatingIfNeeded: status.st_ino)
        )
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .file(identity)
        case S_IFDIR: return .folder(identity)
        default: return .special
        }
    }

    /// The names in a folder, in no order.
    static func entries(of folder: String) -> Result<[String], Failure> {
        guard let stream = opendir(folder) else { return .failure(.system(lastError)) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: name.pointee)) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return .success(names)
    }

    /// The bytes of a regular file, unless there are more than `limit`; the size is looked at first.
    static func contents(of path: String, limit: Int) -> Result<[UInt8], Failure> {
        // Were the file replaced by a pipe meanwhile, opening it must not wait for a writer.
        let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return .failure(.system(lastError)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .failure(.system(lastError)) }
        guard case .file = of(status) else { return .failure(.system("it is no longer a file")) }
        if Int(status.st_size) > limit { return .failure(.tooLarge(Int(status.st_size))) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return .failure(.system(lastError)) }
            if count == 0 { return .success(bytes) }
            bytes += chunk.prefix(count)
            // It may have grown since its size was looked at.
            if bytes.count > limit { return .failure(.tooLarge(bytes.count)) }
        }
    }

    private static var lastError: String { String(cString: strerror(errno)).lowercased() }
}
