extension Language {
    /// `spec.endpoint` of a Current.
    static let endpoint = Object(
        [url(isRequired: false), allow] + [
            Key(
                "services",
                "Addresses of the partner's further services, by name.",
                .ofPartner(.services),
                example: "{ sts: \"https://sts.example.com\" }"
            )
        ]
    )

    /// The address of a store of secrets.
    static let storeEndpoint = Object([url(isRequired: true), allow])

    private static func url(isRequired: Bool) -> Key {
        Key(
            "url",
            "The URL; where there is an address already, its scheme, host and port are replaced and its path stays.",
            .text(.url),
            isRequired: isRequired,
            example: "\"https://events.example.com/in\""
        )
    }

    private static let allow = Key(
        "allow",
        "What is refused otherwise, as a slip of the pen could send events or keys to the wrong place.",
        .list(
            .choice([
                Word("plaintext", "'http', which anybody on the way can read."),
                Word("loopback", "This machine itself."),
                Word("private", "Addresses of private networks."),
            ])
        ),
        fallback: "only 'https' to public addresses passes",
        example: "[plaintext, loopback]"
    )
}
