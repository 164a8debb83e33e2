public import Machine

/// A file of JSON lines as a log with positions that outlive truncation, replacement and rotation.
///
/// Each file ever seen at the path is a segment. Belongs to one reader thread; holds at most one open file per
/// segment still being read.
public final class FileLog {
    /// How far a reader may go from a position without leaving its segment.
    struct Reach {
        var end: Int64
        var isSegmentEnd: Bool
    }

    /// The path that is watched.
    public let path: String
    /// All segments, oldest first.
    public private(set) var segments: [LogSegment]

    private let disk: any Disk
    private var files: [Int64: any DiskFile] = [:]
    /// Log position after the last byte that the last segment's file holds.
    private var readableEnd: Int64
    private var lastNotice: LogNotice?
    /// Whether another file stands at the path, so that the last segment will not grow any more: what it holds
    /// behind its last line feed is a line too.
    public private(set) var isLeavingLast = false
    /// Whether the last look found no file to read.
    public private(set) var isMissing = false

    /// Continues from the segments of an earlier run, or starts empty.
    ///
    /// Opens nothing yet.
    public init(path: String, segments: [LogSegment] = [], disk: any Disk) {
        self.path = path
        self.segments = segments
        self.disk = disk
        self.readableEnd = segments.last?.end ?? 0
    }

    /// The log position after the last byte that can be read now.
    public var end: Int64 { readableEnd }

    /// The log position after the last accepted byte.
    public var acceptedEnd: Int64 { segments.last?.end ?? 0 }

    /// Looks at the path again: growth, truncation, another file.
    ///
    /// - Returns: What is new since the last look; the same trouble is reported once.
    /// - Throws: `DiskFailure` when the disk fails; a missing file is a notice.
    public func refresh() throws -> [LogNotice] {
        isMissing = true
        let found: any DiskFile
        let status: FileStatus
        do throws(DiskFailure) {
            found = try disk.open(path, .reading)
            status = try found.status()
        } catch {
            measureLast()
            return report(.missing(path: path, reason: error.reason))
        }
        guard status.isRegular else {
            measureLast()
            return report(.missing(path: path, reason: "not a regular file"))
        }
        isMissing = false
        return try meet(found, status)
    }

    /// Moves the accepted end of the last segment.
    public func accept(upTo position: Int64) {
        guard let last = segments.indices.last, position > segments[last].end else { return }
        segments[last].length = position - segments[last].base
        extendFingerprint(of: last)
    }

    /// Closes files that no reader needs: those of segments that end at or before `position`.
    public func release(before position: Int64) {
        for segment in segments where segment.isClosed && segment.end <= position {
            files[segment.base] = nil
        }
    }

    /// Whether a file begins at `position`.
    func isStartOfFile(_ position: Int64) -> Bool { segments.contains { $0.base == position } }

    /// The segment that holds `position`; nil in an empty log.
    public func segment(at position: Int64) -> LogSegment? {
        segments.last { $0.base <= position }
    }

    /// The bytes of a stretch of one segment, or nil when no file holds them any more or they are too many to hold.
    public func bytes(_ stretch: Range<Int64>) -> [UInt8]? {
        guard stretch.count <= LineReader.maximumLine, !stretch.isEmpty else { return nil }
        var filled = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: stretch.count) { space, count in
            let space = UnsafeMutableRawBufferPointer(space)
            while filled < stretch.count {
                let rest = UnsafeMutableRawBufferPointer(rebasing: space[filled..<stretch.count])
                guard let read = try? read(at: stretch.lowerBound + Int64(filled), into: rest) else { break }
                filled += read
            }
            count = filled
        }
        return filled == stretch.count ? bytes : nil
    }

    /// The bytes of a stretch of one segment.
    ///
    /// - Throws: `SegmentGone` when no file holds them any more, the disk's failure when they cannot be read now.
    public func read(_ stretch: Range<Int64>) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: min(stretch.count, LineReader.maximumLine))
        var filled = 0
        while filled < bytes.count {
            filled += try bytes.withUnsafeMutableBytes { space in
                let rest = UnsafeMutableRawBufferPointer(rebasing: space[filled...])
                return try read(at: stretch.lowerBound + Int64(filled), into: rest)
            }
        }
        // A byte order mark in front of a file is no part of its first event.
        guard isStartOfFile(stretch.lowerBound), bytes.starts(with: [0xEF, 0xBB, 0xBF]) else { return bytes }
        return Array(bytes.dropFirst(3))
    }

    func reach(from position: Int64, limit: Int64) throws -> Reach {
        guard let index = segments.lastIndex(where: { $0.base <= position }) else {
            return Reach(end: position, isSegmentEnd: false)
        }
        let segment = segments[index]
        guard segment.isClosed else {
            return Reach(end: max(position, min(limit, readableEnd)), isSegmentEnd: false)
        }
        return Reach(end: max(position, min(limit, segment.end)), isSegmentEnd: limit >= segment.end)
    }

    func read(at position: Int64, into space: UnsafeMutableRawBufferPointer) throws -> Int {
        guard let segment = segment(at: position) else { return 0 }
        let file = try file(of: segment)
        let count = try file.read(at: position - segment.base, into: space)
        guard count > 0 else {
            throw SegmentGone(segment: segment, reason: "the file is shorter than it was")
        }
        return count
    }
}

// MARK: - Meeting the file at the path

