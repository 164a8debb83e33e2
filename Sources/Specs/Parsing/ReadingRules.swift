public import Diagnostics

/// The manual pages of everything that can go wrong before a text means anything: CUR1xx.
public enum ReadingRules {
    /// Every entry, by code.
    public static let all: [CatalogueEntry] = [
        fileTooLarge, notUTF8, forbiddenCharacter, missingPath, unreadableFile, notAFile, folderWithoutSpecs,
        emptySpec, syntax, tabIndentation, duplicateKey, unknownTag, globWithoutQuotes, undefinedAlias,
        aliasCycle,
        mergeKey, tooDeep, textTooLong, tooManyNodes,
    ]

    /// A whole document around one line of `events`, for examples.
    private static func current(_ events: String) -> String {
        """
        apiVersion: currents/v1
        kind: Current
        metadata: { name: mail }
        spec:
          source: braze-events
          partner: http
          events: \(events)

        """
    }

    /// A whole Source after `head`, for examples.
    private static func source(_ head: String) -> String {
        """
        \(head)
        spec:
          schema: braze
          file: { path: events.jsonl }

        """
    }

    private static let sourceHead = "apiVersion: currents/v1\nkind: Source\nmetadata:\n  name: braze-events"
}

extension ReadingRules {
    static let fileTooLarge = CatalogueEntry(
        code: "CUR101",
        name: "file-too-large",
        explanation: """
            A workspace file holds at most 1 MiB. Larger files are almost always data named by mistake, and a limit \
            keeps reading fast whatever it is given.
            """
    )

    static let notUTF8 = CatalogueEntry(
        code: "CUR102",
        name: "not-utf8",
        explanation: """
            Workspace files are UTF-8. Guessing another encoding could change names silently, so none is guessed. \
            One byte order mark at the very start is accepted.
            """
    )

    static let forbiddenCharacter = CatalogueEntry(
        code: "CUR103",
        name: "forbidden-character",
        explanation: """
            YAML allows no control characters except tab and line ends. They are invisible, so a name that holds one \
            looks right and is not; a file with many of them is not a text at all.
            """,
        example: source(sourceHead + "\u{7}"),
        fix: source(sourceHead)
    )

    static let missingPath = CatalogueEntry(
        code: "CUR104",
        name: "missing-path",
        explanation:
            "A file or folder that was named does not exist, so nothing can be said about what it declares."
    )

    static let unreadableFile = CatalogueEntry(
        code: "CUR105",
        name: "unreadable-file",
        explanation:
            "A file or folder exists but the system refuses to let it be read, most often for lack of permission."
    )

    static let notAFile = CatalogueEntry(
        code: "CUR106",
        name: "not-a-file",
        explanation: """
            Only regular files are read. A pipe, socket or device has no end that could be waited for and no text to \
            point into.
            """
    )

    static let folderWithoutSpecs = CatalogueEntry(
        code: "CUR107",
        name: "folder-without-specs",
        explanation: """
            A folder that was named holds no .yaml or .yml file, at any depth. Entries whose names begin with a dot \
            are passed over. Taking such a folder for an empty workspace would delete every current.
            """
    )

    static let emptySpec = CatalogueEntry(
        code: "CUR108",
        name: "empty-spec",
        explanation: """
            A workspace file holds no document: it is empty, or all of it is comments. Most often it was saved \
            unfinished; silence would read as the wish to delete what it declared.
            """,
        example: "# Nothing here yet.\n",
        fix: source(sourceHead)
    )
}

extension ReadingRules {
    static let syntax = CatalogueEntry(
        code: "CUR110",
        name: "yaml-syntax",
        explanation: """
            The text is not YAML from this place on. Reading goes on with the next document of the file, so one slip \
            does not hide other findings.
            """,
        example: current("[users.messages.email.Open"),
        fix: current("[users.messages.email.Open]")
    )

