extension Language {
    static let test = Kind(
        "Test",
        "An event, and what a current must make of it.",
        metadata: metadata,
        spec: testSpec,
        example: """
            apiVersion: currents/v1
            kind: Test
            metadata:
              name: opens-reach-amplitude
            spec:
              current: amplitude-eu
              input:
                event_type: users.messages.email.Open
                id: "1"
                time: 1767225600
                user: { external_user_id: u-1 }
                properties: { campaign_name: test-spring }
              expect: { outcome: filtered, reason: not_selected }

            """
    )

    static let testSpec = Object([
        Key("current", "The Current, by name.", .text(.any), isRequired: true, example: "amplitude-eu"),
        Key(
            "input",
            "The event.",
            .forms([
                Form(
                    "The event itself.",
                    .mapping(.free("a field"), .json),
                    example: "{ event_type: users.messages.email.Open, id: \"1\", time: 1767225600 }"
                ),
                Form(
                    "A text that is JSON.",
                    .text(.any),
                    example: "'{ \"event_type\": \"users.messages.email.Open\", \"id\": \"1\" }'"
                ),
            ]),
            isRequired: true,
            example: "{ event_type: users.messages.email.Open, id: \"1\", time: 1767225600 }"
        ),
        Key(
            "expect",
            "What must become of it.",
            .object(expectation),
            isRequired: true,
            example: "{ outcome: filtered, reason: not_selected }"
        ),
    ])

    static let expectation = Object(
        [
            Key(
                "outcome",
                "What becomes of the event.",
                .choice([
                    Word("record", "It reaches the partner."),
                    Word("filtered", "It is left out."),
                    Word("dead_lettered", "It is set aside."),
                ]),
                example: "filtered"
            ),
            Key(
                "reason",
                "Why it is left out or set aside.",
                .text(Text("a reason as 'status' shows it", pattern: "[a-z0-9_]+")),
                example: "not_selected"
            ),
            Key(
                "record",
                "The whole record that the partner gets; the order of its keys does not matter.",
                .forms([
                    Form(
                        "The record itself.",
                        .mapping(.free("a field"), .json),
                        example: "{ id: \"1\" }"
                    ),
                    Form("A text that is JSON.", .text(.any), example: "'{ \"id\": \"1\" }'"),
                ]),
                example: "{ id: \"1\" }"
            ),
        ],
        choice: .atLeastOne(["outcome", "reason", "record"])
    )
}
