/// Writes findings as workflow commands, which GitHub shows beside the changed lines of a pull request.
///
/// - SeeAlso: GitHub documentation, "Workflow commands for GitHub Actions", and `command.ts` of `@actions/core` for
///   what is escaped, both read 2026-11-21.
public struct WorkflowCommandRenderer: Sendable {
    /// Makes a renderer.
    public init() {}

    /// All findings in reading order, one line each; empty without findings.
    public func render(_ diagnostics: [Diagnostic]) -> String {
        diagnostics.inReadingOrder().map(line).joined()
    }

    private func line(_ diagnostic: Diagnostic) -> String {
        let properties = place(diagnostic.range) + [("title", "\(diagnostic.code) \(diagnostic.name)")]
        let list = properties.map { "\($0)=\(Self.escapeProperty($1))" }.joined(separator: ",")
        return
            "::\(Self.command(diagnostic.severity)) \(list)::\(Self.escapeData(diagnostic.messageWithHelp))\n"
    }

    private func place(_ range: SourceRange?) -> [(String, String)] {
        guard let range else { return [] }
        let start = [
            ("file", range.file), ("line", String(range.start.line)), ("col", String(range.start.column)),
            ("endLine", String(range.end.line)),
        ]
        // Columns are shown only for a stretch within one line.
        return range.start.line == range.end.line
            ? start + [("endColumn", String(range.end.column))] : start
    }

    private static func command(_ severity: Severity) -> String {
        switch severity {
        case .error: "error"
        case .warning: "warning"
        case .note: "notice"
        }
    }

    private static func escapeData(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { SafeText.escape(String($0)) }
            .joined(separator: "\n")
            .replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }

    private static func escapeProperty(_ text: String) -> String {
        escapeData(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
}
