/// The spec language, declared once: what every document may hold, what it means, and an example of it.
///
/// The decoders take the keys they know from here, the editors' schema and the reference page are written from here, and
/// so the three cannot disagree about which words there are. Nothing here checks a value: that is for the decoders.
public enum Language {
    /// The version that every document names.
    public static let version = "currents/v1"

    /// Every kind of document, in the order to show them.
    public static let kinds: [Kind] = [current, source, customEvent, policy, workspace, test]

    /// The keys of every document.
    public static let documentKeys = ["apiVersion", "kind", "metadata", "spec"]

    /// One kind of document.
    public struct Kind: Sendable {
        /// The word after `kind:`.
        public var name: String
        /// What such a document declares, in one sentence.
        public var summary: String
        /// What stands below `metadata`.
        public var metadata: Object
        /// What stands below `spec`.
        public var spec: Object
        /// A whole document.
        public var example: String

        init(_ name: String, _ summary: String, metadata: Object, spec: Object, example: String) {
            self.name = name
            self.summary = summary
            self.metadata = metadata
            self.spec = spec
            self.example = example
        }
    }

    /// A mapping whose keys are words of the language.
    public struct Object: Sendable {
        /// The keys, in the order to show them.
        public var keys: [Key]
        /// Words that are part of the language, and that this version cannot honour.
        public var reserved: [String]
        /// Which keys go together.
        public var choice: Choice?

        init(_ keys: [Key], reserved: [String] = [], choice: Choice? = nil) {
            self.keys = keys
            self.reserved = reserved
            self.choice = choice
        }

        /// The names of the keys.
        public var known: [String] { keys.map(\.name) }

        /// The key of a name.
        public subscript(name: String) -> Key? { keys.first { $0.name == name } }

        /// The words a key takes, for a key that takes one of a closed list or a list of such.
        func words(of key: String) -> [String] { self[key]?.shape.words.map(\.text) ?? [] }

        /// The words a key may take in another version.
        func reservedWords(of key: String) -> [String] {
            guard case .choice(_, let reserved) = self[key]?.shape else { return [] }
            return reserved
        }
    }

    /// How many of some keys a mapping gives.
    public enum Choice: Sendable, Hashable {
        /// One of these, and no more.
        case exactlyOne([String])
        /// One of these, or several.
        case atLeastOne([String])
        /// None of these, or one.
        case atMostOne([String])
    }

    /// One key of a mapping.
    public struct Key: Sendable {
        /// The key.
        public var name: String
        /// What it is for, in one sentence.
        public var summary: String
        /// What it takes.
        public var shape: Shape
        /// Whether it must be given.
        public var isRequired: Bool
        /// What holds when it is not given, in words; nil when nothing does.
        public var fallback: String?
        private var written: String?

        init(
            _ name: String,
            _ summary: String,
            _ shape: Shape,
            isRequired: Bool = false,
            fallback: String? = nil,
            example: String? = nil
        ) {
            self.name = name
            self.summary = summary
            self.shape = shape
            self.isRequired = isRequired
            self.fallback = fallback
            self.written = example
        }

        /// A value, as YAML on one line.
        ///
        /// For a mapping it is put together from the examples of its keys; empty when nobody has given one.
        public var example: String {
            if let written { return written }
            guard case .object(let object) = shape else { return "" }
            return "{ " + object.exampleKeys.map { "\($0.name): \($0.example)" }.joined(separator: ", ")
                + " }"
        }
    }
}

extension Language.Object {
    /// Keys that can stand together: of those that exclude each other, the first.
    var exampleKeys: [Language.Key] {
        switch choice {
        case .exactlyOne(let names), .atMostOne(let names):
            keys.filter { !names.dropFirst().contains($0.name) }
        case .atLeastOne, nil: keys
        }
    }
}
