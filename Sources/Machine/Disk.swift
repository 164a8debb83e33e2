/// The file calls that readers of logs and keepers of state need, so that a simulation can stand in for the disk.
///
/// Every call is a plain system call without buffering of its own; failures carry the call, the path and `errno`.
public protocol Disk: Sendable {
    /// Opens a file. It is closed when the last reference to it goes.
    ///
    /// Never blocks on a pipe that nobody writes to, and is never inherited by a child process.
    func open(_ path: String, _ purpose: OpenPurpose) throws(DiskFailure) -> any DiskFile
    /// What stands at `path`, or nil when nothing does; a symbolic link is described itself, not what it points at.
    func status(at path: String) throws(DiskFailure) -> FileStatus?
    /// The names in a folder, without `.` and `..`, sorted by bytes.
    func names(in folder: String) throws(DiskFailure) -> [String]
    /// Makes a folder for its owner alone (0700); its parent must exist.
    func makeFolder(_ path: String) throws(DiskFailure)
    /// Makes names created, renamed or removed in a folder survive a power cut.
    func flushFolder(_ path: String) throws(DiskFailure)
    /// Removes a file's name.
    func remove(_ path: String) throws(DiskFailure)
    /// Gives a file another name; whatever had that name is replaced in the same instant.
    func rename(_ path: String, to newPath: String) throws(DiskFailure)
    /// Gives a file a second name; fails when the name is taken.
    func link(_ path: String, to newPath: String) throws(DiskFailure)
}

/// What a file is opened for.
public enum OpenPurpose: Sendable, Hashable {
    /// Reading a file a person named; symbolic links are followed.
    case reading
    /// Reading one of our own files; a symbolic link is refused.
    case readingOwn
    /// Adding to one of our own files, made (0600) when missing; a symbolic link is refused.
    case appending
    /// Making one of our own files (0600); fails when the name is taken.
    case creating
}

/// An open file.
public protocol DiskFile: AnyObject, Sendable {
    /// The path it was opened by.
    var path: String { get }
    /// Its size and identity now.
    func status() throws(DiskFailure) -> FileStatus
    /// Reads at `offset`, which is counted from 0, until `buffer` is full or the file ends.
    ///
    /// - Returns: How many bytes were read; less than the buffer holds only at the end of the file.
    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(DiskFailure) -> Int
    /// Writes all of `bytes`. After a failure some of them may have been written.
    func write(_ bytes: UnsafeRawBufferPointer) throws(DiskFailure)
    /// Makes what has been written survive a power cut. A failed flush must not be tried again as if it could succeed.
    func flush() throws(DiskFailure)
}

/// The size and identity of a file.
public struct FileStatus: Sendable, Hashable {
    /// What kind of thing has the name.
    public enum Kind: Sendable, Hashable {
        /// A file with bytes.
        case regular
        /// A folder.
        case folder
        /// A symbolic link.
        case link
        /// A pipe, a socket or a device.
        case other
    }

    /// The device it is on; with `inode` it identifies a file until that is removed.
    public var device: UInt64
    /// Its number on the device.
    public var inode: UInt64
    /// Its size in bytes.
    public var size: Int64
    /// What it is.
    public var kind: Kind
    /// When its bytes last changed, in nanoseconds since 1970-01-01 UTC by the file system's own clock.
    public var modifiedNanoseconds: Int64

    /// Describes a file.
    public init(device: UInt64, inode: UInt64, size: Int64, kind: Kind, modifiedNanoseconds: Int64 = 0) {
        self.device = device
        self.inode = inode
        self.size = size
        self.kind = kind
        self.modifiedNanoseconds = modifiedNanoseconds
    }

    /// Whether it is a file with bytes.
    public var isRegular: Bool { kind == .regular }
}
