public import Diagnostics

/// A `kind: Current` document as it was written.
///
/// Optional parts are nil when the person left them out.
public struct CurrentSpec: Sendable {
    /// Name, owner, labels.
    public var metadata: Metadata
    /// The `spec:` key, where findings about missing parts point.
    public var specKey: SourceRange
    /// `spec.enabled`.
    public var enabled: Located<Bool>?
    /// `spec.source`: a Source by name.
    public var source: Located<String>?
    /// `spec.start`: `beginning` or `now`.
    public var start: Located<String>?
    /// `spec.partner`.
    public var partner: Located<String>?
    /// `spec.region`.
    public var region: Located<String>?
    /// `spec.credentials`, in reading order.
    public var credentials: [CredentialSpec]
    /// The `credentials` key, when written.
    public var credentialsKey: SourceRange?
    /// `spec.events`.
    public var events: EventsSpec?
    /// `spec.filter`.
    public var filter: FilterSpec?
    /// `spec.mappings`, in order.
    public var mappings: [MappingSpec]
    /// `spec.hashKey`: a credential reference, named `hashKey`.
    public var hashKey: CredentialSpec?
    /// `spec.endpoint`.
    public var endpoint: EndpointSpec?
    /// `spec.settings`, in reading order; the partner's requirements say what each may hold.
    public var settings: [SettingSpec]
    /// `spec.delivery`.
    public var delivery: DeliverySpec

    /// Gathers a spec; nothing is checked.
    public init(
        metadata: Metadata,
        specKey: SourceRange,
        enabled: Located<Bool>? = nil,
        source: Located<String>? = nil,
        start: Located<String>? = nil,
        partner: Located<String>? = nil,
        region: Located<String>? = nil,
        credentials: [CredentialSpec] = [],
        credentialsKey: SourceRange? = nil,
        events: EventsSpec? = nil,
        filter: FilterSpec? = nil,
        mappings: [MappingSpec] = [],
        hashKey: CredentialSpec? = nil,
        endpoint: EndpointSpec? = nil,
        settings: [SettingSpec] = [],
        delivery: DeliverySpec = DeliverySpec()
    ) {
        self.metadata = metadata
        self.specKey = specKey
        self.enabled = enabled
        self.source = source
        self.start = start
        self.partner = partner
        self.region = region
        self.credentials = credentials
        self.credentialsKey = credentialsKey
        self.events = events
        self.filter = filter
        self.mappings = mappings
        self.hashKey = hashKey
        self.endpoint = endpoint
        self.settings = settings
        self.delivery = delivery
    }
}

/// One entry of `spec.credentials`.
public struct CredentialSpec: Sendable {
    /// The forms a reference takes.
    public enum Reference: Sendable, Hashable {
        /// `{ env: NAME }`.
        case environment(String)
        /// `{ file: PATH }`, as written; relative to the spec file.
        case file(String)
        /// `{ command: […] }`: the program and its arguments, the program's path as written.
        case command([String])
        /// `{ awsSecretsManager: … }` or `{ awsParameterStore: … }`.
        case aws(AWSReferenceSpec)
        /// A plain text stood where a reference belongs: probably the secret itself, which is not kept.
        case literal
    }

    /// The credential's name, such as `bearerToken`.
    public var name: Located<String>
    /// The reference; the range is that of the path, the variable name or the literal.
    public var reference: Located<Reference>

    /// Pairs a name with a reference.
    public init(name: Located<String>, reference: Located<Reference>) {
        self.name = name
        self.reference = reference
    }
}

/// `spec.events`.
public struct EventsSpec: Sendable {
    /// One way to name events.
    public enum Selector: Sendable, Hashable {
        /// An event type in full, or a glob with `*` (any run of characters within the name).
        case name(String)
        /// `{ group: NAME }`.
        case group(String)
    }

    /// The `events` key.
    public var key: SourceRange
    /// What to deliver, in reading order; a plain list is short for `include`.
    public var include: [Located<Selector>]
    /// What to leave out again.
    public var exclude: [Located<Selector>]
    /// Custom event names, exact or with `*`; nil lets all pass.
    public var customEvents: [Located<String>]?

    /// Gathers selectors.
    public init(
        key: SourceRange,
        include: [Located<Selector>],
        exclude: [Located<Selector>] = [],
        customEvents: [Located<String>]? = nil
    ) {
        self.key = key
        self.include = include
        self.exclude = exclude
        self.customEvents = customEvents
    }
}

