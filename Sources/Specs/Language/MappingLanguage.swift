extension Language {
    /// One entry of `spec.mappings`; its parts apply in the order in which they are declared here.
    static let mapping = Object(
        [
            Key(
                "events",
                "The event types that are rewritten.",
                .list(.defined(.eventSelector), minimum: 1),
                fallback: "every type that the current delivers",
                example: "[\"users.messages.email.*\", { group: customer-behavior }]"
            ),
            Key(
                "rename",
                "Gives fields another path; from and to are exact paths.",
                .mapping(.free("a path"), .defined(.fieldPath)),
                example: "{ properties.campaign_name: properties.Campaign }"
            ),
            Key(
                "remove",
                "Takes fields away.",
                fields,
                example: "[properties.ip_pool, \"properties.*_url\"]"
            ),
            Key(
                "keep",
                "Takes all other fields away; 'event_type', 'id' and 'time' always stay.",
                fields,
                example: "[user.external_user_id, \"properties.campaign_*\"]"
            ),
            Key(
                "hash",
                "Replaces texts by their hash, so that equal ones can still be matched.",
                .forms([
                    Form(
                        "Fields to hash by HMAC-SHA256 under the current's 'hashKey'; an item can name the algorithm.",
                        .list(
                            .forms([
                                Form(
                                    "A field.",
                                    .defined(.fieldPattern),
                                    example: "properties.email_address"
                                ),
                                Form(
                                    "Fields and their algorithms.",
                                    hashes,
                                    example: "{ properties.email_address: sha256 }"
                                ),
                            ]),
                            minimum: 1
                        ),
                        example: "[properties.email_address]"
                    ),
                    Form(
                        "Fields and their algorithms.",
                        hashes,
                        example: "{ properties.email_address: sha256 }"
                    ),
                ]),
                example: "{ properties.email_address: sha256 }"
            ),
            Key(
                "redact",
                "Replaces values by '[redacted]'.",
                fields,
                example: "[properties.city]"
            ),
            Key(
                "set",
                "Gives fields a value, whether they are there or not.",
                .mapping(.free("a path"), .json),
                example: "{ properties.origin: braze, properties.n: 3 }"
            ),
        ],
        choice: .atLeastOne(["rename", "remove", "keep", "hash", "redact", "set"])
    )

    private static let fields = Shape.list(.defined(.fieldPattern), minimum: 1)

    private static let hashes = Shape.mapping(
        .free("a path or pattern"),
        .choice([
            Word("hmac-sha256", "Nobody without the key can find the text by trying."),
            Word("sha256", "For partners that match users by hashes; short texts can be found by trying."),
        ])
    )
}
