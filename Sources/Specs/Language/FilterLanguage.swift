extension Language {
    /// A test in a filter that is more than a value: exactly one of these.
    ///
    /// Source: Amazon EventBridge user guide, "Comparison operators", read 2026-11-20.
    static let valueTest = Object(
        [
            Key("prefix", "Text that begins so.", caseless, example: "\"test-\""),
            Key("suffix", "Text that ends so.", caseless, example: "\".png\""),
            Key(
                "equals-ignore-case",
                "This text, in capitals or not.",
                .text(.orEmpty),
                example: "summer sale"
            ),
            Key(
                "wildcard",
                "Text in which '*' stands for any run of characters.",
                .text(.orEmpty),
                example: "\"spring-*-sale\""
            ),
            Key(
                "anything-but",
                "A value that passes none of these tests.",
                .forms([
                    Form("A value.", .textOrNumber, example: "test"),
                    Form("Values.", .list(.textOrNumber, minimum: 1), example: "[test, draft]"),
                    Form("A test of texts.", .object(refused), example: "{ prefix: \"test-\" }"),
                ]),
                example: "[test, draft]"
            ),
            Key(
                "numeric",
                "A number within bounds: relations and numbers in turn.",
                .list(
                    .forms([
                        Form(
                            "A relation.",
                            .choice([
                                Word("<", "Less."), Word("<=", "At most."), Word("=", "Equal."),
                                Word(">=", "At least."), Word(">", "More."),
                            ]),
                            example: "\">=\""
                        ),
                        Form("A number.", .number, example: "0"),
                    ]),
                    minimum: 2,
                    maximum: 4
                ),
                example: "[\">=\", 0, \"<\", 100]"
            ),
            Key("exists", "Whether there is such a field.", .boolean, example: "true"),
            Key(
                "cidr",
                "An IP address within this block.",
                .text(Text("an address and the length of its prefix", pattern: "[0-9A-Fa-f.:]+/[0-9]{1,3}")),
                example: "10.0.0.0/24"
            ),
        ],
        choice: .exactlyOne([
            "prefix", "suffix", "equals-ignore-case", "wildcard", "anything-but", "numeric", "exists", "cidr",
        ])
    )

    /// What may stand below `anything-but`.
    static let refused = Object(
        [
            Key("prefix", "Text that begins so.", texts, example: "\"test-\""),
            Key("suffix", "Text that ends so.", texts, example: "[\".png\", \".gif\"]"),
            Key("equals-ignore-case", "This text, in capitals or not.", texts, example: "summer sale"),
            Key(
                "wildcard",
                "Text in which '*' stands for any run of characters.",
                texts,
                example: "\"spring-*-sale\""
            ),
        ],
        choice: .exactlyOne(["prefix", "suffix", "equals-ignore-case", "wildcard"])
    )

    private static let texts = Shape.forms([
        Form("One.", .text(.orEmpty), example: "\"test-\""),
        Form("Several, of which any may fit.", .list(.text(.orEmpty), minimum: 1), example: "[a, b]"),
    ])

    private static let caseless = Shape.forms([
        Form("In these letters.", .text(.orEmpty), example: "\"test-\""),
        Form(
            "In capitals or not.",
            .object(
                Object([
                    Key(
                        "equals-ignore-case",
                        "The text, in capitals or not.",
                        .text(.orEmpty),
                        isRequired: true,
                        example: "\"test-\""
                    )
                ])
            ),
            example: "{ equals-ignore-case: \"test-\" }"
        ),
    ])
}
