#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file call that the system refused.
public struct DiskFailure: Error, Sendable, Hashable {
    /// The call that failed.
    public enum Operation: String, Sendable, Hashable {
        /// Opening or creating a file.
        case open
        /// Asking for size and identity.
        case status
        /// Reading bytes.
        case read
        /// Writing bytes.
        case write
        /// Making written bytes survive a power cut.
        case flush
        /// Making a folder.
        case makeFolder = "make folder"
        /// Listing a folder.
        case list
        /// Removing a name.
        case remove
        /// Renaming a file.
        case rename
        /// Giving a file a second name.
        case link
        /// Taking a lock.
        case lock
        /// Starting a program, or waiting for it.
        case run
    }

    /// The call that failed.
    public var operation: Operation
    /// The file or folder it was about.
    public var path: String
    /// The system's error number (`errno`).
    public var code: Int32
    /// What the number means, in the system's words.
    public var reason: String

    /// Describes a failure; the reason is looked up from the number.
    public init(operation: Operation, path: String, code: Int32) {
        self.operation = operation
        self.path = path
        self.code = code
        self.reason = systemReason(of: code)
    }

    /// Whether there is no such file or folder.
    public var isMissing: Bool { code == ENOENT }
    /// Whether a part of the path is no folder.
    public var isNotAFolder: Bool { code == ENOTDIR }
    /// Whether the name is taken already.
    public var isTaken: Bool { code == EEXIST }
    /// Whether the disk, or the part of it we may use, is full.
    public var isFull: Bool { code == ENOSPC || code == EDQUOT }
    /// Whether permissions or a read-only file system stand in the way.
    public var isForbidden: Bool { code == EACCES || code == EPERM || code == EROFS }
}

extension DiskFailure: CustomStringConvertible {
    /// One line for people, such as `open 'a.jsonl' failed: Permission denied`.
    public var description: String { "\(operation.rawValue) '\(path)' failed: \(reason)" }
}

/// `strerror` writes into a buffer that threads share; this form does not.
private func systemReason(of code: Int32) -> String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
        buffer.initialize(repeating: 0)
        guard let start = buffer.baseAddress, strerror_r(code, start, buffer.count - 1) == 0 else {
            return "error \(code)"
        }
        return String(cString: start)
    }
}
