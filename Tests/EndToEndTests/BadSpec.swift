/// A document that every reader of the language must refuse.
struct BadSpec {
    /// What is wrong with it.
    var words: String
    /// Where, as check-jsonschema says it.
    var path: String
    private var kind = "Current"
    private var spec: String

    private init(_ words: String, at path: String, kind: String = "Current", _ spec: String) {
        self.words = words
        self.path = path
        self.kind = kind
        self.spec = spec
    }

    private static let events = "events: [users.messages.email.Open]"
    private static let key = "credentials: { apiKey: { env: AMPLITUDE_API_KEY } }"
    private static let keys = "credentials: { accessKeyId: { env: A }, secretAccessKey: { env: B } }"

    private static func amplitude(_ words: String, at path: String, _ lines: String) -> Self {
        Self(words, at: path, "source: events, partner: amplitude, \(lines)")
    }

    private static func sound(_ words: String, at path: String, _ lines: String) -> Self {
        amplitude(words, at: path, "region: EU, \(key), \(events), \(lines)")
    }

    private static func selecting(_ words: String, at path: String = "$.spec.events", _ list: String) -> Self
    {
        amplitude(words, at: path, "region: EU, \(key), events: \(list)")
    }

    private static func filtering(_ words: String, at path: String, _ test: String) -> Self {
        sound(words, at: path, "filter: { properties: { \(test) } }")
    }

    private static func bus(_ words: String, at path: String, _ settings: String) -> Self {
        Self(
            words,
            at: path,
            "source: events, partner: eventbridge, region: eu-west-1, \(keys), \(events), settings: \(settings)"
        )
    }

