/// How much a finding weighs.
public enum Severity: String, Sendable, Codable, Comparable {
    /// Nothing to do.
    case note
    /// The plan can run, but probably not as meant.
    case warning
    /// The plan cannot run.
    case error

    /// Orders from `note` to `error`.
    public static func < (left: Self, right: Self) -> Bool { left.weight < right.weight }

    private var weight: Int {
        switch self {
        case .note: 0
        case .warning: 1
        case .error: 2
        }
    }
}

/// A change of text that puts a finding right.
public struct Fix: Sendable, Hashable {
    /// The stretch to replace.
    public var range: SourceRange
    /// The text to put there; may be empty.
    public var replacement: String
    /// What the change does, in a few words.
    public var title: String

    /// Describes one replacement.
    public init(_ title: String, replace range: SourceRange, with replacement: String) {
        self.title = title
        self.range = range
        self.replacement = replacement
    }

    /// Describes the replacement of a whole YAML text, with its quotes, by another text.
    ///
    /// The text is put in double quotes unless it is the same without them wherever it may stand.
    public init(_ title: String, writing text: String, at range: SourceRange) {
        self.init(title, replace: range, with: Self.isPlain(text) ? text : Self.quoted(text))
    }

    /// Letters and digits at both ends, single signs without a meaning in YAML between; and not the word for nothing.
    private static func isPlain(_ text: String) -> Bool {
        func isWord(_ scalar: Unicode.Scalar?) -> Bool {
            guard let scalar, scalar.isASCII else { return false }
            return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
        }
        let scalars = text.unicodeScalars
        guard isWord(scalars.first), isWord(scalars.last) || scalars.last == "*", text.lowercased() != "null"
        else {
            return false
        }
        return scalars.allSatisfy { isWord($0) || " ._-/*+".unicodeScalars.contains($0) }
    }

    private static func quoted(_ text: String) -> String {
        let inside = text.unicodeScalars.reduce(into: "") { result, scalar in
            switch scalar {
            case "\"", "\\": result += "\\" + String(scalar)
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case _ where SafeText.isUnsafe(scalar) && scalar.value <= 0xFFFF:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return "\"\(inside)\""
    }
}

/// A second place, or a fact, that explains a finding.
public struct DiagnosticNote: Sendable, Hashable {
    /// The explanation: lower case, no full stop.
    public var message: String
    /// The place it speaks of, when there is one.
    public var range: SourceRange?

    /// Makes a note.
    public init(_ message: String, at range: SourceRange? = nil) {
        self.message = message
        self.range = range
    }
}

/// One thing that is wrong, where, and what to try next.
public struct Diagnostic: Sendable, Hashable {
    /// The stable code, `CUR` and three digits.
    public var code: String
    /// The rule's name, such as `unknown-event`.
    public var name: String
    /// How much it weighs.
    public var severity: Severity
    /// The summary: lower case, no full stop, the offending value in single quotes.
    public var message: String
    /// The smallest stretch of text that is wrong; nil when the finding is about no text (a missing file).
    public var range: SourceRange?
    /// A few words printed at the underline, such as `unknown action of family 'sms'`.
    public var label: String?
    /// Other places and facts that explain it.
    public var notes: [DiagnosticNote]
    /// The next thing to try.
    public var help: String?
    /// Where the rule's fact comes from, such as `event glossary, release 10`.
    public var source: String?
    /// Changes that would put it right.
    public var fixes: [Fix]
    /// Whether the text at `range` may be a secret: renderers then show `***` in its place.
    public var hidesText: Bool

    /// Makes a finding; `CatalogueEntry.diagnostic` is the usual way.
    public init(
        code: String,
        name: String,
        severity: Severity,
        message: String,
        range: SourceRange?,
        label: String? = nil,
        notes: [DiagnosticNote] = [],
        help: String? = nil,
        source: String? = nil,
        fixes: [Fix] = [],
        hidesText: Bool = false
    ) {
        self.code = code
        self.name = name
        self.severity = severity
        self.message = message
        self.range = range
        self.label = label
        self.notes = notes
        self.help = help
        self.source = source
        self.fixes = fixes
        self.hidesText = hidesText
    }
}

extension Sequence<Diagnostic> {
    /// The findings in reading order: by file, then place, then code; findings without a place first.
    public func inReadingOrder() -> [Diagnostic] {
        sorted { left, right in
            let leftKey = (left.range?.file ?? "", left.range?.start.offset ?? -1, left.code)
            let rightKey = (right.range?.file ?? "", right.range?.start.offset ?? -1, right.code)
            return leftKey == rightKey ? left.message < right.message : leftKey < rightKey
        }
    }

    /// Whether any finding is an error.
    public var hasErrors: Bool { contains { $0.severity == .error } }
}
