extension Language {
    /// `metadata` of every kind of document but `Current`.
    static let metadata = Object(metadataKeys)

    /// `metadata` of a Current, which has a history to keep.
    static let currentMetadata = Object(
        metadataKeys + [
            Key(
                "renamedFrom",
                "The name the current had before; its position and its books are carried over.",
                .text(.name),
                example: "amplitude"
            )
        ]
    )

    private static let metadataKeys = [
        Key(
            "name",
            "The name, unique among documents of the same kind.",
            .text(.name),
            isRequired: true,
            example: "example-1"
        ),
        Key(
            "owner",
            "Who answers for it, and hears of credentials that are refused.",
            .text(.any),
            example: "growth-data@example.com"
        ),
        Key(
            "labels",
            "Pairs of your own, for sorting and for policies; they change nothing about delivery.",
            .mapping(.free("a label"), .text(.orEmpty)),
            example: "{ env: prod }"
        ),
    ]
}