extension FileLog {
    private func meet(_ found: any DiskFile, _ status: FileStatus) throws -> [LogNotice] {
        guard let last = segments.last, !last.isClosed else {
            try begin(found, status)
            return []
        }
        let isSameFile = last.identity.device == status.device && last.identity.inode == status.inode
        if isSameFile, status.size >= last.length, try begins(found, like: last.identity) {
            if files[last.base] == nil { files[last.base] = found }
            readableEnd = last.base + status.size
            lastNotice = nil
            return []
        }
        if isSameFile {
            files[last.base] = nil
            closeLast()
            try begin(found, status)
            return report(.truncated(path: path))
        }
        return try succeed(last, by: found, status)
    }

    /// Another file stands at the path.
    ///
    /// The one before is read to its end first, if it can still be found.
    private func succeed(
        _ last: LogSegment,
        by found: any DiskFile,
        _ status: FileStatus
    ) throws -> [LogNotice] {
        if files[last.base] == nil { files[last.base] = findMoved(last) }
        guard files[last.base] != nil else {
            closeLast()
            try begin(found, status)
            return report(.lost(path: path))
        }
        measureLast()
        isLeavingLast = last.end < readableEnd
        guard !isLeavingLast else { return [] }
        closeLast()
        try begin(found, status)
        return report(.replaced(path: path))
    }

    private func begin(_ file: any DiskFile, _ status: FileStatus) throws {
        let base = segments.last?.end ?? 0
        var segment = LogSegment(
            base: base,
            path: path,
            identity: FileIdentity(
                device: status.device,
                inode: status.inode,
                fingerprint: FileIdentity.fingerprint(of: UnsafeRawBufferPointer(start: nil, count: 0)),
                fingerprintLength: 0
            )
        )
        // A segment that never gave a byte leaves its place to the next one, so that bases stay distinct.
        if let last = segments.last, last.length == 0 { segments.removeLast() }
        segment.base = base
        segments.append(segment)
        files[base] = file
        readableEnd = base + status.size
        lastNotice = nil
        extendFingerprint(of: segments.count - 1)
    }

    private func closeLast() {
        guard let last = segments.indices.last else { return }
        segments[last].isClosed = true
    }

    private func measureLast() {
        guard let last = segments.last, !last.isClosed else { return }
        guard let status = try? files[last.base]?.status() else {
            readableEnd = last.end
            return
        }
        readableEnd = max(last.end, last.base + status.size)
    }

    private func report(_ notice: LogNotice) -> [LogNotice] {
        guard notice != lastNotice else { return [] }
        lastNotice = notice
        return [notice]
    }
}

// MARK: - Telling files apart

extension FileLog {
    private func begins(_ file: any DiskFile, like identity: FileIdentity) throws -> Bool {
        try fingerprint(of: file, length: identity.fingerprintLength) == identity.fingerprint
    }

    private func fingerprint(of file: any DiskFile, length: Int) throws -> UInt64? {
        try withUnsafeTemporaryAllocation(byteCount: max(length, 1), alignment: 1) { space in
            var filled = 0
            while filled < length {
                let rest = UnsafeMutableRawBufferPointer(rebasing: space[filled..<length])
                let count = try file.read(at: Int64(filled), into: rest)
                guard count > 0 else { return nil }
                filled += count
            }
            return FileIdentity.fingerprint(of: UnsafeRawBufferPointer(rebasing: space[..<length]))
        }
    }

    /// A file too short to tell apart is looked at again when more of it is accepted.
    private func extendFingerprint(of index: Int) {
        let known = segments[index].identity.fingerprintLength
        let wanted = Int(min(segments[index].length, Int64(LogSegment.fingerprintBytes)))
        guard wanted > known, let file = files[segments[index].base] else { return }
        guard let fingerprint = try? fingerprint(of: file, length: wanted) else { return }
        segments[index].identity.fingerprint = fingerprint
        segments[index].identity.fingerprintLength = wanted
    }

    private func file(of segment: LogSegment) throws -> any DiskFile {
        if let file = files[segment.base] { return file }
        guard let file = openInPlace(segment) ?? findMoved(segment) else {
            throw SegmentGone(
                segment: segment,
                reason: "no file at '\(segment.path)' or beside it is the one that was read"
            )
        }
        files[segment.base] = file
        return file
    }

    private func openInPlace(_ segment: LogSegment) -> (any DiskFile)? {
        guard let file = try? disk.open(segment.path, .reading), isFile(file, of: segment) else { return nil }
        return file
    }

    /// Rotation renames: looks for the same file under another name in the same folder.
    private func findMoved(_ segment: LogSegment) -> (any DiskFile)? {
        let parts = segment.path.split(separator: "/", omittingEmptySubsequences: false)
        let folder = parts.count > 1 ? parts.dropLast().joined(separator: "/") : "."
        let place = folder.isEmpty ? "/" : folder
        guard let names = try? disk.names(in: place) else { return nil }
        for name in names {
            guard let file = try? disk.open("\(place)/\(name)", .reading), isFile(file, of: segment) else {
                continue
            }
            return file
        }
        return nil
    }

    private func isFile(_ file: any DiskFile, of segment: LogSegment) -> Bool {
        guard let status = try? file.status(), status.isRegular else { return false }
        guard status.device == segment.identity.device, status.inode == segment.identity.inode else {
            return false
        }
        guard status.size >= segment.length else { return false }
        return (try? begins(file, like: segment.identity)) ?? false
    }
}