    static let all: [BadSpec] = [
        sound("an unknown key", at: "$.spec", "filters: {}"),
        sound("an unknown key further down", at: "$.spec.delivery", "delivery: { inflight: 2 }"),
        sound("a text for a number", at: "$.spec.delivery.inFlight", "delivery: { inFlight: many }"),
        sound("a number in quotes", at: "$.spec.delivery.inFlight", "delivery: { inFlight: \"2\" }"),
        sound("a number below its bounds", at: "$.spec.delivery.inFlight", "delivery: { inFlight: 0 }"),
        sound(
            "a word outside a closed list",
            at: "$.spec.delivery.ordering",
            "delivery: { ordering: strict }"
        ),
        sound(
            "a time without a unit",
            at: "$.spec.delivery.requestTimeout",
            "delivery: { requestTimeout: 30 }"
        ),
        sound("no time at all", at: "$.spec.delivery.requestTimeout", "delivery: { requestTimeout: 0s }"),
        sound("'yes' for true", at: "$.spec.enabled", "enabled: \"yes\""),
        sound("a mapping for a word", at: "$.spec.start", "start: { at: now }"),
        sound("an address without a scheme", at: "$.spec.endpoint.url", "endpoint: { url: example.com }"),
        sound(
            "an address with a password",
            at: "$.spec.endpoint.url",
            "endpoint: { url: \"https://a:b@example.com\" }"
        ),
        sound("an unknown setting", at: "$.spec.settings", "settings: { minIdLenght: 5 }"),
        sound(
            "a setting of another type",
            at: "$.spec.settings.minIdLength",
            "settings: { minIdLength: five }"
        ),
        sound("a setting out of bounds", at: "$.spec.settings.minIdLength", "settings: { minIdLength: 0 }"),
        sound(
            "a name for no event",
            at: "$.spec.settings.eventNames",
            "settings: { eventNames: { Open: Opened } }"
        ),
        sound(
            "a service nobody has",
            at: "$.spec.endpoint.services",
            "endpoint: { services: { sts: \"https://a.b\" } }"
        ),
        amplitude("a missing region", at: "$.spec", "\(key), \(events)"),
        amplitude("a region of another partner", at: "$.spec.region", "region: eu-west-1, \(key), \(events)"),
        amplitude("missing credentials", at: "$.spec", "region: EU, \(events)"),
        amplitude("a missing credential", at: "$.spec.credentials", "region: EU, credentials: {}, \(events)"),
        amplitude(
            "a credential of another partner",
            at: "$.spec.credentials",
            "region: EU, credentials: { apiKey: { env: A }, bearerToken: { env: B } }, \(events)"
        ),
        amplitude(
            "a secret itself",
            at: "$.spec.credentials.apiKey",
            "region: EU, credentials: { apiKey: not-a-real-key }, \(events)"
        ),
        amplitude(
            "two places of one secret",
            at: "$.spec.credentials.apiKey",
            "region: EU, credentials: { apiKey: { env: A, file: b } }, \(events)"
        ),
        amplitude(
            "no place of a secret",
            at: "$.spec.credentials.apiKey",
            "region: EU, credentials: { apiKey: {} }, \(events)"
        ),
        amplitude(
            "a variable that cannot be one",
            at: "$.spec.credentials.apiKey.env",
            "region: EU, credentials: { apiKey: { env: 2-A } }, \(events)"
        ),
        selecting("an event nobody knows", "[users.messages.email.Opened]"),
        selecting("an event no partner can be sent", "[users.UserOrphan]"),
        selecting("a group nobody knows", "[{ group: emails }]"),
        selecting("no event", "[]"),
        selecting("one event without a list", "users.messages.email.Open"),
        Self("an unknown partner", at: "$.spec.partner", "source: events, partner: braze, \(events)"),
        Self("a missing key", at: "$.spec", "partner: http, endpoint: { url: \"https://a.b\" }, \(events)"),
        Self("a missing address", at: "$.spec", "source: events, partner: http, \(events)"),
        Self(
            "a region of a partner without any",
            at: "$.spec.region",
            "source: events, partner: http, region: EU, endpoint: { url: \"https://a.b\" }, \(events)"
        ),
        bus(
            "neither of two ways",
            at: "$.spec.settings",
            "{ roleArn: \"arn:aws:iam::123456789012:role/a\" }"
        ),
        bus(
            "both of two ways",
            at: "$.spec.settings",
            "{ busName: a, partnerName: b, accountId: \"123456789012\" }"
        ),
        bus("a setting without its companion", at: "$.spec.settings", "{ partnerName: b }"),
        bus(
            "a setting of the wrong form",
            at: "$.spec.settings.accountId",
            "{ partnerName: b, accountId: twelve }"
        ),
        Self("a source without a file", at: "$.spec", kind: "Source", "schema: braze"),
        Self(
            "a form of events for later",
            at: "$.spec.schema",
            kind: "Source",
            "schema: amplitude, file: { path: a }"
        ),
        Self("no file to read", at: "$.spec.file", kind: "Source", "file: { follow: true }"),
        filtering(
            "a filter by a field no event has",
            at: "$.spec.filter.properties",
            "campain_name: [spring]"
        ),
        filtering(
            "a value without its list",
            at: "$.spec.filter.properties.campaign_name",
            "campaign_name: spring"
        ),
        filtering(
            "a test nobody knows",
            at: "$.spec.filter.properties.campaign_name[0]",
            "campaign_name: [{ begins: spring }]"
        ),
        sound("a mapping that does nothing", at: "$.spec.mappings[0]", "mappings: [{ events: [\"*\"] }]"),
        sound(
            "an algorithm nobody knows",
            at: "$.spec.mappings[0].hash",
            "hashKey: { env: A }, mappings: [{ hash: { properties.email_address: md5 } }]"
        ),
        sound("a key of hashes itself", at: "$.spec.hashKey", "hashKey: not-a-real-key"),
        Self("a policy that asks for nothing", at: "$.spec", kind: "Policy", ""),
        Self("regions of nobody", at: "$.spec.regions", kind: "Policy", "regions: { acme: [EU] }"),
        Self("a size without a unit", at: "$.spec.disk.budget", kind: "Workspace", "disk: { budget: 10 }"),
        Self(
            "a type nobody knows",
            at: "$.spec.properties.a",
            kind: "CustomEvent",
            "properties: { a: colour }"
        ),
        Self("a test without an end", at: "$.spec", kind: "Test", "current: bad-0, input: { event_type: a }"),
        Self("an unknown kind", at: "$.kind", kind: "Curent", "source: events"),
    ]

    /// By the names of their files.
    static let byName = Dictionary(
        all.enumerated().map { ("bad-\($0.offset)", $0.element) },
        uniquingKeysWith: { first, _ in first }
    )

    /// Their texts, by the names of their files.
    static var documents: [String: String] {
        Dictionary(
            byName.map { ($0.key, $0.value.text(named: $0.key)) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The source they read.
    static let source = """
        apiVersion: currents/v1
        kind: Source
        metadata: { name: events }
        spec: { file: { path: events.jsonl } }

        """

    private func text(named name: String) -> String {
        "apiVersion: currents/v1\nkind: \(kind)\nmetadata: { name: \(name) }\nspec: { \(spec) }\n"
    }
}
