import Diagnostics

// The findings about values that YAML could read, in the words people see.
extension ReadingRules {
    static func emptySpec(_ file: SourceFile) -> Diagnostic {
        emptySpec.diagnostic(
            at: file.range(0..<0),
            "the file declares nothing",
            help: "write a document that begins with 'apiVersion: currents/v1', or delete the file"
        )
    }

    static func duplicateKey(_ name: String, at range: SourceRange, first: SourceRange) -> Diagnostic {
        duplicateKey.diagnostic(
            at: range,
            "the key '\(Node.shorten(name))' is given twice",
            label: "again here",
            notes: [DiagnosticNote("first given here", at: first)],
            help: "keep one of the two"
        )
    }

    static func missingSeparator(at range: SourceRange, first: SourceRange) -> Diagnostic {
        let before = SourceRange(file: range.file, start: range.start, end: range.start)
        return duplicateKey.diagnostic(
            at: range,
            "a second document begins here without '---' before it",
            notes: [DiagnosticNote("the first began here", at: first)],
            help: "write '---' on a line of its own before it",
            fixes: range.start.column == 1
                ? [Fix("write '---' before it", replace: before, with: "---\n")] : []
        )
    }

    // A tag is not quoted in the summary: a password that begins with '!' looks like one.
    static func unknownTag(at range: SourceRange, hidesText: Bool) -> Diagnostic {
        unknownTag.diagnostic(
            at: range,
            "this tag means nothing here",
            help: "remove it; put the text in quotes if '!' belongs to it",
            hidesText: hidesText
        )
    }

    static func misplacedTag(at range: SourceRange) -> Diagnostic {
        unknownTag.diagnostic(
            at: range,
            "this tag does not fit the value it stands on",
            help: "remove it"
        )
    }

    // `glob` is nil when it may be a secret or its end is not known.
    static func globWithoutQuotes(_ glob: String?, at range: SourceRange) -> Diagnostic {
        globWithoutQuotes.diagnostic(
            at: range,
            "\(glob.map { "'\(Node.shorten($0))'" } ?? "this") begins with '*', which begins an alias in YAML",
            help: "put it in quotes" + (glob.map { ": \(quoted(Node.shorten($0)))" } ?? ""),
            fixes: glob.map { [Fix("put it in quotes", replace: range, with: quoted($0))] } ?? [],
            hidesText: glob == nil
        )
    }

    // `name` is the alias without its `*`, or nil when it may be a secret.
    static func undefinedAlias(_ name: String?, at range: SourceRange) -> Diagnostic {
        let glob = name.map { quoted("*\($0)") }
        return undefinedAlias.diagnostic(
            at: range,
            "the alias \(name.map { "'*\(Node.shorten($0))' " } ?? "")stands for nothing: "
                + "no '&\(name.map(Node.shorten) ?? "…")' comes before it in this document",
            help: name.map { "write \(quoted("*" + Node.shorten($0))) if it is a glob" }
                ?? "put the text in quotes if '*' belongs to it",
            fixes: glob.map { [Fix("put it in quotes", replace: range, with: $0)] } ?? [],
            hidesText: name == nil
        )
    }

    static func aliasCycle(_ name: String, at range: SourceRange) -> Diagnostic {
        aliasCycle.diagnostic(
            at: range,
            "the alias '*\(Node.shorten(name))' stands inside the value it stands for",
            help: "write out what is meant"
        )
    }

    static func mergeKey(at range: SourceRange) -> Diagnostic {
        mergeKey.diagnostic(
            at: range,
            "the merge key '<<' is not supported",
            help: "write the keys out here; an alias may stand for a whole value"
        )
    }

    static func missingSpace(at colon: SourceRange) -> Diagnostic {
        let behind = SourceRange(file: colon.file, start: colon.end, end: colon.end)
        return syntax.diagnostic(
            at: colon,
            "a space is missing after ':'",
            help: "write 'key: value'",
            fixes: [Fix("add a space", replace: behind, with: " ")]
        )
    }

    static func tooDeep(at range: SourceRange) -> Diagnostic {
        tooDeep.diagnostic(
            at: range,
            "more than \(ReadingLimits.depth) lists and mappings stand in each other here",
            help: "nothing in a spec is nested that deep; check the brackets"
        )
    }

    static func textTooLong(_ count: Int, at range: SourceRange) -> Diagnostic {
        textTooLong.diagnostic(
            at: range,
            "the text is \(count) bytes long; at most \(ReadingLimits.scalarBytes) are read",
            help: "check for a quote that closes too late"
        )
    }

    static func tooManyNodes(at range: SourceRange) -> Diagnostic {
        tooManyNodes.diagnostic(
            at: range,
            "the file stands for more than \(ReadingLimits.expandedNodes) values, aliases counted",
            label: "too many from here on",
            help: "write fewer aliases of aliases, or split the file"
        )
    }

    /// The text in double quotes.
    private static func quoted(_ text: String) -> String {
        let escaped = text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
        return "\"\(String(escaped))\""
    }
}
