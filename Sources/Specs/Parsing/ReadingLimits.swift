/// How much text a workspace file may hold, so that no file can use up time or memory.
enum ReadingLimits {
    /// Bytes of one file.
    static let fileBytes = 1_048_576
    /// Bytes of one text.
    static let scalarBytes = 65_536
    /// Collections inside each other, aliases followed.
    static let depth = 64
    /// Nodes of one file, each alias counted as all it stands for.
    static let expandedNodes = 100_000
    /// Syntax errors reported for one file; after that the rest is most likely noise.
    static let syntaxErrors = 20
}
