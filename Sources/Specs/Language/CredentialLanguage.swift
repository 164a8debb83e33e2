extension Language {
    /// Where a secret is found: exactly one of these, never the secret.
    static let credentialReference = Object(
        [
            Key(
                "env",
                "An environment variable of the runner.",
                .text(.variable),
                example: "AMPLITUDE_API_KEY"
            ),
            Key(
                "file",
                "A file whose content is the secret, relative to the document that names it.",
                .text(.any),
                example: "secrets/amplitude.key"
            ),
            Key(
                "command",
                "A program that prints the secret.",
                .forms([
                    Form(
                        "The program and its arguments.",
                        .list(.text(.any), minimum: 1),
                        example: "[pass, show, amplitude]"
                    ),
                    Form(
                        "The same in one line, with spaces between.",
                        .text(.any),
                        example: "pass show amplitude"
                    ),
                ]),
                example: "[pass, show, amplitude]"
            ),
            Key(
                "awsSecretsManager",
                "A secret of AWS Secrets Manager.",
                .forms([
                    Form("Its name or ARN.", .text(.any), example: "prod/amplitude"),
                    Form(
                        "The same with more to say.",
                        .object(secretsManager),
                        example: "{ secretId: prod/amplitude, key: apiKey }"
                    ),
                ]),
                example: "{ secretId: prod/amplitude, key: apiKey, region: eu-west-1 }"
            ),
            Key(
                "awsParameterStore",
                "A parameter of AWS Systems Manager.",
                .forms([
                    Form("Its name.", .text(.any), example: "/prod/amplitude/key"),
                    Form(
                        "The same with more to say.",
                        .object(parameterStore),
                        example: "{ name: /prod/amplitude/key, region: eu-west-1 }"
                    ),
                ]),
                example: "/prod/amplitude/key"
            ),
        ],
        choice: .exactlyOne(["env", "file", "command", "awsSecretsManager", "awsParameterStore"])
    )

    static let secretsManager = Object(
        [
            Key(
                "secretId",
                "The secret's name or ARN.",
                .text(.any),
                isRequired: true,
                example: "prod/amplitude"
            ),
            Key(
                "key",
                "The key to take, when the secret is a JSON object.",
                .text(.any),
                fallback: "the whole text is the secret",
                example: "apiKey"
            ),
            Key(
                "versionStage",
                "The label of the version to take.",
                .text(.any),
                fallback: "AWSCURRENT, the newest",
                example: "AWSPREVIOUS"
            ),
        ] + awsStore
    )

    static let parameterStore = Object(
        [
            Key(
                "name",
                "The parameter's name.",
                .text(.any),
                isRequired: true,
                example: "/prod/amplitude/key"
            )
        ] + awsStore
    )

    private static let awsStore = [
        Key(
            "region",
            "The AWS region it lies in.",
            .text(.any),
            fallback: "the region of the runner's AWS settings",
            example: "eu-west-1"
        ),
        Key(
            "endpoint",
            "Another address than AWS's own.",
            .object(storeEndpoint),
            example: "{ url: \"http://127.0.0.1:4566\", allow: [plaintext, loopback] }"
        ),
    ]
}
