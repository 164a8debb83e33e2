public import Glossary

/// A number or fact with the document it came from.
///
/// A number without a source is a bug.
public struct Sourced<Value: Sendable & Hashable>: Sendable, Hashable {
    /// The fact.
    public var value: Value
    /// The document that states it, and the day it was read.
    public var source: String

    /// Pairs a fact with its source.
    public init(_ value: Value, source: String) {
        self.value = value
        self.source = source
    }
}

/// What one partner requires of a spec, and what it limits, as plain data: no partner code runs to check a spec.
///
/// One declaration feeds the checks, the reference pages and the engine's limits.
public struct PartnerRequirements: Sendable, Hashable {
    /// One credential the partner wants.
    public struct Credential: Sendable, Hashable {
        /// The key below `spec.credentials`.
        public var name: String
        /// What it is, for people.
        public var summary: String
        /// Whether a spec must give it.
        public var isRequired: Bool
        /// The characters the partner allows in the secret; checked when the secret is loaded.
        public var alphabet: SecretAlphabet

        /// Declares a credential.
        public init(
            _ name: String,
            _ summary: String,
            isRequired: Bool,
            alphabet: SecretAlphabet = .printable
        ) {
            self.name = name
            self.summary = summary
            self.isRequired = isRequired
            self.alphabet = alphabet
        }
    }

    /// The characters a secret may hold.
    public enum SecretAlphabet: String, Sendable, Hashable {
        /// Any printable ASCII character.
        case printable
        /// RFC 6750 `b64token`: letters, digits, `-._~+/`, then any number of `=`.
        case bearerToken
    }

    /// One partner-specific setting.
    public struct Setting: Sendable, Hashable {
        /// The kinds of value a setting takes.
        public enum Kind: Sendable, Hashable {
            /// Any text of at least one character.
            case text
            /// A whole number within bounds.
            case integer(ClosedRange<Int>)
            /// `true` or `false`.
            case boolean
            /// One of a closed list.
            case choice([String])
        }

        /// The key below `spec.settings`.
        public var name: String
        /// What it does, for people.
        public var summary: String
        /// What it takes.
        public var kind: Kind
        /// Whether a spec must give it.
        public var isRequired: Bool
        /// The value used when a spec does not give it.
        public var fallback: SettingValue?

        /// Declares a setting.
        public init(
            _ name: String,
            _ summary: String,
            _ kind: Kind,
            isRequired: Bool = false,
            fallback: SettingValue? = nil
        ) {
            self.name = name
            self.summary = summary
            self.kind = kind
            self.isRequired = isRequired
            self.fallback = fallback
        }
    }

    /// Where requests go.
    public enum Address: Sendable, Hashable {
        /// The spec gives the whole URL in `spec.endpoint.url`.
        case givenBySpec
        /// `spec.region` picks the URL; `spec.endpoint.url` may replace its scheme, host and port.
        case byRegion([Region])
    }

    /// One region of a partner.
    public struct Region: Sendable, Hashable {
        /// The name a spec writes.
        public var name: String
        /// The URL requests go to.
        public var url: String

        /// Declares a region.
        public init(_ name: String, url: String) {
            self.name = name
            self.url = url
        }
    }

    /// Which event types the partner takes.
    public enum EventSupport: Sendable, Hashable {
        /// Every type the glossary lists in HTTP form.
        case everyHTTPEvent
        /// These types; naming another one in full is a warning when HTTP carries it at all.
        case listed([String])
    }

    /// What one request and one event may hold.
    public struct Limits: Sendable, Hashable {
        /// Events in one request at the most.
        public var eventsPerRequest: Sourced<Int>
        /// Bytes of one request body at the most; nil when the partner publishes none.
        public var bytesPerRequest: Sourced<Int>?
        /// Bytes of one mapped record at the most; nil when the partner publishes none.
        public var bytesPerRecord: Sourced<Int>?

        /// Declares limits.
        public init(
            eventsPerRequest: Sourced<Int>,
            bytesPerRequest: Sourced<Int>? = nil,
            bytesPerRecord: Sourced<Int>? = nil
        ) {
            self.eventsPerRequest = eventsPerRequest
            self.bytesPerRequest = bytesPerRequest
            self.bytesPerRecord = bytesPerRecord
        }
    }

    /// The name a spec writes in `spec.partner`: lower case, `-` between words.
    public var partner: String
    /// The name people use.
    public var title: String
    /// What the partner is, in one sentence.
    public var summary: String
    /// Raised whenever the mapping of an unchanged event changes.
    public var mappingVersion: Int
    /// Where requests go.
    public var address: Address
    /// The credentials it wants, in the order to show them.
    public var credentials: [Credential]
    /// The settings it takes, in the order to show them.
    public var settings: [Setting]
    /// The event types it takes.
    public var events: EventSupport
    /// What one request may hold.
    public var limits: Limits
    /// How long failing credentials are waited for before events are set aside.
    public var credentialGrace: Sourced<Duration>

    /// Declares a partner.
    public init(
        partner: String,
        title: String,
        summary: String,
        mappingVersion: Int,
        address: Address,
        credentials: [Credential],
        settings: [Setting],
        events: EventSupport,
        limits: Limits,
        credentialGrace: Sourced<Duration>
    ) {
        self.partner = partner
        self.title = title
        self.summary = summary
        self.mappingVersion = mappingVersion
        self.address = address
        self.credentials = credentials
        self.settings = settings
        self.events = events
        self.limits = limits
        self.credentialGrace = credentialGrace
    }

    /// The regions, empty for a partner without any.
    public var regions: [Region] {
        guard case .byRegion(let regions) = address else { return [] }
        return regions
    }

    /// Whether the partner takes events of `type`.
    public func takes(_ type: EventType) -> Bool {
        switch events {
        case .everyHTTPEvent: type.isInHTTP
        case .listed(let names): names.contains(type.name)
        }
    }
}
