/// Writes findings for people: the summary, the line with an underline, notes, and what to try next.
public struct TextRenderer: Sendable {
    /// Whether to colour with terminal escape sequences.
    public var usesColour: Bool
    private let file: @Sendable (String) -> SourceFile?

    /// Makes a renderer.
    ///
    /// - Parameters:
    ///   - usesColour: Whether to colour with terminal escape sequences.
    ///   - file: Finds a file by the path that ranges carry; a finding in a file it does not know has no excerpt.
    public init(usesColour: Bool = false, file: @escaping @Sendable (String) -> SourceFile?) {
        self.usesColour = usesColour
        self.file = file
    }

    /// Makes a renderer that takes excerpts from `files`.
    public init(usesColour: Bool = false, files: [SourceFile]) {
        let byPath = Dictionary(files.map { ($0.path, $0) }) { first, _ in first }
        self.init(usesColour: usesColour) { byPath[$0] }
    }

    /// Nobody reads more, and a damaged file may have tens of thousands.
    private static let mostShown = 500

    /// All findings in reading order, an empty line between them, and a closing count; empty without findings.
    ///
    /// After 500 findings the rest is only counted.
    public func render(_ diagnostics: [Diagnostic]) -> String {
        guard !diagnostics.isEmpty else { return "" }
        let secrets = secrets(of: diagnostics)
        let shown = diagnostics.inReadingOrder().prefix(Self.mostShown)
        var text = shown.map { page(for: $0, hiding: secrets).text }.joined(separator: "\n") + "\n"
        let left = diagnostics.count - shown.count
        if left > 0 { text += "\(Self.counted(left, "more finding")) not shown\n" }
        return text + Self.summary(of: diagnostics) + "\n"
    }

    /// One finding, each line ended by a line feed.
    public func render(_ diagnostic: Diagnostic) -> String {
        page(for: diagnostic, hiding: secrets(of: [diagnostic])).text
    }

    /// Such as "2 errors, 1 warning in 3 files"; empty without findings.
    public static func summary(of diagnostics: [Diagnostic]) -> String {
        let counts = [(Severity.error, "error"), (.warning, "warning"), (.note, "note")]
            .map { severity, word in (count: diagnostics.count { $0.severity == severity }, word: word) }
            .filter { $0.count > 0 }
            .map { counted($0.count, $0.word) }
        let files = Set(diagnostics.compactMap(\.range?.file)).count
        return counts.joined(separator: ", ") + (files > 0 ? " in " + counted(files, "file") : "")
    }

    private static func counted(_ count: Int, _ word: String) -> String {
        "\(count) \(word)\(count == 1 ? "" : "s")"
    }

    /// What no excerpt may show, by file: what the files know of, and what the findings tell.
    private func secrets(of diagnostics: [Diagnostic]) -> [String: SecretStretches] {
        var stretches: [String: [Range<Int>]] = [:]
        for diagnostic in diagnostics where diagnostic.hidesText {
            guard let range = diagnostic.range, range.start.offset < range.end.offset else { continue }
            stretches[range.file, default: []].append(range.start.offset..<range.end.offset)
        }
        let paths = Set(
            diagnostics.flatMap { [$0.range?.file] + $0.notes.map(\.range?.file) }.compactMap(\.self)
        )
        return Dictionary(
            uniqueKeysWithValues: paths.map { path in
                (path, SecretStretches((stretches[path] ?? []) + (file(path)?.secrets ?? [])))
            }
        )
    }
}

extension TextRenderer {
    private func page(for diagnostic: Diagnostic, hiding secrets: [String: SecretStretches]) -> TextPage {
        let notes = diagnostic.notes.filter { $0.range != nil }
        let lines = ([diagnostic.range] + notes.map(\.range)).compactMap { $0?.start.line }
        var page = TextPage(usesColour: usesColour, gutter: String(lines.max() ?? 1).count)
        page.headline(diagnostic)
        if let range = diagnostic.range {
            page.place(range, corner: "┌─")
            excerpt(
                of: range,
                on: &page,
                secrets,
                mark: "^",
                label: diagnostic.label,
                as: diagnostic.severity
            )
        }
        for (index, note) in notes.enumerated() {
            guard let range = note.range else { continue }
            page.place(range, corner: index == 0 && diagnostic.range == nil ? "┌─" : "├─")
            excerpt(of: range, on: &page, secrets, mark: "-", label: note.message, as: .note)
        }
        for note in diagnostic.notes where note.range == nil { page.footer("note", note.message) }
        if let help = diagnostic.help { page.footer("help", help) }
        if let source = diagnostic.source { page.footer("source", source) }
        return page
    }

    private func excerpt(
        of range: SourceRange,
        on page: inout TextPage,
        _ secrets: [String: SecretStretches],
        mark: Character,
        label: String?,
        as severity: Severity
    ) {
        guard let file = file(range.file) else {
            if let label { page.footer("note", label) }
            return
        }
        let excerpt = Excerpt(of: range, in: file, hiding: secrets[range.file] ?? SecretStretches())
        page.excerpt(excerpt, line: range.start.line, mark: mark, label: label, as: severity)
    }
}
