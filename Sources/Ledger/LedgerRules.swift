public import Diagnostics

/// The manual pages of what the ledger reports: no text can break these, so they have no examples.
public enum LedgerRules {
    /// All of them, by code.
    public static let all: [CatalogueEntry] = [
        notAFolder, forbidden, foreign, damaged, newer, missing, held, full, failed, busy, unbalanced,
        eventsPending, nameTaken,
    ]

    static let notAFolder = CatalogueEntry(
        code: "CUR601",
        name: "state-not-a-folder",
        explanation:
            "The state of an installation is a folder. It is made when it is missing; its parent is not."
    )
    static let forbidden = CatalogueEntry(
        code: "CUR602",
        name: "state-forbidden",
        explanation:
            "The state folder and its files belong to the user who runs the program (modes 0700 and 0600)."
            + " Reading needs permission to read; running and applying need permission to write."
    )
    static let foreign = CatalogueEntry(
        code: "CUR603",
        name: "ledger-foreign",
        explanation:
            "A ledger carries a mark of its own. A file without it is never read as a ledger or replaced."
    )
    static let damaged = CatalogueEntry(
        code: "CUR604",
        name: "ledger-damaged",
        explanation:
            "A damaged ledger is never replaced by an empty one, because the events it answers for would"
            + " be delivered again or lost."
    )
    static let newer = CatalogueEntry(
        code: "CUR605",
        name: "ledger-newer",
        explanation: "An older program would misread a newer ledger, so it refuses it and writes nothing."
    )
    static let missing = CatalogueEntry(
        code: "CUR606",
        name: "ledger-missing",
        explanation:
            "Only a missing or empty state folder is a first run. Other files without a ledger mean that"
            + " the ledger was lost, or that this is not a state folder."
    )
    static let held = CatalogueEntry(
        code: "CUR607",
        name: "state-in-use",
        explanation:
            "One runner at a time works on a state. The lock ends with its process; a file left behind by"
            + " a crash holds nobody up."
    )
    static let full = CatalogueEntry(
        code: "CUR608",
        name: "storage-full",
        explanation:
            "What cannot be written durably is not claimed. Delivery goes on from what was committed."
    )
    static let failed = CatalogueEntry(
        code: "CUR609",
        name: "storage-failed",
        explanation:
            "A failed flush is never tried again as though it could succeed, since the system may already"
            + " have dropped the data. The program ends, and recovers from what is really on disk."
    )
    static let busy = CatalogueEntry(
        code: "CUR610",
        name: "ledger-busy",
        explanation:
            "Commands write to the ledger in short transactions and wait a few seconds for each other."
    )
    static let unbalanced = CatalogueEntry(
        code: "CUR611",
        name: "ledger-unbalanced",
        explanation:
            "Every event is accounted for: received = accepted + duplicate + refused, and for each current"
            + " in = delivered + filtered + dead-lettered + pending. Numbers that break this are not written."
    )
    static let eventsPending = CatalogueEntry(
        code: "CUR612",
        name: "removal-with-pending-events",
        explanation:
            "A current with pending events is removed only with a word on what happens to them: drain"
            + " delivers them first, dead-letter counts them as 'current_removed'."
    )
    static let nameTaken = CatalogueEntry(
        code: "CUR613",
        name: "rename-onto-existing-current",
        explanation:
            "A renamed current carries its place and its books along; two currents' books cannot be joined."
    )
}
