public import Plans

extension PartnerRequirements {
    /// Amplitude's HTTP V2 and batch upload APIs.
    public static let amplitude = PartnerRequirements(
        partner: "amplitude",
        title: "Amplitude",
        summary: "Product analytics: every event as an event of one Amplitude project.",
        mappingVersion: 1,
        address: .byRegion([
            .init("US", url: "https://api2.amplitude.com/2/httpapi"),
            .init("EU", url: "https://api.eu.amplitude.com/2/httpapi"),
        ]),
        credentials: [
            .init(
                "apiKey",
                "The API key of the project, from its settings ('export API key' in the vendor's dashboard).",
                isRequired: true
            )
        ],
        settings: settings,
        events: .listed(AmplitudeEventNames.listed),
        naming: AmplitudeEventNames.naming,
        neededFields: [
            NeededField(["time"], for: httpV2Field("is when it happened ('time')")),
            NeededField(
                ["user.external_user_id", "user.device_id"],
                mayBeHashed: true,
                for: httpV2Field("says whose event it is ('user_id' or 'device_id' is required)")
            ),
            NeededField(
                ["properties.name"],
                of: [EventNaming.customEvent],
                for: httpV2Field("is what a custom event is called ('event_type')")
            ),
        ],
        limits: httpV2Limits,
        variants: [
            Variant(
                when: .setting("api", is: .text(AmplitudeAPI.batch.rawValue)),
                limits: batchLimits,
                path: "/batch"
            )
        ],
        credentialGrace: Sourced(
            .seconds(48 * 3600),
            source: "Braze, Amplitude for Currents: events are dropped after 48 hours with an expired key, "
                + "read 2026-11-20"
        )
    )

    private static let settings: [Setting] = [
        Setting(
            "api",
            "http-v2 keeps each device's order; batch takes more from one user or device, and later.",
            .choice(AmplitudeAPI.allCases.map(\.rawValue)),
            fallback: .text(AmplitudeAPI.httpV2.rawValue)
        ),
        Setting(
            "minIdLength",
            "The shortest user or device id the project takes, in characters; Amplitude's own rule is 5.",
            .integer(1...1024)
        ),
        Setting(EventNaming.setting, "Names for single event types, instead of the usual ones.", .eventNames),
        Setting(
            "eventsPerSecond",
            "Events of one user or device in a second, when Amplitude has agreed to another number.",
            .integer(1...100_000)
        ),
        Setting(
            "eventsPerDay",
            "Events of one user or device in 24 hours, when Amplitude has agreed to another number.",
            .integer(1...1_000_000_000)
        ),
    ]

    /// 10,000 bytes of a body are kept for what stands around the events: the key, the options.
    private static let envelopeBytes = 10_000

    private static let httpV2Limits = Limits(
        // Amplitude takes fewer than 2,000. On its smallest plan a project may send 1,000 events in a second, so a
        // larger request is one that no waiting lets through; and a request is refused as a whole.
        eventsPerRequest: Sourced(1000, source: httpV2("fewer than 2,000 events, 1,000 events/s on Starter")),
        bytesPerRequest: Sourced(
            1_000_000 - envelopeBytes,
            source: httpV2("less than 1 MB, of which 10,000 bytes are kept for the envelope")
        ),
        perIdentity: IdentityRate(
            eventsPerSecond: Sourced(30, source: httpV2("30 events/s for each user and device")),
            eventsPerDay: dailyQuota
        )
    )

    private static let batchLimits = Limits(
        eventsPerRequest: Sourced(2000, source: batch("2,000 events")),
        bytesPerRequest: Sourced(
            20_000_000 - envelopeBytes,
            source: batch("20 MB, of which 10,000 bytes are kept for the envelope")
        ),
        perIdentity: IdentityRate(
            eventsPerSecond: Sourced(
                1000,
                source: batch("1,000 events/s for each user and device, over 30 s")
            ),
            eventsPerDay: dailyQuota
        )
    )

    private static let dailyQuota = Sourced(
        500_000,
        source: batch("500,000 events a day for each user and device")
            + "; Braze, Amplitude for Currents: the same for the HTTP API, read 2026-11-20"
    )

    private static func httpV2Field(_ statement: String) -> Sourced<String> {
        Sourced(statement, source: "Amplitude, HTTP V2 API, 'Keys for the event argument', read 2026-11-20")
    }

    private static func httpV2(_ statement: String) -> String {
        "Amplitude, HTTP V2 API, 'Upload limit': \(statement), read 2026-11-20"
    }

    private static func batch(_ statement: String) -> String {
        "Amplitude, Batch Event Upload API: \(statement), read 2026-11-20"
    }
}

/// The two ways into a project.
enum AmplitudeAPI: String, CaseIterable, Sendable {
    case httpV2 = "http-v2"
    case batch

    /// How long a user or device is left alone after a refusal for speed, when the answer does not say.
    ///
    /// Source: Amplitude, HTTP V2 API, "429" (30 s), and Batch Event Upload API, "429" (15 s), read 2026-11-20.
    var rest: Duration { self == .batch ? .seconds(15) : .seconds(30) }
}
