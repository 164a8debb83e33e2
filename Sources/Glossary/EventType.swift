// Glossary knows every event type and its fields. It reads its own compiled-in text, never YAML.

/// One of the vendor's event types, such as `users.messages.email.Open`.
public struct EventType: Sendable, Hashable {
    /// What an event is about, at the coarsest.
    public enum Category: String, Sendable, Hashable, CaseIterable {
        case agent, behavior, campaign, canvas, message, user
    }

    /// Whether the vendor still sends it.
    public enum Status: String, Sendable, Hashable { case current, deprecated }

    /// The canonical name; matching is case sensitive.
    public var name: String
    /// What it is about.
    public var category: Category
    /// The channel or area, such as `email`; one category has many.
    public var family: String
    /// What happened, such as `Open`: the last segment of the name.
    public var action: String
    /// Whether the vendor still sends it.
    public var status: Status
    /// The published successor of a deprecated type.
    public var replacedBy: String?
    /// A remark on its status: why it is deprecated, or what its receivers should know, in the glossary's
    /// words.
    public var statusNote: String?
    /// Whether storage partners (Avro files) receive it.
    public var isInStorage: Bool
    /// Whether HTTP partners receive it.
    public var isInHTTP: Bool
    /// The glossary page that carries it: `message-engagement`, `customer-behavior`, or nil.
    public var documentedIn: String?
    /// The schema release that introduced it: a number, `<=1` for older, or nil when not known.
    public var since: String?
    /// Other spellings met in the vendor's pages.
    public var aliases: [String]
    /// Fields in storage order; those only in HTTP follow.
    public var fields: [EventField]

    /// Makes a type; nothing is checked.
    public init(
        name: String,
        category: Category,
        family: String,
        action: String,
        status: Status,
        replacedBy: String? = nil,
        statusNote: String? = nil,
        isInStorage: Bool,
        isInHTTP: Bool,
        documentedIn: String? = nil,
        since: String? = nil,
        aliases: [String] = [],
        fields: [EventField]
    ) {
        self.name = name
        self.category = category
        self.family = family
        self.action = action
        self.status = status
        self.replacedBy = replacedBy
        self.statusNote = statusNote
        self.isInStorage = isInStorage
        self.isInHTTP = isInHTTP
        self.documentedIn = documentedIn
        self.since = since
        self.aliases = aliases
        self.fields = fields
    }
}

/// One field of an event type.
public struct EventField: Sendable, Hashable {
    /// The value types of the catalogue.
    ///
    /// `map` exists in HTTP payloads only.
    public enum ValueType: String, Sendable, Hashable {
        case string, int, long, float, boolean
        case strings = "array<string>"
        case map = "map<any>"
    }

    /// Where the HTTP form puts a field.
    public enum Placement: String, Sendable, Hashable { case top, user, properties }

    /// Why a field counts as personal data or not.
    public enum PersonalBasis: String, Sendable, Hashable {
        /// The vendor tags it.
        case source
        /// Our own reading.
        case inferred
        /// Looks personal but belongs to the sender (a business number), so it is not.
        case senderSide = "sender_side"
    }

    /// The name in storage files.
    public var name: String
    /// The type in storage files.
    public var type: ValueType
    /// Whether every event of the type has it.
    public var isRequired: Bool
    /// Where the HTTP form puts it.
    public var placement: Placement
    /// What the value means, such as `identifier` or `email`.
    public var semantic: String
    /// Whether it says something about a person.
    public var isPersonal: Bool
    /// Why it counts as personal, or why it does not although it looks so.
    public var personalBasis: PersonalBasis?
    /// Whether storage files carry it.
    public var isInStorage: Bool
    /// Whether the HTTP form carries it.
    public var isInHTTP: Bool
    /// The name in the HTTP form, when it differs.
    public var httpName: String?
    /// The type in the HTTP form, when it differs.
    public var httpType: ValueType?
    /// The schema release that introduced it, when known.
    public var since: String?
    /// Whether the vendor has deprecated it.
    public var isDeprecated: Bool
    /// The unit of a number, such as `ms`, when stated.
    public var unit: String?

    /// Makes a field; nothing is checked.
    public init(
        name: String,
        type: ValueType,
        isRequired: Bool,
        placement: Placement,
        semantic: String,
        isPersonal: Bool,
        personalBasis: PersonalBasis? = nil,
        isInStorage: Bool,
        isInHTTP: Bool,
        httpName: String? = nil,
        httpType: ValueType? = nil,
        since: String? = nil,
        isDeprecated: Bool = false,
        unit: String? = nil
    ) {
        self.name = name
        self.type = type
        self.isRequired = isRequired
        self.placement = placement
        self.semantic = semantic
        self.isPersonal = isPersonal
        self.personalBasis = personalBasis
        self.isInStorage = isInStorage
        self.isInHTTP = isInHTTP
        self.httpName = httpName
        self.httpType = httpType
        self.since = since
        self.isDeprecated = isDeprecated
        self.unit = unit
    }

    /// The path of the field in the HTTP form, such as `properties.campaign_id`.
    public var httpPath: String {
        let leaf = httpName ?? name
        return placement == .top ? leaf : "\(placement.rawValue).\(leaf)"
    }
}
