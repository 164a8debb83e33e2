import Glossary
import Plans

/// Partners for tests: shaped like real ones, with numbers of their own.
enum TestPartners {
    static let all = [eventBridge, http, amplitude]

    /// Like the custom HTTP partner: the spec gives the URL.
    static let http = PartnerRequirements(
        partner: "http",
        title: "Custom HTTP",
        summary: "Any receiver.",
        mappingVersion: 1,
        address: .givenBySpec,
        credentials: [.init("bearerToken", "Sent along.", isRequired: false, alphabet: .bearerToken)],
        settings: [
            .init("preset", "The shape of the body.", .choice(["braze", "plain"]), fallback: .text("braze"))
        ],
        events: .everyHTTPEvent,
        limits: .init(eventsPerRequest: Sourced(100, source: "test page of http")),
        credentialGrace: Sourced(.seconds(48 * 3600), source: "test page of http")
    )

    /// With regions, a required credential, settings, names of its own, rates, and a list of events.
    static let amplitude = PartnerRequirements(
        partner: "amplitude",
        title: "Amplitude",
        summary: "Analytics.",
        mappingVersion: 3,
        address: .byRegion([
            .init("US", url: "https://api.us.example.com/2/events"),
            .init("EU", url: "https://api.eu.example.com/2/events?v=1"),
        ]),
        credentials: [.init("apiKey", "The project's key.", isRequired: true)],
        settings: [
            .init("minIdLength", "The shortest id.", .integer(1...100)),
            .init("api", "Which interface.", .choice(["http-v2", "batch"]), fallback: .text("http-v2")),
            .init("anonymous", "Whether ids may be missing.", .boolean),
            .init("note", "Free text.", .text()),
            .init("eventsPerSecond", "The ceiling of one user.", .integer(1...100_000)),
            .init("eventsPerDay", "The daily ceiling of one user.", .integer(1...10_000_000)),
            .init(EventNaming.setting, "Names for events.", .eventNames),
        ],
        events: .listed(
            Glossary.builtIn.eventTypes.map(\.name).filter {
                $0.hasPrefix("users.messages.email.") || $0.hasPrefix("users.messages.newsfeedcard.")
                    || $0 == EventNaming.customEvent
            }
        ),
        naming: EventNaming(
            prefix: "[Own] ",
            customEventPrefix: "[Own] [Custom] ",
            names: [
                "users.messages.email.Open": .init("Email Open", source: "test page of amplitude"),
                "users.messages.email.Send": .init("Email Send", source: "test page of amplitude"),
            ],
            maximumNames: Sourced(10, source: "test page of amplitude, names"),
            maximumLength: Sourced(40, source: "test page of amplitude, lengths")
        ),
        limits: .init(
            eventsPerRequest: Sourced(10, source: "test page of amplitude"),
            bytesPerRequest: Sourced(1_000_000, source: "test page of amplitude"),
            perIdentity: .init(
                eventsPerSecond: Sourced(30, source: "test page of amplitude, rates"),
                eventsPerDay: Sourced(500, source: "test page of amplitude, quotas")
            )
        ),
        variants: [
            .init(
                when: .setting("api", is: .text("batch")),
                limits: .init(
                    eventsPerRequest: Sourced(20, source: "test page of amplitude, batch"),
                    bytesPerRecord: Sourced(1_000, source: "test page of amplitude, batch"),
                    perIdentity: .init(eventsPerSecond: Sourced(100, source: "test page of amplitude, batch"))
                ),
                path: "/batch"
            )
        ],
        credentialGrace: Sourced(.seconds(3600), source: "test page of amplitude")
    )

    /// With settings that need, exclude and complete each other, a name made of them, and services.
    static let eventBridge = PartnerRequirements(
        partner: "eventbridge",
        title: "Amazon EventBridge",
        summary: "An event bus.",
        mappingVersion: 1,
        address: .byRegion([
            .init(
                "eu-west-1",
                url: "https://events.eu-west-1.example.com/",
                services: [
                    "sts": "https://sts.eu-west-1.example.com/", "audit": "https://audit.example.com/log",
                ]
            )
        ]),
        credentials: [
            .init("accessKeyId", "The key's id.", isRequired: true),
            .init("secretAccessKey", "The key.", isRequired: true),
        ],
        settings: [
            .init(
                "accountId",
                "The account.",
                .text(.init("\\d{12}", "12 digits")),
                need: .with("partnerName")
            ),
            .init("partnerName", "Publish as this partner.", .text(.init("[A-Za-z0-9._-]+", "a name"))),
            .init("busName", "Put events on this bus.", .text()),
            .init("sourceName", "The rest of the event source's name.", .text(), companion: "partnerName"),
            .init("roleArn", "The role to take over.", .text()),
            .init("externalId", "What the role asks for.", .text(), companion: "roleArn"),
        ],
        alternatives: [["partnerName", "busName"]],
        composedNames: [
            .init(
                "event source",
                parts: [
                    .text("aws.partner/"), .setting("partnerName"), .text("/"),
                    .setting(
                        "sourceName",
                        otherwise: [
                            .text("currents/"), .current, .text("-"), .digest(of: "accountId", digits: 8),
                        ]
                    ),
                ],
                form: Sourced(
                    .init("aws\\.partner(/[._A-Za-z0-9-]+){2,}", "parts of letters, digits and '._-'"),
                    source: "test page of eventbridge, names"
                ),
                maximumLength: Sourced(256, source: "test page of eventbridge, lengths"),
                unadvised: Sourced(["accountId"], source: "test page of eventbridge, advice")
            )
        ],
        services: [
            .init("sts", "Hands out the role's credentials.", companion: "roleArn"),
            .init("audit", "Hears of everything."),
        ],
        events: .everyHTTPEvent,
        limits: .init(eventsPerRequest: Sourced(20, source: "test page of eventbridge")),
        variants: [
            .init(
                when: .given("busName"),
                limits: .init(eventsPerRequest: Sourced(10, source: "test page of eventbridge, buses"))
            )
        ],
        credentialGrace: Sourced(.seconds(3600), source: "test page of eventbridge")
    )
}
