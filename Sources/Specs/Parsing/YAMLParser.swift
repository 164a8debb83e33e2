import Diagnostics

/// Turns the text of a file into documents whose every node knows where it stands.
///
/// What YAML may do here is narrow on purpose: UTF-8 only, core tags only, no merge keys, aliases only within
/// limits. Everything else is a finding, and no input can make reading slow or large.
enum YAMLParser {
    /// How often a `*` that is no alias is taken for text before giving up on a file.
    private static let patchLimit = 50
    /// How many characters may be read again on that account, whatever their number.
    private static let rereadLimit = 2_000_000

    /// Reads all documents of a file.
    ///
    /// - Returns: The documents without a reading error, empty ones left out, and what was wrong. After a syntax
    ///   error reading goes on with the next document.
    static func parse(_ file: SourceFile) -> (documents: [Document], findings: [Diagnostic]) {
        if let finding = ByteCheck.finding(in: file) { return ([], [finding]) }
        var text = MarkedText(file)
        var patches: Set<Int> = []
        var documents: [Document] = []
        var findings: [Diagnostic] = []
        var base = 0
        var reread = 0
        var nodes = 0
        var hasSeenContent = false
        while true {
            let (builder, failure) = read(text, from: base, patches: patches, nodes: nodes)
            if let failure, let star = unquotedGlob(failure, in: text), patches.count < patchLimit,
                reread < rereadLimit
            {
                patches.insert(star)
                reread += star - base
                text.replace(at: star, with: UInt8(ascii: "x"))
                continue
            }
            documents += builder.documents
            findings += builder.findings
            nodes = builder.expandedNodes
            hasSeenContent = hasSeenContent || builder.hasSeenContent
            if builder.hasPassedLimit { return (documents, findings) }
            guard let failure else { break }
            findings.append(SyntaxFinding.diagnostic(for: failure, in: text))
            guard findings.count < ReadingLimits.syntaxErrors else { return (documents, findings) }
            guard let next = nextDocument(after: failure, base: base, in: text) else { break }
            base = next
        }
        if !hasSeenContent, findings.isEmpty { findings.append(ReadingRules.emptySpec(file)) }
        return (documents, findings)
    }

    private static func read(
        _ text: MarkedText,
        from base: Int,
        patches: Set<Int>,
        nodes: Int
    ) -> (TreeBuilder, YAMLFailure?) {
        var builder = TreeBuilder(text, patches: patches, expandedNodes: nodes)
        let reader = YAMLEventReader(text, from: base)
        do throws(YAMLFailure) {
            while !builder.hasPassedLimit {
                let event = try reader.next()
                if case .streamEnd = event.kind { break }
                builder.take(event)
            }
        } catch {
            return (builder, error)
        }
        return (builder, nil)
    }

    /// The `*` of a text such as `*.Open`, which the library took for an alias it cannot read.
    private static func unquotedGlob(_ failure: YAMLFailure, in text: MarkedText) -> Int? {
        guard failure.context == "while scanning an alias" else { return nil }
        return text.ascii(failure.contextIndex) == "*" ? failure.contextIndex : nil
    }

    /// The first `---` after a failure: it always starts a document, whatever is open before it.
    private static func nextDocument(after failure: YAMLFailure, base: Int, in text: MarkedText) -> Int? {
        var line = max(text.line(of: failure.index), text.line(of: base) + 1)
        while text.start(ofLine: line) < text.count {
            let start = text.start(ofLine: line)
            let mark = text.text(start..<start + 4)
            if mark == "---" || mark == "--- " || mark == "---\t" || mark == "---\n" { return start }
            line += 1
        }
        return nil
    }
}
