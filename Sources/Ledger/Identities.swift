public import Machine

/// How the users and devices of one current stand with the partner's limits, when it was last written down.
public struct IdentitySummary: Sendable, Hashable {
    /// Events that wait for a user or device to be below its limit.
    public var parked: Int64
    /// The users and devices they belong to.
    public var identities: Int64
    /// When the next of them may go.
    public var dueAt: WallInstant?
    /// Events handed to requests that carried a device and no user.
    public var anonymous: Int64

    /// Describes a summary.
    public init(parked: Int64 = 0, identities: Int64 = 0, dueAt: WallInstant? = nil, anonymous: Int64 = 0) {
        self.parked = parked
        self.identities = identities
        self.dueAt = dueAt
        self.anonymous = anonymous
    }
}

/// How much one user or device sent in one hour, kept so that a restart does not forget it.
public struct IdentityHour: Sendable, Hashable {
    /// The user or device, as a hash that stays the same.
    public var identity: UInt64
    /// Hours since 1970.
    public var hour: Int64
    /// Events sent.
    public var events: Int64

    /// Describes a count.
    public init(identity: UInt64, hour: Int64, events: Int64) {
        self.identity = identity
        self.hour = hour
        self.events = events
    }
}

/// Until when a partner wants to be left alone, by one user or device or by the whole current.
public struct PartnerHold: Sendable, Hashable {
    /// The user or device, as a hash that stays the same; zero for the whole current.
    public var identity: UInt64
    /// Until when.
    public var until: WallInstant
    /// What the partner said, for people.
    public var detail: String

    /// Describes a hold.
    public init(identity: UInt64, until: WallInstant, detail: String) {
        self.identity = identity
        self.until = until
        self.detail = detail
    }
}
