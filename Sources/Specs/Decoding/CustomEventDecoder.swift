/// Reads `kind: CustomEvent`.
enum CustomEventDecoder {
    /// The declaration, or nil when what it cannot do without was reported.
    static func decode(_ document: Fields, with nodes: inout NodeDecoder) -> CustomEventSpec? {
        nodes.notSupported("kind: CustomEvent", at: document.key)
        return nil
    }
}
