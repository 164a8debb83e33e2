// Plans holds the agreement between compiler and runner: what a partner requires, and what has been decided for
// each current. Neither side needs the other; both need this room.

/// Everything that has been decided about one current; enough to run it.
///
/// A plan is a pure function of the specs and the glossary. It holds references to secrets, never secrets, and no
/// path of the machine that compiled it except those the spec itself wrote.
public struct Plan: Sendable, Hashable, Codable {
    /// The newest format: raised when an older runner would misread a newer plan.
    ///
    /// A plan is written in the oldest format that can say it, so that a new program changes no plan by itself. Format
    /// 2 knows filters, mappings, and secrets that a command or AWS keeps.
    public static let currentFormatVersion = 2

    /// The format this plan is written in.
    public var formatVersion: Int
    /// The current's name, unique in its workspace.
    public var current: String
    /// Who hears about a failing key; nil when the spec names nobody.
    public var owner: String?
    /// The name the current had before, whose position and books it takes over.
    public var renamedFrom: String?
    /// Free labels.
    public var labels: [String: String]
    /// Whether the runner delivers; a disabled current keeps its place.
    public var isEnabled: Bool
    /// Where events come from.
    public var source: SourcePlan
    /// Where a new current starts in what its source holds.
    public var start: Start
    /// The partner's name, as `PartnerRequirements.partner`.
    public var partner: String
    /// The version of the partner's mapping that this plan was compiled for.
    public var mappingVersion: Int
    /// The partner's region, for partners that have some.
    public var region: String?
    /// Where requests go.
    public var endpoint: EndpointPlan
    /// Credential references by name.
    public var credentials: [String: SecretReference]
    /// Partner-specific settings, defaults filled in.
    public var settings: [String: SettingValue]
    /// The glossary the plan was resolved against.
    public var glossary: GlossaryStamp
    /// The selected event types, sorted by name.
    public var events: [SelectedEvent]
    /// Custom event names (exact or with `*`) that narrow `users.behaviors.CustomEvent`; nil lets all pass.
    public var customEvents: [String]?
    /// Which events of these types to deliver; nil delivers all.
    public var filter: EventPattern?
    /// How events are rewritten before the partner's own mapping, in order; nil leaves them as they are.
    public var mappings: [EventMapping]?
    /// The key of keyed hashes; nil when no mapping needs one.
    public var hashKey: SecretReference?
    /// Types that a glob or group matched but the partner does not take, sorted by name.
    public var leftOut: [LeftOutEvent]
    /// How to deliver.
    public var delivery: DeliveryPlan

    /// Makes a plan, in the oldest format that can say it unless one is given; nothing is checked.
    public init(
        formatVersion: Int? = nil,
        current: String,
        owner: String? = nil,
        renamedFrom: String? = nil,
        labels: [String: String] = [:],
        isEnabled: Bool = true,
        source: SourcePlan,
        start: Start = .beginning,
        partner: String,
        mappingVersion: Int,
        region: String? = nil,
        endpoint: EndpointPlan,
        credentials: [String: SecretReference] = [:],
        settings: [String: SettingValue] = [:],
        glossary: GlossaryStamp,
        events: [SelectedEvent],
        customEvents: [String]? = nil,
        filter: EventPattern? = nil,
        mappings: [EventMapping]? = nil,
        hashKey: SecretReference? = nil,
        leftOut: [LeftOutEvent] = [],
        delivery: DeliveryPlan
    ) {
        let isPlain = filter == nil && mappings == nil && hashKey == nil
        let references = credentials.values.map(\.formatVersion)
        self.formatVersion = formatVersion ?? max(isPlain ? 1 : 2, references.max() ?? 1)
        self.current = current
        self.owner = owner
        self.renamedFrom = renamedFrom
        self.labels = labels
        self.isEnabled = isEnabled
        self.source = source
        self.start = start
        self.partner = partner
        self.mappingVersion = mappingVersion
        self.region = region
        self.endpoint = endpoint
        self.credentials = credentials
        self.settings = settings
        self.glossary = glossary
        self.events = events
        self.customEvents = customEvents
        self.filter = filter
        self.mappings = mappings
        self.hashKey = hashKey
        self.leftOut = leftOut
        self.delivery = delivery
    }

    /// Where a new current starts.
    public enum Start: String, Sendable, Hashable, Codable {
        /// With the oldest event the source still holds.
        case beginning
        /// With the first event accepted after the current was applied.
        case now
    }
}

/// Where events come from.
public struct SourcePlan: Sendable, Hashable, Codable {
    /// The forms a source takes.
    public enum Kind: String, Sendable, Hashable, Codable {
        /// A file of JSON lines.
        case file
        /// Standard input of the runner.
        case standardInput
    }

    /// The source's name, unique in its workspace.
    public var name: String
    /// The form.
    public var kind: Kind
    /// The file, absolute or relative to the runner's working directory; empty for standard input.
    public var path: String
    /// Whether a file is watched for more once its end is reached.
    public var isFollowed: Bool

    /// Describes a source.
    public init(name: String, kind: Kind, path: String, isFollowed: Bool) {
        self.name = name
        self.kind = kind
        self.path = path
        self.isFollowed = isFollowed
    }
}

