import Diagnostics
import Specs

/// Reports a second source that reads standard input.
struct StandardInputTwice: Rule {
    static let entry = CatalogueEntry(
        code: "CUR252",
        name: "standard-input-twice",
        explanation: """
            Standard input can be read once. With two sources on it, each would receive an arbitrary part of the \
            events. Several currents may share one source.
            """,
        example: ExampleWorkspace.text(
            ExampleWorkspace.soundSpec,
            source: "{ schema: braze, file: { path: \"-\" } }",
            more: [
                ExampleWorkspace.sourceDocument(
                    name: "more",
                    spec: "{ schema: braze, file: { path: \"-\" } }"
                )
            ]
        ),
        fix: ExampleWorkspace.text(
            ExampleWorkspace.soundSpec,
            source: "{ schema: braze, file: { path: \"-\" } }",
            more: [ExampleWorkspace.soundCurrent(metadata: "{ name: second-example }")]
        )
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        let paths = workspace.sources.compactMap { $0.file?.path }.filter { $0.value == "-" }
        guard let first = paths.first else { return [] }
        return paths.dropFirst().map { path in
            Self.entry.diagnostic(
                at: path.range,
                "standard input is read by another source already",
                notes: [DiagnosticNote("first read here", at: first.range)],
                help: "let the currents share one source, or read a file"
            )
        }
    }
}
