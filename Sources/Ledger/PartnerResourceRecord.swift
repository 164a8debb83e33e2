public import Machine

/// What is known of something that must stand at a partner, such as a partner event source.
public struct PartnerResourceRecord: Sendable, Hashable {
    /// Its name at the partner.
    public var name: String
    /// Where at the partner it stands; names are unique there only.
    public var place: String
    /// The current that needs it.
    public var current: String
    /// What it is, for people.
    public var kind: String
    /// How it stood when it was last looked at: a stable word such as `pending`.
    public var status: String
    /// Since when it stands like that, as far as is known; the ledger keeps the first such moment.
    public var since: WallInstant
    /// When it was created, as the partner says.
    public var created: WallInstant?
    /// When it goes by itself if nobody makes it active, as the partner says.
    public var expires: WallInstant?
    /// When it was last looked at.
    public var checkedAt: WallInstant

    /// Describes a resource.
    public init(
        name: String,
        current: String,
        kind: String,
        place: String,
        status: String,
        since: WallInstant,
        created: WallInstant? = nil,
        expires: WallInstant? = nil,
        checkedAt: WallInstant
    ) {
        self.name = name
        self.current = current
        self.kind = kind
        self.place = place
        self.status = status
        self.since = since
        self.created = created
        self.expires = expires
        self.checkedAt = checkedAt
    }
}