/// Where requests go, and what the spec allows of an address that is not https to a public host.
public struct EndpointPlan: Sendable, Hashable, Codable {
    /// One exception.
    public enum Allowance: String, Sendable, Hashable, Codable, CaseIterable {
        /// `http` instead of `https`.
        case plaintext
        /// Addresses of this machine.
        case loopback
        /// Private and link-local addresses.
        case `private`
    }

    /// The whole URL of event requests.
    public var url: String
    /// The exceptions, sorted by name.
    public var allow: [Allowance]
    /// The whole URLs of further services, by the service's name.
    public var services: [String: String]

    /// Describes an endpoint.
    public init(url: String, allow: [Allowance] = [], services: [String: String] = [:]) {
        self.url = url
        self.allow = allow
        self.services = services
    }

    private enum CodingKeys: CodingKey {
        case url, allow, services
    }

    /// Reads an endpoint; one without services may leave them out, as plans did before there were any.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        url = try values.decode(String.self, forKey: .url)
        allow = try values.decode([Allowance].self, forKey: .allow)
        services = try values.decodeIfPresent([String: String].self, forKey: .services) ?? [:]
    }

    /// Writes an endpoint.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(url, forKey: .url)
        try values.encode(allow, forKey: .allow)
        if !services.isEmpty { try values.encode(services, forKey: .services) }
    }
}

/// The glossary a plan was resolved against.
public struct GlossaryStamp: Sendable, Hashable, Codable {
    /// The vendor's schema release, such as `10`.
    public var release: String
    /// SHA-256 of the glossary's text, as `sha256:` and 64 hexadecimal digits.
    public var digest: String

    /// Makes a stamp.
    public init(release: String, digest: String) {
        self.release = release
        self.digest = digest
    }
}

/// One event type a current delivers.
public struct SelectedEvent: Sendable, Hashable, Codable {
    /// The canonical event type.
    public var type: String
    /// The partner's name for it, with `EventNaming.ownName` where a custom event's own name goes; nil when the
    /// partner uses the canonical one.
    public var name: String?
    /// The content address of its fields, as in `PlanFile.shape(of:)`: the same fields give the same address.
    public var shape: String

    /// Describes a selected type.
    public init(type: String, name: String? = nil, shape: String) {
        self.type = type
        self.name = name
        self.shape = shape
    }
}

/// An event type that a glob or group matched and the partner does not take.
public struct LeftOutEvent: Sendable, Hashable, Codable {
    /// The canonical event type.
    public var type: String
    /// Why, for people.
    public var reason: String

    /// Describes a type left out.
    public init(type: String, reason: String) {
        self.type = type
        self.reason = reason
    }
}

/// How a current delivers.
public struct DeliveryPlan: Sendable, Hashable, Codable {
    /// Order between events of one key.
    public enum Ordering: String, Sendable, Hashable, Codable {
        /// Events of one key are first attempted in acceptance order.
        case none
        /// The next event of a key waits until the one before it is terminal.
        case perKey = "per_key"
    }

    /// What happens to events when credentials have failed for longer than the grace.
    public enum OnExpiry: String, Sendable, Hashable, Codable {
        case deadLetter = "dead_letter"
        case discard
        case wait
    }

    /// Order between events of one key.
    public var ordering: Ordering
    /// Requests in flight at the most.
    public var inFlight: Int
    /// Events in one request at the most.
    public var batchEvents: Int
    /// Bytes of all records of one request at the most, as the partner counts them.
    public var batchBytes: Int
    /// Bytes of one record at the most, as the partner counts them; nil when only `batchBytes` limits it.
    public var recordBytes: Int?
    /// The total time one request may take, in milliseconds.
    public var requestTimeoutMilliseconds: Int
    /// How long failing credentials are waited for, in seconds.
    public var credentialGraceSeconds: Int
    /// What happens after that.
    public var onExpiry: OnExpiry
    /// What one user, and one device, may send; nil without such a limit.
    public var perIdentity: IdentityRate?

    /// What one user, and one device, may send.
    public struct IdentityRate: Sendable, Hashable, Codable {
        /// Events in any second.
        public var eventsPerSecond: Int
        /// Events in any 24 hours; nil without such a limit.
        public var eventsPerDay: Int?

        /// Describes a rate.
        public init(eventsPerSecond: Int, eventsPerDay: Int? = nil) {
            self.eventsPerSecond = eventsPerSecond
            self.eventsPerDay = eventsPerDay
        }
    }

    /// Describes delivery.
    public init(
        ordering: Ordering = .none,
        inFlight: Int,
        batchEvents: Int,
        batchBytes: Int,
        recordBytes: Int? = nil,
        requestTimeoutMilliseconds: Int,
        credentialGraceSeconds: Int,
        onExpiry: OnExpiry,
        perIdentity: IdentityRate? = nil
    ) {
        self.ordering = ordering
        self.inFlight = inFlight
        self.batchEvents = batchEvents
        self.batchBytes = batchBytes
        self.recordBytes = recordBytes
        self.requestTimeoutMilliseconds = requestTimeoutMilliseconds
        self.credentialGraceSeconds = credentialGraceSeconds
        self.onExpiry = onExpiry
        self.perIdentity = perIdentity
    }
}
