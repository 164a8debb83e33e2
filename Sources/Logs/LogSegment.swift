// Logs is where events come from: followed files and the spool of standard input, each a log with positions.

/// One file's worth of a log.
///
/// A log is a row of segments; only the last one can still grow.
///
/// A log position is a byte count over the whole row: segment i holds the positions `base ..< base + length`.
public struct LogSegment: Sendable, Hashable {
    /// The log position of the file's first byte.
    public var base: Int64
    /// Where the file was found.
    public var path: String
    /// What tells the file from another one at the same path.
    public var identity: FileIdentity
    /// Bytes accepted so far: whole lines.
    public var length: Int64
    /// Whether nothing more is accepted from it: it was truncated, replaced, or read to the end and left.
    public var isClosed: Bool

    /// Describes a segment.
    public init(base: Int64, path: String, identity: FileIdentity, length: Int64 = 0, isClosed: Bool = false)
    {
        self.base = base
        self.path = path
        self.identity = identity
        self.length = length
        self.isClosed = isClosed
    }

    /// The log position after the last accepted byte.
    public var end: Int64 { base + length }
}

/// What tells one file from another at the same path: where it lies on disk and how it begins.
public struct FileIdentity: Sendable, Hashable {
    /// The device number.
    public var device: UInt64
    /// The file number on that device; numbers are used again after a file is deleted, hence the fingerprint.
    public var inode: UInt64
    /// FNV-1a of the first `fingerprintLength` bytes.
    public var fingerprint: UInt64
    /// How many bytes the fingerprint covers: at most `LogSegment.fingerprintBytes`, fewer in a short file.
    public var fingerprintLength: Int

    /// Describes a file.
    public init(device: UInt64, inode: UInt64, fingerprint: UInt64, fingerprintLength: Int) {
        self.device = device
        self.inode = inode
        self.fingerprint = fingerprint
        self.fingerprintLength = fingerprintLength
    }

    /// FNV-1a over bytes: stable across runs, good enough to notice another file, no defence against a forger.
    static func fingerprint(of bytes: UnsafeRawBufferPointer) -> UInt64 {
        bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

extension LogSegment {
    /// How many bytes of a file's beginning identify it.
    static let fingerprintBytes = 256
}

/// Something a log noticed about its file.
public enum LogNotice: Sendable, Hashable {
    /// There is no file at the path; what is already open stays readable.
    case missing(path: String, reason: String)
    /// The file became shorter than what was accepted of it, or begins otherwise: what was unread is gone.
    case truncated(path: String)
    /// Another file stands at the path; the one before was read to its end.
    case replaced(path: String)
    /// Another file stands at the path, and the one before cannot be found any more: what was unread is gone.
    case lost(path: String)
}

/// A position whose bytes no file holds any more.
public struct SegmentGone: Error, Sendable, Hashable {
    /// The segment that cannot be read.
    public var segment: LogSegment
    /// Why, in words.
    public var reason: String
}
