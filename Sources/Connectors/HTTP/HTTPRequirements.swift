public import Plans

extension PartnerRequirements {
    /// The vendor's custom HTTP connector: any receiver that takes the published body.
    ///
    /// Source of all facts: Braze, "Custom HTTP connector" (user guide, Currents), read 2026-11-20.
    public static let http = PartnerRequirements(
        partner: "http",
        title: "Custom HTTP",
        summary: "Any receiver of the vendor's published HTTP body: events unchanged, up to 100 a request.",
        mappingVersion: 1,
        address: .givenBySpec,
        credentials: [
            .init(
                "bearerToken",
                "Sent as 'Authorization: Bearer …'; leave it out for a receiver without a token.",
                isRequired: false,
                alphabet: .bearerToken
            )
        ],
        settings: [],
        events: .everyHTTPEvent,
        limits: .init(
            eventsPerRequest: Sourced(100, source: page("batches hold up to 100 events by default"))
        ),
        credentialGrace: Sourced(
            .seconds(48 * 3600),
            source:
                "Braze, partner pages of Currents (48 hours; the newer custom HTTP page says 5 days), read 2026-11-20"
        )
    )

    private static func page(_ statement: String) -> String {
        "Braze, Custom HTTP connector: \(statement), read 2026-11-20"
    }
}
