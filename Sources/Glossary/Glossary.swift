/// The event catalogue of one schema release: every event type, what each of its fields is, and which names
/// are not names of event types although people write them.
///
/// Everything is sorted by the bytes of its name, so that two glossaries with the same facts are the same
/// value.
public struct Glossary: Sendable, Hashable {
    /// A spelling met in the vendor's pages that is not the canonical name.
    ///
    /// It is never accepted, only suggested from.
    public struct Alias: Sendable, Hashable {
        /// What the page says.
        public var spelling: String
        /// The event type it means.
        public var name: String
        /// Where it was met.
        public var note: String

        /// Makes an alias; nothing is checked.
        public init(spelling: String, name: String, note: String) {
            self.spelling = spelling
            self.name = name
            self.note = note
        }
    }

    /// The schema release, such as `10`.
    public let release: String
    /// The day the newest samples were published, such as `2026-06-29`.
    public let samplesAsOf: String
    /// The public pages the facts come from.
    public let sources: [String]
    /// The values the field `platform` takes, as the vendor lists them.
    public let platformValues: [String]
    /// Other spellings, sorted by spelling.
    public let aliases: [Alias]
    /// Event names of the vendor's pages that Currents does not deliver, sorted.
    public let notExported: [String]
    /// Every event type, sorted by name; deprecated ones too.
    public let eventTypes: [EventType]

    /// What guesses compare names with.
    private(set) var lexicon = NameLexicon.Cache()

    /// Gathers facts, sorts them, and gives each event type the aliases that name it.
    ///
    /// - Throws: A problem without a line when two event types or aliases share a name, an alias or successor is
    ///   no event type, or a text cannot be written in the canonical form: names are printable ASCII without
    ///   spaces, no text holds `|` or a control character, and an optional text is nil rather than empty.
    public init(
        release: String,
        samplesAsOf: String,
        sources: [String] = [],
        platformValues: [String] = [],
        aliases: [Alias] = [],
        notExported: [String] = [],
        eventTypes: [EventType]
    ) throws(GlossaryProblem) {
        self.init(
            unchecked: eventTypes,
            release: release,
            samplesAsOf: samplesAsOf,
            sources: sources,
            platformValues: platformValues,
            aliases: aliases,
            notExported: notExported
        )
        try GlossaryCheck(self).run()
    }

    /// Sorts and completes facts that are known to be sound, because `GlossaryCheck` ran or will run on them.
    init(
        unchecked eventTypes: [EventType],
        release: String,
        samplesAsOf: String,
        sources: [String],
        platformValues: [String],
        aliases: [Alias],
        notExported: [String]
    ) {
        self.release = release
        self.samplesAsOf = samplesAsOf
        self.sources = sources
        self.platformValues = platformValues
        self.aliases = aliases.sorted { $0.spelling.precedesInBytes($1.spelling) }
        self.notExported = notExported.sorted { $0.precedesInBytes($1) }
        var types = eventTypes.sorted { $0.name.precedesInBytes($1.name) }
        for index in types.indices {
            let name = types[index].name
            types[index].aliases = self.aliases.filter { $0.name == name }.map(\.spelling)
        }
        self.eventTypes = types
    }

    /// The event type with exactly these bytes as its name; nil for any other spelling, however alike it
    /// looks.
    ///
    /// - Complexity: O(log *n*) in the number of event types.
    public subscript(name: String) -> EventType? {
        var low = 0
        var high = eventTypes.count
        while low < high {
            let middle = low + (high - low) / 2
            if eventTypes[middle].name.precedesInBytes(name) { low = middle + 1 } else { high = middle }
        }
        guard low < eventTypes.count, eventTypes[low].name.hasBytes(of: name) else { return nil }
        return eventTypes[low]
    }

    /// Whether the vendor's pages name this event although Currents does not deliver it.
    public func isNotExported(_ name: String) -> Bool {
        notExported.contains { $0.hasBytes(of: name) }
    }

    /// The event type a known alias means.
    public func canonicalName(ofAlias spelling: String) -> String? {
        aliases.first { $0.spelling.hasBytes(of: spelling) }?.name
    }

    /// The event types whose name matches a glob, sorted by name, deprecated ones included; see `Glob`.
    public func types(matching glob: String) -> [EventType] {
        let glob = Glob(glob)
        return eventTypes.filter { glob.matches($0.name.utf8) }
    }

    /// The name a person probably meant; see `NameSuggester` for what counts as near.
    ///
    /// - Returns: The name itself when it is canonical; nil when nothing is near, and for names that are not
    ///   exported.
    public func closest(to written: String) -> String? {
        NameSuggester(glossary: self).closest(to: written)
    }

    /// The family that a text without an action means, such as `Push notifications`; nil when it means none.
    public func closestFamily(to written: String) -> String? {
        NameSuggester(glossary: self).family(closestTo: written)
    }
}

extension String {
    /// Orders by bytes, which is how the glossary sorts.
    ///
    /// `<` would order by Unicode equivalence.
    func precedesInBytes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }

    /// Compares bytes.
    ///
    /// `==` would also accept canonically equivalent characters, such as a Kelvin sign for K.
    func hasBytes(of other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}