/// `spec.endpoint`.
public struct EndpointSpec: Sendable {
    /// The `endpoint` key.
    public var key: SourceRange
    /// The address, as written.
    public var url: Located<String>?
    /// `plaintext`, `loopback`, `private`, as written.
    public var allow: [Located<String>]
    /// `services`: the addresses of further services by name, in reading order.
    public var services: [NamedText]

    /// Gathers an endpoint.
    public init(
        key: SourceRange,
        url: Located<String>? = nil,
        allow: [Located<String>] = [],
        services: [NamedText] = []
    ) {
        self.key = key
        self.url = url
        self.allow = allow
        self.services = services
    }
}

/// One pair of a mapping whose keys are no words of the language, such as `endpoint.services`.
public struct NamedText: Sendable {
    /// The key.
    public var name: Located<String>
    /// The value's characters.
    public var text: Located<String>

    /// Pairs a name with a text.
    public init(name: Located<String>, text: Located<String>) {
        self.name = name
        self.text = text
    }
}

/// One entry of `spec.settings`: the characters as written, whose type the partner's requirements decide.
public struct SettingSpec: Sendable {
    /// The setting's name.
    public var name: Located<String>
    /// The value's characters; nil when a list or mapping was written (the range tells where).
    public var text: Located<String?>
    /// Whether the value stood in quotes, and so is text whatever it looks like.
    public var isQuoted: Bool
    /// The pairs of a value that is a mapping from names to texts, in reading order; nil for any other value.
    public var entries: [NamedText]?

    /// Pairs a name with a value.
    public init(name: Located<String>, text: Located<String?>, isQuoted: Bool, entries: [NamedText]? = nil) {
        self.name = name
        self.text = text
        self.isQuoted = isQuoted
        self.entries = entries
    }
}

/// `spec.delivery`.
public struct DeliverySpec: Sendable {
    /// `none` or `per_key`.
    public var ordering: Located<String>?
    /// Requests in flight at the most.
    public var inFlight: Located<Int>?
    /// Events in one request at the most.
    public var batchEvents: Located<Int>?
    /// How long one request may take.
    public var requestTimeout: Located<Duration>?
    /// How long failing credentials are waited for.
    public var credentialGrace: Located<Duration>?
    /// `dead_letter`, `discard` or `wait`.
    public var onExpiry: Located<String>?

    /// Gathers delivery settings.
    public init(
        ordering: Located<String>? = nil,
        inFlight: Located<Int>? = nil,
        batchEvents: Located<Int>? = nil,
        requestTimeout: Located<Duration>? = nil,
        credentialGrace: Located<Duration>? = nil,
        onExpiry: Located<String>? = nil
    ) {
        self.ordering = ordering
        self.inFlight = inFlight
        self.batchEvents = batchEvents
        self.requestTimeout = requestTimeout
        self.credentialGrace = credentialGrace
        self.onExpiry = onExpiry
    }
}

/// A `kind: Source` document as it was written.
public struct SourceSpec: Sendable {
    /// Name and labels.
    public var metadata: Metadata
    /// The `spec:` key.
    public var specKey: SourceRange
    /// `spec.schema`: `braze` (the default) and others to come.
    public var schema: Located<String>?
    /// `spec.file`.
    public var file: FileSourceSpec?

    /// Gathers a source.
    public init(
        metadata: Metadata,
        specKey: SourceRange,
        schema: Located<String>? = nil,
        file: FileSourceSpec? = nil
    ) {
        self.metadata = metadata
        self.specKey = specKey
        self.schema = schema
        self.file = file
    }
}

/// `spec.file` of a Source.
public struct FileSourceSpec: Sendable {
    /// The `file` key.
    public var key: SourceRange
    /// The path as written, relative to the spec file; `-` is standard input.
    public var path: Located<String>?
    /// `jsonl` (the default).
    public var format: Located<String>?
    /// Whether to wait for more at the end of the file.
    public var follow: Located<Bool>?

    /// Gathers a file source.
    public init(
        key: SourceRange,
        path: Located<String>? = nil,
        format: Located<String>? = nil,
        follow: Located<Bool>? = nil
    ) {
        self.key = key
        self.path = path
        self.format = format
        self.follow = follow
    }
}
