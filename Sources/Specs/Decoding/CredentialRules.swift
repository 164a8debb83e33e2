import Diagnostics

/// The manual pages of what can be wrong with a credential reference: CUR240 to CUR249.
enum CredentialRules {
    /// Every entry, by code.
    static let all: [CatalogueEntry] = [
        commandNeedsList, secretInReference, commandInOneItem, misnamedForm,
    ]

    private static func current(_ reference: String) -> String {
        """
        apiVersion: currents/v1
        kind: Current
        metadata: { name: example }
        spec:
          source: events
          partner: http
          events: [users.messages.email.Open]
          credentials: { bearerToken: \(reference) }

        """
    }

    static let commandNeedsList = CatalogueEntry(
        code: "CUR240",
        name: "command-needs-list",
        explanation: """
            A command is started directly and never read by a shell, so that no text can become another command than \
            the one that was reviewed. A plain text is split at its spaces; one with quotes, variables, pipes or other \
            signs of a shell would not mean what it says, and is written as a list: the program, then its arguments.
            """,
        example: current("{ command: \"op read 'op://vault/my item/token'\" }"),
        fix: current("{ command: [op, read, op://vault/my item/token] }")
    )

    static let secretInReference = CatalogueEntry(
        code: "CUR241",
        name: "secret-in-reference",
        explanation: """
            A reference says where a secret is kept, and this value looks like the secret itself. Specs are kept in \
            version control and shown in reviews, so it is best replaced at its issuer. A command's arguments can also \
            be seen by every user of the machine it runs on.
            """,
        example: current("{ command: [vault, kv, get, \"--password=not-a-real-password\", secret/http] }"),
        fix: current("{ command: [vault, kv, get, -field=token, secret/http] }")
    )

    static let commandInOneItem = CatalogueEntry(
        code: "CUR242",
        name: "command-in-one-item",
        severity: .warning,
        explanation: """
            The first item of the list is the program, the others are its arguments, one item each. A whole command \
            line in one item is taken for the name of a program.
            """,
        example: current("{ command: [\"vault kv get -field=token secret/http\"] }"),
        fix: current("{ command: [vault, kv, get, -field=token, secret/http] }")
    )

    static let misnamedForm = CatalogueEntry(
        code: "CUR243",
        name: "unknown-reference-form",
        explanation: """
            A secret is kept in an environment variable (env), a file (file), what a program prints (command), AWS \
            Secrets Manager (awsSecretsManager) or AWS Systems Manager Parameter Store (awsParameterStore). Any other \
            place is reached with the program that its maker supplies, as a command.
            """,
        example: current("{ secretsManager: prod/http }"),
        fix: current("{ awsSecretsManager: prod/http }")
    )
}
