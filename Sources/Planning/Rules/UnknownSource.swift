import Diagnostics
import Specs

/// Reports currents that read from a source nobody declared.
struct UnknownSource: Rule {
    static let entry = CatalogueEntry(
        code: "CUR251",
        name: "unknown-source",
        explanation: """
            'spec.source' names a Source document of the same workspace. The paths given to a command are the whole \
            workspace, so a source in a file that was not given does not exist.
            """,
        example: ExampleWorkspace.text(
            ExampleWorkspace.soundSpec.replacing("source: events", with: "source: event")
        ),
        fix: ExampleWorkspace.text(ExampleWorkspace.soundSpec)
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        // A document that could not be read may be the one that declares it.
        guard workspace.isWhole else { return [] }
        let names = workspace.sources.map(\.metadata.name.value)
        return workspace.currents.compactMap { current in
            guard let source = current.source, !names.contains(source.value) else { return nil }
            return Self.entry.diagnostic(
                at: source.range,
                "there is no source named '\(source.value)'",
                help: names.isEmpty
                    ? "declare it in a document of 'kind: Source', in a file that is also given"
                    : Hint.closest(to: source.value, among: names, "sources"),
                fixes: Hint.fixes(of: source, among: names)
            )
        }
    }
}
