extension Language.Definition {
    /// What it is called, for people.
    public var title: String {
        switch self {
        case .credentialReference: "reference to a secret"
        case .deliveredEvents: "events to deliver"
        case .eventSelector: "event selector"
        case .eventPattern: "filter"
        case .valueTest: "test of a value"
        case .fieldPath: "field"
        case .fieldPattern: "field pattern"
        }
    }

    /// What it says, in one sentence.
    public var summary: String {
        switch self {
        case .credentialReference: "Where a secret is found; the secret itself never stands in a document."
        case .deliveredEvents:
            "An event type, a pattern of such in which '*' stands for any run of characters, or a group."
        case .eventSelector:
            "An event type, deliverable or not, a pattern of such with '*', or a group."
        case .eventPattern:
            "An Amazon EventBridge event pattern: every key must fit, and of a list any one test."
        case .valueTest: "A value that the field must have, or a test that it must pass."
        case .fieldPath:
            "The path of one field from the top of the event, a dot between two keys; '\\.' is a dot within a key."
        case .fieldPattern:
            "The path of a field, in which '*' stands for any run of characters, dots too; an object means all below it."
        }
    }

    /// How it is written; nil for a filter, whose keys are those of the events.
    public var shape: Language.Shape? {
        switch self {
        case .credentialReference: .object(Language.credentialReference)
        case .deliveredEvents, .eventSelector: .forms(Self.selectors)
        case .eventPattern: nil
        case .valueTest: .forms(Self.tests)
        case .fieldPath:
            .text(
                Language.Text(
                    "keys with dots between them",
                    pattern: "(?:[^.*\\\\]|\\\\.)+(?:\\.(?:[^.*\\\\]|\\\\.)+)*"
                )
            )
        case .fieldPattern: .text(Language.Text("keys with dots between them, and '*'"))
        }
    }

    private static let selectors = [
        Language.Form("An event type, in full.", .text(.any), example: "users.messages.email.Open"),
        Language.Form("All event types that fit.", .text(.any), example: "\"users.messages.*\""),
        Language.Form(
            "All event types of a group.",
            .object(Language.eventGroup),
            example: "{ group: customer-behavior }"
        ),
    ]

    private static let tests = [
        Language.Form("A value.", .scalar, example: "spring"),
        Language.Form("A test.", .object(Language.valueTest), example: "{ prefix: \"test-\" }"),
    ]
}
