/// One generation of a source's file, and where its bytes stand in the source's log.
///
/// A source is one logical log of bytes. A rotated or replaced file starts a new segment behind the last, so a
/// position stays valid however often the file changes.
public struct SourceSegment: Sendable, Hashable {
    /// The position of the segment's first byte.
    public var base: Int64
    /// The path it was last seen under.
    public var path: String
    /// The device it was on.
    public var device: UInt64
    /// Its number on the device.
    public var inode: UInt64
    /// A digest of its first bytes, by which it is known again after a rename or a copy.
    public var fingerprint: [UInt8]
    /// How many bytes the fingerprint covers.
    public var fingerprintLength: Int
    /// How many of its bytes have been accepted; it covers the positions from `base` to `base + length`.
    public var length: Int64
    /// Whether a later segment follows, so that this one will not grow.
    public var isClosed: Bool
    /// Lines received from it.
    public var received: Int64
    /// Lines accepted as events.
    public var accepted: Int64
    /// Lines that cannot be events.
    public var refused: Int64
    /// Lines that repeat an accepted event.
    public var duplicate: Int64

    /// Describes a segment.
    public init(
        base: Int64,
        path: String,
        device: UInt64,
        inode: UInt64,
        fingerprint: [UInt8],
        fingerprintLength: Int,
        length: Int64 = 0,
        isClosed: Bool = false,
        received: Int64 = 0,
        accepted: Int64 = 0,
        refused: Int64 = 0,
        duplicate: Int64 = 0
    ) {
        self.base = base
        self.path = path
        self.device = device
        self.inode = inode
        self.fingerprint = fingerprint
        self.fingerprintLength = fingerprintLength
        self.length = length
        self.isClosed = isClosed
        self.received = received
        self.accepted = accepted
        self.refused = refused
        self.duplicate = duplicate
    }
}

/// What has come in from one source.
///
/// At every commit `received = accepted + duplicate + refused`.
public struct SourceState: Sendable, Hashable {
    /// The source's name.
    public var name: String
    /// Its segments, by base; a commit adds and changes segments and never removes one.
    public var segments: [SourceSegment]
    /// Lines received.
    public var received: Int64
    /// Lines accepted as events.
    public var accepted: Int64
    /// Lines that repeat an accepted event.
    public var duplicate: Int64
    /// Lines that cannot be events.
    public var refused: Int64
    /// The position behind the last accepted byte.
    public var head: Int64

    /// Describes a source; a new one has received nothing.
    public init(
        name: String,
        segments: [SourceSegment] = [],
        received: Int64 = 0,
        accepted: Int64 = 0,
        duplicate: Int64 = 0,
        refused: Int64 = 0,
        head: Int64 = 0
    ) {
        self.name = name
        self.segments = segments
        self.received = received
        self.accepted = accepted
        self.duplicate = duplicate
        self.refused = refused
        self.head = head
    }

    /// Whether `received = accepted + duplicate + refused` and nothing is negative.
    public var isBalanced: Bool {
        guard accepted >= 0, duplicate >= 0, refused >= 0 else { return false }
        let (some, overflow) = accepted.addingReportingOverflow(duplicate)
        let (sum, overflowed) = some.addingReportingOverflow(refused)
        return !overflow && !overflowed && sum == received
    }
}
