extension Language {
    static let source = Kind(
        "Source",
        "Where events come from; every current that names it reads it at its own pace.",
        metadata: metadata,
        spec: sourceSpec,
        example: """
            apiVersion: currents/v1
            kind: Source
            metadata:
              name: braze-events
            spec:
              schema: braze
              file:
                path: events.jsonl
                format: jsonl
                follow: true

            """
    )

    static let sourceSpec = Object(
        [
            Key(
                "schema",
                "The form of the events.",
                .choice(
                    [
                        Word(
                            "braze",
                            "The vendor's HTTP form: 'user' and 'properties' below the event's type."
                        )
                    ],
                    reserved: ["braze-storage", "amplitude", "amplitude-cohorts"]
                ),
                fallback: "braze",
                example: "braze"
            ),
            Key(
                "file",
                "Reads the events from a file.",
                .object(fileSource),
                isRequired: true
            ),
        ],
        reserved: ["http", "jetstream"]
    )

    static let fileSource = Object([
        Key(
            "path",
            "The file, relative to the document that names it; '-' is standard input.",
            .text(.any),
            isRequired: true,
            example: "events.jsonl"
        ),
        Key(
            "format",
            "How events lie in the file.",
            .choice([Word("jsonl", "One JSON object on each line.")], reserved: ["avro", "auto"]),
            fallback: "jsonl",
            example: "jsonl"
        ),
        Key(
            "follow",
            "Whether to wait for more at the end of the file, as for a log that grows.",
            .boolean,
            fallback: "false: the end of the file is the end of the source",
            example: "true"
        ),
    ])
}
