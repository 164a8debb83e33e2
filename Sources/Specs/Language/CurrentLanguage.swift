extension Language {
    static let current = Kind(
        "Current",
        "Which events of a source go to which partner, and how.",
        metadata: currentMetadata,
        spec: currentSpec,
        example: """
            apiVersion: currents/v1
            kind: Current
            metadata:
              name: amplitude-eu
              owner: growth-data@example.com
              labels: { env: prod }
            spec:
              source: braze-events
              partner: amplitude
              region: EU
              credentials:
                apiKey: { env: AMPLITUDE_API_KEY }
              events:
                include: ["users.messages.email.*", { group: customer-behavior }]
                exclude: [users.messages.email.Open]
              filter:
                properties: { campaign_name: [{ anything-but: { prefix: "test-" } }] }
              mappings:
                - events: ["users.messages.email.*"]
                  remove: [properties.ip_pool]
                  hash: [properties.email_address]
              hashKey: { env: CURRENTS_HASH_KEY }
              settings: { minIdLength: 5 }
              delivery: { ordering: per_key, inFlight: 8 }

            """
    )

    static let currentSpec = Object(
        whatAndWhere + whichEvents + [
            Key(
                "endpoint",
                "Sends requests to another address than the partner's own, or says where the partner is.",
                .object(endpoint),
                example: "{ url: \"https://events.example.com/in\" }"
            ),
            Key(
                "settings",
                "What only this partner asks for.",
                .ofPartner(.settings),
                example: "{ minIdLength: 5 }"
            ),
            Key("delivery", "How requests are made.", .object(delivery)),
        ],
        reserved: ["identity", "forward"]
    )

    private static let whatAndWhere = [
        Key(
            "enabled",
            "Whether events are delivered; false keeps the current, its position and its books.",
            .boolean,
            fallback: "true",
            example: "true"
        ),
        Key(
            "source",
            "The Source it reads, by name.",
            .text(.any),
            isRequired: true,
            example: "braze-events"
        ),
        Key(
            "start",
            "Where a new current begins to read.",
            .choice([
                Word("beginning", "At the first event that the source still holds."),
                Word("now", "At the first event that comes after it was applied."),
            ]),
            fallback: "beginning",
            example: "now"
        ),
        Key("partner", "Who receives the events.", .ofPartner(.name), isRequired: true, example: "amplitude"),
        Key(
            "region",
            "Where the partner keeps the data; partners with regions have no default.",
            .ofPartner(.region),
            example: "EU"
        ),
        Key(
            "credentials",
            "The partner's secrets by name, each as a reference to where it is found.",
            .ofPartner(.credentials),
            example: "{ apiKey: { env: AMPLITUDE_API_KEY } }"
        ),
    ]

    private static let whichEvents = [
        Key(
            "events",
            "Which event types are delivered.",
            .forms([
                Form(
                    "A list of what to deliver.",
                    .list(.defined(.deliveredEvents), minimum: 1),
                    example: "[\"users.messages.email.*\"]"
                ),
                Form(
                    "What to deliver, what to leave out of it, and which custom events.",
                    .object(events),
                    example: "{ include: [\"users.messages.*\"], exclude: [users.messages.email.Open] }"
                ),
            ]),
            isRequired: true,
            example: "[\"users.messages.email.*\"]"
        ),
        Key(
            "filter",
            "Which of these events are delivered, by their fields as the source has them; all others are filtered.",
            .defined(.eventPattern),
            fallback: "all are delivered",
            example: "{ properties: { campaign_name: [{ anything-but: { prefix: \"test-\" } }] } }"
        ),
        Key(
            "mappings",
            "How events are rewritten before the partner's own mapping, one entry after the other.",
            .list(.object(mapping), minimum: 1),
            example: "[{ remove: [properties.ip_pool] }]"
        ),
        Key(
            "hashKey",
            "The key of 'hash' in mappings.",
            .defined(.credentialReference),
            example: "{ env: CURRENTS_HASH_KEY }"
        ),
    ]

    static let events = Object([
        Key(
            "include",
            "What to deliver.",
            .list(.defined(.deliveredEvents), minimum: 1),
            isRequired: true,
            example: "[\"users.messages.*\", { group: customer-behavior }, users.behaviors.CustomEvent]"
        ),
        Key(
            "exclude",
            "What to leave out, whatever includes it.",
            .list(.defined(.eventSelector)),
            example: "[users.messages.email.Open]"
        ),
        Key(
            "customEvents",
            "The names of the custom events to deliver; '*' stands for any run of characters.",
            .list(.text(.any), minimum: 1),
            fallback: "custom events of every name",
            example: "[signup, \"trial_*\"]"
        ),
    ])

    /// A selector that is a mapping.
    static let eventGroup = Object([
        Key(
            "group",
            "All event types of a page or category of the event glossary.",
            .text(.any),
            isRequired: true,
            example: "customer-behavior"
        )
    ])

    static let delivery = Object([
        Key(
            "ordering",
            "Whether events of one user keep their order.",
            .choice([
                Word("none", "They may overtake each other."),
                Word("per_key", "Of one user, each event waits for the one before it."),
            ]),
            fallback: "none",
            example: "per_key"
        ),
        Key(
            "inFlight",
            "Requests under way at a time, at the most.",
            .integer(minimum: 1),
            fallback: "4",
            example: "2"
        ),
        Key(
            "batchEvents",
            "Events in one request, at the most; the partner's own limit holds as well.",
            .integer(minimum: 1),
            fallback: "the partner's limit",
            example: "50"
        ),
        Key(
            "requestTimeout",
            "How long one request may take.",
            .duration(isPositive: true),
            fallback: "30s",
            example: "10s"
        ),
        Key(
            "credentialGrace",
            "How long events wait for credentials that the partner refuses.",
            .duration(),
            fallback: "what the partner's documentation says",
            example: "48h"
        ),
        Key(
            "onExpiry",
            "What becomes of events when that time is over.",
            .choice([
                Word("dead_letter", "They are set aside and can be sent again."),
                Word("discard", "They are given up, and counted."),
                Word("wait", "They keep waiting, however long."),
            ]),
            fallback: "dead_letter",
            example: "wait"
        ),
    ])
}
