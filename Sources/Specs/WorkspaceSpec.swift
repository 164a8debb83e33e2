public import Diagnostics

/// The `kind: Workspace` document as it was written: what holds for the runner as a whole.
public struct WorkspaceSpec: Sendable {
    /// Name, owner and labels.
    public var metadata: Metadata
    /// The `spec:` key.
    public var specKey: SourceRange

    /// Gathers settings; nothing is checked.
    public init(metadata: Metadata, specKey: SourceRange) {
        self.metadata = metadata
        self.specKey = specKey
    }
}
