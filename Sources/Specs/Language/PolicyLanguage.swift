extension Language {
    static let policy = Kind(
        "Policy",
        "What holds for every current of the workspace, whoever wrote it.",
        metadata: metadata,
        spec: policySpec,
        example: """
            apiVersion: currents/v1
            kind: Policy
            metadata:
              name: privacy
            spec:
              regions: { amplitude: [EU], eventbridge: ["eu-*"] }
              personalFields:
                - { fields: ["properties.email_address", "user.*"], partners: [amplitude] }
              requireOwner: true
              requireLabels: [env]
              forbiddenEvents: ["users.messages.webhook.*"]

            """
    )

    static let policySpec = Object(
        [
            Key(
                "regions",
                "The regions a partner may be used in, by partner; '*' stands for any run of characters.",
                .mapping(.partner, .list(.text(.any), minimum: 1)),
                example: "{ amplitude: [EU], eventbridge: [\"eu-*\"] }"
            ),
            Key(
                "personalFields",
                "Fields that may not leave in clear: a mapping has to remove, hash or redact them.",
                .list(.object(personalFields), minimum: 1),
                example: "[{ fields: [\"user.*\"], partners: [amplitude] }]"
            ),
            Key(
                "requireOwner",
                "Whether every current names its owner.",
                .boolean,
                fallback: "false",
                example: "true"
            ),
            Key(
                "requireLabels",
                "The labels that every current has.",
                .list(.text(.any), minimum: 1),
                example: "[env]"
            ),
            Key(
                "forbiddenEvents",
                "Event types that no current delivers.",
                .list(.defined(.eventSelector), minimum: 1),
                example: "[\"users.messages.webhook.*\"]"
            ),
        ],
        choice: .atLeastOne(["regions", "personalFields", "requireOwner", "requireLabels", "forbiddenEvents"])
    )

    static let personalFields = Object([
        Key(
            "fields",
            "The fields.",
            .list(.defined(.fieldPattern), minimum: 1),
            fallback: "all that the event glossary and custom events mark as personal",
            example: "[properties.email_address, \"user.*\"]"
        ),
        Key(
            "partners",
            "The partners they may not reach in clear.",
            .list(.ofPartner(.name), minimum: 1),
            fallback: "all partners",
            example: "[amplitude]"
        ),
    ])
}
