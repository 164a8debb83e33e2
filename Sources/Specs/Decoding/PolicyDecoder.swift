/// Reads `kind: Policy`.
enum PolicyDecoder {
    /// The declaration, or nil when what it cannot do without was reported.
    static func decode(_ document: Fields, with nodes: inout NodeDecoder) -> PolicySpec? {
        nodes.notSupported("kind: Policy", at: document.key)
        return nil
    }
}
