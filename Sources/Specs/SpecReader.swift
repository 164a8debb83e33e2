public import Diagnostics

/// Reads a workspace: folders to files, files to documents, documents to declarations.
public enum SpecReader {
    /// Reads every file at and below `paths`, as `SpecFolder` finds them.
    ///
    /// - Returns: What could be read, and every finding in reading order; when one is an error, the workspace may
    ///   lack what it is about.
    public static func read(paths: [String]) -> (workspace: Workspace, findings: [Diagnostic]) {
        let (files, missing) = SpecFolder.read(paths: paths)
        var (workspace, findings) = read(files)
        if missing.hasErrors { workspace.isWhole = false }
        return (workspace, (missing + findings).inReadingOrder())
    }

    /// Reads files that are in memory already.
    public static func read(_ files: [SourceFile]) -> (workspace: Workspace, findings: [Diagnostic]) {
        var workspace = Workspace()
        var findings: [Diagnostic] = []
        for var file in files {
            let (documents, unreadable) = YAMLParser.parse(file)
            var decoder = DocumentDecoder()
            for document in documents { decoder.decode(document) }
            if !unreadable.isEmpty { file.secrets += CredentialLines.secrets(in: file) }
            for document in documents { file.secrets += SecretLooks.values(in: document.root) }
            file.secrets += decoder.nodes.secrets.map { $0.start.offset..<$0.end.offset }
            workspace.currents += decoder.currents
            workspace.sources += decoder.sources
            workspace.customEvents += decoder.customEvents
            workspace.policies += decoder.policies
            workspace.settings += decoder.settings
            workspace.tests += decoder.tests
            // In a text that is not YAML nobody knows what is a comment.
            if unreadable.isEmpty { workspace.allowances += AllowanceScanner.comments(in: file, documents) }
            workspace.files.append(file)
            if !unreadable.isEmpty || decoder.hasLeftOut { workspace.isWhole = false }
            findings += unreadable + decoder.nodes.findings
        }
        return (workspace, findings.inReadingOrder())
    }
}
