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
        /// The URLs of further services, by the service's name.
        public var services: [String: String]

        /// Declares a region.
        public init(_ name: String, url: String, services: [String: String] = [:]) {
            self.name = name
            self.url = url
            self.services = services
        }
    }

    /// Which event types the partner takes.
    public enum EventSupport: Sendable, Hashable {
        /// Every type the glossary lists in HTTP form.
        case everyHTTPEvent
        /// These types; naming another one in full is a warning when HTTP carries it at all.
        case listed([String])
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
    /// Groups of settings of which a spec gives exactly one.
    public var alternatives: [[String]]
    /// Names at the partner that are put together from settings.
    public var composedNames: [ComposedName]
    /// Services beside the one that takes events.
    public var services: [Service]
    /// The event types it takes.
    public var events: EventSupport
    /// What it calls events; nil when it uses the canonical names.
    public var naming: EventNaming?
    /// The fields without which it cannot take an event, or not tell it from another.
    public var neededFields: [NeededField]
    /// What one request may hold, unless a variant says otherwise.
    public var limits: Limits
    /// What certain settings change, the first that applies counting.
    public var variants: [Variant]
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
        alternatives: [[String]] = [],
        composedNames: [ComposedName] = [],
        services: [Service] = [],
        events: EventSupport,
        naming: EventNaming? = nil,
        neededFields: [NeededField] = [],
        limits: Limits,
        variants: [Variant] = [],
        credentialGrace: Sourced<Duration>
    ) {
        self.partner = partner
        self.title = title
        self.summary = summary
        self.mappingVersion = mappingVersion
        self.address = address
        self.credentials = credentials
        self.settings = settings
        self.alternatives = alternatives
        self.composedNames = composedNames
        self.services = services
        self.events = events
        self.naming = naming
        self.neededFields = neededFields
        self.limits = limits
        self.variants = variants
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
