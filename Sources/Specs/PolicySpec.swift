public import Diagnostics

/// A `kind: Policy` document as it was written: what holds for every current of the workspace.
public struct PolicySpec: Sendable {
    /// Name, owner and labels.
    public var metadata: Metadata
    /// The `spec:` key.
    public var specKey: SourceRange

    /// Gathers a policy; nothing is checked.
    public init(metadata: Metadata, specKey: SourceRange) {
        self.metadata = metadata
        self.specKey = specKey
    }
}
