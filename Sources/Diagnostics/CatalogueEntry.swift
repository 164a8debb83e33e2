/// The manual page of one rule: what it reports, an example that breaks it, and the example put right.
///
/// The same entry feeds the terminal, the JSON output, `explain`, the reference page, and the test that runs
/// `example` (which must report exactly this code) and `fix` (which must report nothing).
public struct CatalogueEntry: Sendable, Hashable {
    /// The stable code, `CUR` and three digits; a retired code is never used again.
    public let code: String
    /// A name that reads well after "reports", such as `unknown-event`.
    public let name: String
    /// How much its findings weigh.
    public let severity: Severity
    /// Why the rule exists, in full sentences.
    public let explanation: String
    /// A text that breaks the rule: a whole workspace file, or nil for codes no text can break (a full disk).
    public let example: String?
    /// The example put right.
    public let fix: String?

    /// Makes an entry.
    public init(
        code: String,
        name: String,
        severity: Severity = .error,
        explanation: String,
        example: String? = nil,
        fix: String? = nil
    ) {
        self.code = code
        self.name = name
        self.severity = severity
        self.explanation = explanation
        self.example = example
        self.fix = fix
    }

    /// A finding of this rule.
    ///
    /// - Parameters:
    ///   - range: The smallest stretch that is wrong, or nil when no text is at fault.
    ///   - message: The summary: lower case, no full stop, values in single quotes.
    ///   - label: A few words at the underline.
    ///   - notes: Other places and facts.
    ///   - help: The next thing to try.
    ///   - source: Where the rule's fact comes from.
    ///   - fixes: Changes that would put it right.
    ///   - hidesText: Whether the text at `range` may be a secret and must not be shown.
    /// - Returns: The finding, with this entry's code, name and severity.
    public func diagnostic(
        at range: SourceRange?,
        _ message: String,
        label: String? = nil,
        notes: [DiagnosticNote] = [],
        help: String? = nil,
        source: String? = nil,
        fixes: [Fix] = [],
        hidesText: Bool = false
    ) -> Diagnostic {
        Diagnostic(
            code: code,
            name: name,
            severity: severity,
            message: message,
            range: range,
            label: label,
            notes: notes,
            help: help,
            source: source,
            fixes: fixes,
            hidesText: hidesText
        )
    }
}
