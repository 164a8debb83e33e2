public import Diagnostics

/// The manual pages of everything that can be wrong with the shape of a document: CUR2xx.
public enum ShapeRules {
    /// Every entry, by code.
    public static let all: [CatalogueEntry] =
        documents + FilterRules.all + [badFieldPath] + CredentialRules.all

    /// What can be wrong with any document.
    private static let documents: [CatalogueEntry] = [
        notAMapping, unknownAPIVersion, unknownKind, unknownKey, wrongType, missingKey, badValue,
        unknownChoice,
        keyNotText, notSupported,
    ]

    /// A whole Source with `lines` in place of its `spec`, for examples.
    private static func source(
        _ lines: String,
        version: String = "currents/v1",
        kind: String = "Source",
        name: String = "braze-events"
    ) -> String {
        """
        apiVersion: \(version)
        kind: \(kind)
        metadata:
          name: \(name)
        spec:
        \(lines)

        """
    }

    private static let goodSpec = "  schema: braze\n  file: { path: events.jsonl, follow: true }"
    private static let good = source(goodSpec)

    static let notAMapping = CatalogueEntry(
        code: "CUR201",
        name: "not-a-mapping",
        explanation: """
            Every document is a mapping that begins with 'apiVersion' and 'kind'. A list or a lone text declares \
            nothing.
            """,
        example: "- apiVersion: currents/v1\n",
        fix: good
    )

    static let unknownAPIVersion = CatalogueEntry(
        code: "CUR202",
        name: "unknown-api-version",
        explanation: """
            'apiVersion' says which language the document is written in. This version reads 'currents/v1'; a document \
            in another language is not read further, because its keys may mean something else.
            """,
        example: source(goodSpec, version: "currents/v2"),
        fix: good
    )

    static let unknownKind = CatalogueEntry(
        code: "CUR203",
        name: "unknown-kind",
        explanation: """
            'kind' says what a document declares: a Current, a Source, a CustomEvent, a Policy, a Workspace or a Test.
            """,
        example: source(goodSpec, kind: "Sourse"),
        fix: good
    )

    static let unknownKey = CatalogueEntry(
        code: "CUR204",
        name: "unknown-key",
        explanation: """
            Only keys of the language may stand in a document. A misspelled key that was passed over would leave its \
            value without effect, and nobody would notice.
            """,
        example: source("  shema: braze\n  file: { path: events.jsonl }"),
        fix: good
    )

    static let wrongType = CatalogueEntry(
        code: "CUR205",
        name: "wrong-type",
        explanation: """
            The language decides what each key takes, never the looks of a value. Where a text is wanted, a text \
            without quotes is its characters: 0123 keeps its zero. Where 'true' or 'false' or a number is wanted, \
            only the spellings of YAML 1.2 pass, without quotes.
            """,
        example: source("  schema: braze\n  file: { path: events.jsonl, follow: yes }"),
        fix: good
    )

    static let missingKey = CatalogueEntry(
        code: "CUR206",
        name: "missing-key",
        explanation: "A key without which the document cannot mean anything is missing.",
        example: source("  schema: braze"),
        fix: good
    )

    static let badValue = CatalogueEntry(
        code: "CUR207",
        name: "bad-value",
        explanation: """
            The value is of the right type, but outside what the key takes. Names, for instance, are lower-case \
            letters, digits and '-', at most 63, so that they fit into addresses and file names everywhere.
            """,
        example: source(goodSpec, name: "Braze_Events"),
        fix: good
    )

    static let unknownChoice = CatalogueEntry(
        code: "CUR208",
        name: "unknown-choice",
        explanation: "The key takes one of a closed list of words, and this is none of them.",
        example: source("  schema: blaze\n  file: { path: events.jsonl }"),
        fix: good
    )

    static let keyNotText = CatalogueEntry(
        code: "CUR209",
        name: "key-not-text",
        explanation:
            "The keys of the language are texts. YAML also allows lists and mappings as keys; they mean nothing here.",
        example: source("  schema: braze\n  file: { path: events.jsonl, [follow]: true }"),
        fix: good
    )

    static let notSupported = CatalogueEntry(
        code: "CUR210",
        name: "not-supported",
        explanation: """
            The language knows this word, but this version of the program cannot do what it asks. Passing it over \
            would deliver something other than what was declared.
            """,
        example: source("  schema: braze\n  http: { listen: \"127.0.0.1:8088\" }"),
        fix: good
    )
}
