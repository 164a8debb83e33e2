extension Language {
    /// What a key takes.
    public indirect enum Shape: Sendable {
        /// The characters as they are written, whatever they look like.
        case text(Text)
        /// One word of a closed list; `reserved` words have a meaning that this version cannot honour.
        case choice([Word], reserved: [String] = [])
        /// `true` or `false`.
        case boolean
        /// A whole number.
        case integer(minimum: Int)
        /// Any number.
        case number
        /// A length of time such as `48h`; `isPositive` when none at all is not one.
        case duration(isPositive: Bool = false)
        /// An amount of data such as `10GB`.
        case size
        /// A text, number, `true`, `false` or `null`.
        case scalar
        /// A text or a number.
        case textOrNumber
        /// Anything that JSON can say.
        case json
        /// A list of at least and, when given, at most so many items.
        case list(Shape, minimum: Int = 0, maximum: Int? = nil)
        /// A mapping from names that people choose.
        case mapping(Name, Shape)
        /// A mapping whose keys are words of the language.
        case object(Object)
        /// One of several ways to say it.
        case forms([Form])
        /// A shape that is told once, under a name of its own.
        case defined(Definition)
        /// What the partner that is named beside it decides.
        case ofPartner(PartnerPart)

        /// The words of a closed list, or of a list of such; empty for any other shape.
        public var words: [Word] {
            switch self {
            case .choice(let words, _): words
            case .list(let shape, _, _): shape.words
            default: []
            }
        }
    }

    /// A form of text.
    public struct Text: Sendable, Hashable {
        /// The form in words: `an environment variable's name`.
        public var words: String
        /// A regular expression for the whole text, as ECMAScript and Swift both read it; nil for any text.
        public var pattern: String?
        /// Whether there may be no characters at all.
        public var allowsEmpty: Bool

        init(_ words: String, pattern: String? = nil, allowsEmpty: Bool = false) {
            self.words = words
            self.pattern = pattern
            self.allowsEmpty = allowsEmpty
        }
    }

    /// One word of a closed list.
    public struct Word: Sendable, Hashable {
        /// The word.
        public var text: String
        /// What it asks for.
        public var summary: String

        init(_ text: String, _ summary: String) {
            self.text = text
            self.summary = summary
        }
    }

    /// What the keys of a mapping name.
    public enum Name: Sendable, Hashable {
        /// Whatever these words say: `a label`.
        case free(String)
        /// A partner.
        case partner
    }

    /// One of several ways to say something.
    public struct Form: Sendable {
        /// What is said this way.
        public var summary: String
        /// How it is written.
        public var shape: Shape
        /// A value, as YAML on one line.
        public var example: String

        init(_ summary: String, _ shape: Shape, example: String) {
            self.summary = summary
            self.shape = shape
            self.example = example
        }
    }

    /// A shape that is told once.
    public enum Definition: String, Sendable, Hashable, CaseIterable {
        /// Where a secret is found.
        case credentialReference
        /// Event types, for delivery.
        case deliveredEvents
        /// Event types, whether they can be delivered or not.
        case eventSelector
        /// A filter.
        case eventPattern
        /// One test of a value in a filter.
        case valueTest
        /// The path of one field.
        case fieldPath
        /// A path, or a pattern of paths.
        case fieldPattern
    }

    /// What a partner's requirements decide.
    public enum PartnerPart: String, Sendable, Hashable, CaseIterable {
        /// A partner's name.
        case name
        /// Where the partner keeps the data.
        case region
        /// The secrets it wants, by name.
        case credentials
        /// Its own settings, by name.
        case settings
        /// Addresses of its services, by name.
        case services
    }
}

extension Language.Text {
    /// Any text of at least one character.
    public static let any = Self("text")
    static let orEmpty = Self("text", allowsEmpty: true)
    static let name = Self(
        "1 to 63 lower-case letters, digits and '-', with a letter or digit at both ends",
        pattern: "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"
    )
    static let variable = Self(
        "letters, digits and '_', with no digit first",
        pattern: "[A-Za-z_][A-Za-z0-9_]*"
    )
    /// An address of the web.
    public static let url = Self(
        "an 'https' or 'http' URL without user name, password or fragment",
        pattern: "[Hh][Tt][Tt][Pp][Ss]?://[^/?#@\\s]+([/?][^#\\s]*)?"
    )
}
