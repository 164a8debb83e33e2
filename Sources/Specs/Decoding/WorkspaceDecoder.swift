/// Reads `kind: Workspace`.
enum WorkspaceDecoder {
    /// The declaration, or nil when what it cannot do without was reported.
    static func decode(_ document: Fields, with nodes: inout NodeDecoder) -> WorkspaceSpec? {
        nodes.notSupported("kind: Workspace", at: document.key)
        return nil
    }
}
