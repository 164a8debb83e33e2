/// Reads `kind: Test`.
enum TestDecoder {
    /// The declaration, or nil when what it cannot do without was reported.
    static func decode(_ document: Fields, with nodes: inout NodeDecoder) -> TestSpec? {
        nodes.notSupported("kind: Test", at: document.key)
        return nil
    }
}
