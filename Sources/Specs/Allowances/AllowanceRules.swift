public import Diagnostics

/// The manual pages of what can be wrong with a comment that allows a finding: CUR280 to CUR289.
public enum AllowanceRules {
    /// Every entry, by code.
    public static let all: [CatalogueEntry] = [
        malformed, withoutReason, badDate, unknownCode, notAllowable, tooLong, ended, unused,
    ]

    /// A workspace that no rule reports, with a comment at the end of one line.
    private static func current(_ comment: String) -> String {
        """
        apiVersion: currents/v1
        kind: Source
        metadata: { name: events }
        spec: { schema: braze, file: { path: events.jsonl } }
        ---
        apiVersion: currents/v1
        kind: Current
        metadata: { name: example }
        spec:
          source: events
          partner: http
          endpoint: { url: "https://events.example.com/in" }
          events:
            - users.messages.email.*
          delivery: { batchEvents: 10 }\(comment.isEmpty ? "" : "  # \(comment)")

        """
    }

    static let malformed = CatalogueEntry(
        code: "CUR280",
        name: "malformed-allowance",
        explanation: """
            A comment that begins with 'currents:' speaks to this program, and it knows one sentence: \
            'currents:allow CODE until YYYY-MM-DD: why'. Passing over anything else would leave a finding standing \
            that somebody believes allowed.
            """,
        example: current("currents:ignore CUR309"),
        fix: current("")
    )

    static let withoutReason = CatalogueEntry(
        code: "CUR281",
        name: "allowance-without-reason",
        explanation: """
            Whoever reads the spec later must be able to judge whether an allowance still holds. So it says why, \
            after a ':' behind the date.
            """,
        example: current("currents:allow CUR309 until 2027-03-31"),
        fix: current("")
    )

    static let badDate = CatalogueEntry(
        code: "CUR282",
        name: "bad-allowance-date",
        explanation: """
            An allowance holds up to and with a day, in UTC, written as YYYY-MM-DD. Without an end it would outlive \
            its reason.
            """,
        example: current("currents:allow CUR309 until 2027-02-30: the export begins in March"),
        fix: current("")
    )

    static let unknownCode = CatalogueEntry(
        code: "CUR283",
        name: "unknown-allowance-code",
        explanation: "An allowance names the code of one rule, and there is no rule of this code.",
        example: current("currents:allow CUR3O9 until 2027-03-31: the export begins in March"),
        fix: current("")
    )

    static let notAllowable = CatalogueEntry(
        code: "CUR284",
        name: "not-allowable",
        explanation: """
            Only warnings can be allowed. An error says that the spec cannot run, and no comment changes that; and \
            what is wrong with an allowance is not for another allowance to hide.
            """,
        example: current("currents:allow CUR301 until 2027-03-31: the partner will name it so"),
        fix: current("")
    )

    static let tooLong = CatalogueEntry(
        code: "CUR285",
        name: "allowance-too-long",
        explanation: "An allowance ends within 366 days, so that somebody looks at its reason once a year.",
        example: current("currents:allow CUR309 until 2999-12-31: the export begins in March"),
        fix: current("")
    )

    static let ended = CatalogueEntry(
        code: "CUR286",
        name: "ended-allowance",
        severity: .warning,
        explanation: """
            The last day of an allowance is over, so the finding shows again. Put the finding right, or allow it \
            again with a new day and a reason that holds today.
            """
    )

    static let unused = CatalogueEntry(
        code: "CUR287",
        name: "unused-allowance",
        severity: .warning,
        explanation: """
            The line that an allowance speaks of has no finding of its code. A comment that stays behind would \
            silently allow the next one.
            """,
        example: current("currents:allow CUR309 until 2027-03-31: the export begins in March"),
        fix: current("")
    )
}
