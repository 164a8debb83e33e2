import Diagnostics

/// The manual pages of what stops a run.
enum RunRules {
    static let sourceMissing = CatalogueEntry(
        code: "CUR620",
        name: "source-missing",
        explanation: """
            The file of a source does not exist or cannot be read. Without --once the runner waits for it; with --once \
            there is nothing to wait for, so the run ends with 74 after delivering what other sources hold.
            """
    )
    static let sourceFailed = CatalogueEntry(
        code: "CUR621",
        name: "source-failed",
        explanation: """
            The disk failed while a source was read, or standard input could not be kept. What was committed before \
            is true; start again when the disk is well.
            """
    )

    static let all = [sourceMissing, sourceFailed]
}
