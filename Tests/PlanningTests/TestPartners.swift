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

    /// With regions, a required credential, settings and a list of events.
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
        ],
        events: .listed(
            Glossary.builtIn.eventTypes.map(\.name).filter {
                $0.hasPrefix("users.messages.email.") || $0.hasPrefix("users.messages.newsfeedcard.")
            }
        ),
        limits: .init(
            eventsPerRequest: Sourced(10, source: "test page of amplitude"),
            bytesPerRequest: Sourced(1_000_000, source: "test page of amplitude")
        ),
        credentialGrace: Sourced(.seconds(3600), source: "test page of amplitude")
    )

    /// With a required setting.
    static let eventBridge = PartnerRequirements(
        partner: "eventbridge",
        title: "Amazon EventBridge",
        summary: "An event bus.",
        mappingVersion: 1,
        address: .byRegion([.init("eu-west-1", url: "https://events.eu-west-1.example.com/")]),
        credentials: [
            .init("accessKeyId", "The key's id.", isRequired: true),
            .init("secretAccessKey", "The key.", isRequired: true),
        ],
        settings: [
            .init("accountId", "The account.", .text(), need: .always),
            .init("partnerName", "The name of the event source.", .text()),
        ],
        events: .everyHTTPEvent,
        limits: .init(eventsPerRequest: Sourced(10, source: "test page of eventbridge")),
        credentialGrace: Sourced(.seconds(3600), source: "test page of eventbridge")
    )
}
