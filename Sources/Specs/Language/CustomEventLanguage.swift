extension Language {
    static let customEvent = Kind(
        "CustomEvent",
        "The own properties of a custom event or of purchases, so that filters and mappings can be checked.",
        metadata: metadata,
        spec: customEventSpec,
        example: """
            apiVersion: currents/v1
            kind: CustomEvent
            metadata:
              name: trial-started
            spec:
              name: Trial Started
              properties:
                plan: string
                seats: { type: integer, required: true }
                email: { type: string, personal: true }

            """
    )

    static let customEventSpec = Object(
        [
            Key(
                "schema",
                "The form of the events that carry it.",
                .choice(
                    [Word("braze", "The vendor's HTTP form.")],
                    reserved: ["amplitude", "amplitude-cohorts"]
                ),
                fallback: "braze",
                example: "braze"
            ),
            Key(
                "name",
                "The event's own name, as events carry it.",
                .text(.any),
                fallback: "the document's name",
                example: "Trial Started"
            ),
            Key(
                "purchase",
                "Whether these are the properties of purchases, which have no name of their own.",
                .boolean,
                fallback: "false",
                example: "false"
            ),
            Key(
                "properties",
                "The properties and what is known of them.",
                .mapping(
                    .free("a property"),
                    .forms([
                        Form("Its type alone.", propertyType, example: "string"),
                        Form(
                            "Its type and more.",
                            .object(customProperty),
                            example: "{ type: integer, required: true }"
                        ),
                    ])
                ),
                example: "{ plan: string, seats: { type: integer, required: true } }"
            ),
            Key(
                "additionalProperties",
                "Whether events may carry properties that are not declared.",
                .boolean,
                fallback: "false: filters and mappings cannot name another one",
                example: "true"
            ),
        ],
        choice: .atLeastOne(["properties", "additionalProperties"])
    )

    static let customProperty = Object([
        Key("type", "The type of its values.", propertyType, isRequired: true, example: "integer"),
        Key(
            "required",
            "Whether every such event has it.",
            .boolean,
            fallback: "false",
            example: "true"
        ),
        Key(
            "personal",
            "Whether its values say something about a person.",
            .boolean,
            fallback: "false",
            example: "true"
        ),
    ])

    private static let propertyType = Shape.choice([
        Word("string", "Text."), Word("integer", "Whole numbers."), Word("number", "Any numbers."),
        Word("boolean", "True or false."), Word("array", "Lists."), Word("object", "Objects."),
    ])
}
