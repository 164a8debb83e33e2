/// One step of the YAML library through a text, with the stretch of characters it covers.
struct YAMLEvent {
    /// What precedes a value: `&anchor` and `!tag`.
    struct Properties {
        var anchor: String?
        var tag: String?
    }

    /// The kinds of step; those that say nothing a spec needs are `other`.
    enum Kind {
        case documentStart
        case documentEnd
        case streamEnd
        case alias(String)
        case scalar(String, Node.Style, Properties)
        case sequenceStart(Properties)
        case mappingStart(Properties)
        case collectionEnd
        case other
    }

    var kind: Kind
    /// Characters from the start of the file.
    var stretch: Range<Int>
}

/// Why the YAML library could not go on.
struct YAMLFailure: Error {
    /// The library's words.
    var problem: String
    /// What it was doing, in its own words.
    var context: String
    /// The character at which it stopped.
    var index: Int
    /// The character at which what it was doing began.
    var contextIndex: Int
}