    static let tabIndentation = CatalogueEntry(
        code: "CUR111",
        name: "tab-indentation",
        explanation: """
            YAML indents with spaces only, because a tab is as wide as each editor makes it and would change what \
            belongs to what.
            """,
        example: source("apiVersion: currents/v1\nkind: Source\nmetadata:\n\tname: braze-events"),
        fix: source(sourceHead)
    )

    static let duplicateKey = CatalogueEntry(
        code: "CUR112",
        name: "duplicate-key",
        explanation: """
            A mapping gives each key once. Which of two values holds would be a guess, and a review that sees only one \
            of them would approve the other.
            """,
        example: source(sourceHead + "\n  name: other-events"),
        fix: source(sourceHead)
    )

    static let unknownTag = CatalogueEntry(
        code: "CUR113",
        name: "unknown-tag",
        explanation: """
            Only YAML's core tags mean something here: !!str, !!int, !!bool, !!null, !!float, !!map and !!seq, each on \
            a value of its own sort. Tags of other tools would be dropped silently, and with them what they meant.
            """,
        example: source("apiVersion: currents/v1\nkind: Source\nmetadata:\n  name: !Ref braze-events"),
        fix: source(sourceHead)
    )

    static let globWithoutQuotes = CatalogueEntry(
        code: "CUR114",
        name: "glob-without-quotes",
        explanation: """
            In YAML a '*' at the start of a text begins an alias. A glob that starts with '*' therefore has to stand \
            in quotes.
            """,
        example: current("[*.Open]"),
        fix: current("[\"*.Open\"]")
    )

    static let undefinedAlias = CatalogueEntry(
        code: "CUR115",
        name: "undefined-alias",
        explanation: """
            An alias '*name' stands for the value marked '&name' before it in the same document. Without such a mark \
            it stands for nothing.
            """,
        example: current("[*Open]"),
        fix: current("[\"*Open\"]")
    )

    static let aliasCycle = CatalogueEntry(
        code: "CUR116",
        name: "alias-cycle",
        explanation: "A value that contains an alias of itself never ends.",
        example: current("&mine [*mine]"),
        fix: current("&mine [users.messages.email.Open]")
    )

    static let mergeKey = CatalogueEntry(
        code: "CUR117",
        name: "merge-key",
        explanation: """
            The merge key '<<' is not part of YAML 1.2, and tools disagree on which value wins. A spec is read by \
            people in a review, so every current says in full what it does; an alias may stand for a whole value.
            """,
        example: source(sourceHead + "\n  labels: &base { env: prod }")
            .replacing("schema: braze", with: "schema: braze\n  <<: *base"),
        fix: source(sourceHead + "\n  labels: { env: prod }")
    )

    static let tooDeep = CatalogueEntry(
        code: "CUR118",
        name: "too-deep",
        explanation: """
            Lists and mappings stand at most 64 deep in each other, aliases followed. No spec needs more than eight; \
            the limit keeps reading safe.
            """,
        example: current(String(repeating: "[", count: 64) + String(repeating: "]", count: 64)),
        fix: current("[users.messages.email.Open]")
    )

    static let textTooLong = CatalogueEntry(
        code: "CUR119",
        name: "text-too-long",
        explanation: "One text of a spec holds at most 64 KiB; a longer one is data in the wrong place."
    )

    static let tooManyNodes = CatalogueEntry(
        code: "CUR120",
        name: "too-many-nodes",
        explanation: """
            A file holds at most 100,000 values, each alias counted as all it stands for. A few lines of aliases of \
            aliases can stand for billions of values; they are counted before any is followed.
            """,
        example: current("[users.messages.email.Open]")
            + "  settings:\n    a: &a [0, 0, 0, 0, 0, 0, 0, 0, 0, 0]\n"
            + zip("bcdef", "abcde").map { name, inner in
                let aliases = Array(repeating: "*\(inner)", count: 10).joined(separator: ", ")
                return "    \(name): &\(name) [\(aliases)]\n"
            }.joined(),
        fix: current("[users.messages.email.Open]")
    )
}
