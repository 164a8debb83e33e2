/// The canonical text of a glossary: lines of columns, made for fast reading and for small size, not for
/// people.
///
/// Each distinct field is written once, in sorted order, and event types name fields by their place in that
/// order, from 0.
///
///     glossary|1
///     release|10|2026-06-29
///     source|TEXT
///     platform|ios|android
///     alias|SPELLING|NAME|NOTE
///     unexported|NAME
///     field|NAME|TYPE|PLACEMENT|SEMANTIC|FLAGS|PERSONAL BASIS|SINCE|HTTP NAME|HTTP TYPE|UNIT
///     event|NAME|CATEGORY|FAMILY|STATUS|FLAGS|SINCE|DOCUMENTED IN|REPLACED BY|NOTE|FIELD FIELD FIELD
///
/// An empty column is a fact that is absent. Flags of a field, in this order: `r` required, `s` in storage,
/// `h` in HTTP, `p` personal, `d` deprecated; those of an event: `s` and `h`.
enum GlossaryText {
    /// Between columns.
    static let separator = UInt8(ascii: "|")
    /// What the first line says; a new number when an old program would misread the rest.
    static let heading = "glossary|1"

    /// Writes a glossary; the last line ends with a line feed too.
    static func text(of glossary: Glossary) -> String {
        var lines = [heading, row("release", glossary.release, glossary.samplesAsOf)]
        lines += glossary.sources.map { row("source", $0) }
        if !glossary.platformValues.isEmpty {
            lines.append((["platform"] + glossary.platformValues).joined(separator: "|"))
        }
        lines += glossary.aliases.map { row("alias", $0.spelling, $0.name, $0.note) }
        lines += glossary.notExported.map { row("unexported", $0) }

        let rowsOfTypes = glossary.eventTypes.map { $0.fields.map(row(of:)) }
        let fieldRows = Set(rowsOfTypes.joined()).sorted { $0.precedesInBytes($1) }
        let places = Dictionary(uniqueKeysWithValues: zip(fieldRows, 0...))
        lines += fieldRows
        for (type, rows) in zip(glossary.eventTypes, rowsOfTypes) {
            let references = rows.compactMap { places[$0] }.map(String.init).joined(separator: " ")
            lines.append(row(of: type, fields: references))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func row(_ columns: String?...) -> String {
        columns.map { $0 ?? "" }.joined(separator: "|")
    }

    private static func row(of field: EventField) -> String {
        let flags = [
            field.isRequired ? "r" : "", field.isInStorage ? "s" : "", field.isInHTTP ? "h" : "",
            field.isPersonal ? "p" : "", field.isDeprecated ? "d" : "",
        ]
        return row(
            "field",
            field.name,
            field.type.rawValue,
            field.placement.rawValue,
            field.semantic,
            flags.joined(),
            field.personalBasis?.rawValue,
            field.since,
            field.httpName,
            field.httpType?.rawValue,
            field.unit
        )
    }

    private static func row(of type: EventType, fields: String) -> String {
        row(
            "event",
            type.name,
            type.category.rawValue,
            type.family,
            type.status.rawValue,
            (type.isInStorage ? "s" : "") + (type.isInHTTP ? "h" : ""),
            type.since,
            type.documentedIn,
            type.replacedBy,
            type.statusNote,
            fields
        )
    }
}

extension Glossary {
    /// The canonical text: the same for every glossary with the same facts, and accepted by `init(text:)`.
    public var text: String { GlossaryText.text(of: self) }

    /// Reads a canonical text.
    ///
    /// - Throws: What is wrong with the first line that is not understood. A text that is understood but is not
    ///   exactly what `text` would write (other order, fields listed twice or never used) is refused too.
    public init(text: String) throws(GlossaryProblem) {
        let glossary = try GlossaryTextReader.read(text)
        try GlossaryCheck(glossary).run()
        guard glossary.text.hasBytes(of: text) else {
            throw GlossaryProblem("the text is not in canonical form")
        }
        self = glossary
    }
}
