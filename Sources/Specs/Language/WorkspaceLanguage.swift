extension Language {
    static let workspace = Kind(
        "Workspace",
        "What holds for the runner as a whole; there is at most one.",
        metadata: metadata,
        spec: workspaceSpec,
        example: """
            apiVersion: currents/v1
            kind: Workspace
            metadata:
              name: main
            spec:
              retention: { age: 7d, size: 10GB }
              disk: { budget: 20GB, reserve: 1GB }
              dedupe: { window: 7d, ids: 1000000 }
              alerts:
                - webhook: { url: "https://alerts.example.com/currents" }

            """
    )

    static let workspaceSpec = Object([
        Key("retention", "How long events are kept once they are done with.", .object(retention)),
        Key("disk", "How much of the disk the state may take.", .object(disk)),
        Key("dedupe", "How far back repeated events are recognised.", .object(dedupe)),
        Key(
            "alerts",
            "Who is told when a current needs a person.",
            .list(.object(alert), minimum: 1),
            example: "[{ webhook: { url: \"https://alerts.example.com/currents\" } }]"
        ),
    ])

    static let retention = Object(
        [
            Key("age", "Older events go.", .duration(isPositive: true), example: "7d"),
            Key("size", "The oldest events go when there are more than this.", .size, example: "10GB"),
        ],
        choice: .atLeastOne(["age", "size"])
    )

    static let disk = Object(
        [
            Key("budget", "What the state may take at the most.", .size, example: "20GB"),
            Key("reserve", "What stays free on the disk in any case.", .size, example: "1GB"),
        ],
        choice: .atLeastOne(["budget", "reserve"])
    )

    static let dedupe = Object(
        [
            Key(
                "window",
                "How long an event's id is remembered.",
                .duration(isPositive: true),
                example: "7d"
            ),
            Key(
                "ids",
                "How many ids are remembered at the most.",
                .integer(minimum: 1),
                example: "1000000"
            ),
        ],
        choice: .atLeastOne(["window", "ids"])
    )

    /// One entry of `spec.alerts`.
    static let alert = Object(
        [
            Key("webhook", "Posts each alert to a URL.", .object(webhook)),
            Key(
                "command",
                "Runs a program for each alert: the program and its arguments.",
                .list(.text(.orEmpty), minimum: 1),
                example: "[notify-send, currents]"
            ),
        ],
        choice: .exactlyOne(["webhook", "command"])
    )

    static let webhook = Object([
        Key(
            "url",
            "The URL.",
            .text(.url),
            isRequired: true,
            example: "\"https://alerts.example.com/currents\""
        )
    ])
}
