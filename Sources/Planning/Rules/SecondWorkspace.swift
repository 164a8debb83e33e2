import Diagnostics
import Specs

/// Reports documents of kind Workspace beside the first.
struct SecondWorkspace: Rule {
    static let entry = CatalogueEntry(
        code: "CUR270",
        name: "second-workspace",
        explanation: """
            A Workspace says what holds for the runner as a whole, so there is at most one. Two of them could \
            contradict each other.
            """,
        example: ExampleWorkspace.runner(["{ retention: { age: 7d } }", "{ retention: { age: 8d } }"]),
        fix: ExampleWorkspace.runner(["{}"])
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        guard let first = workspace.settings.first else { return [] }
        return workspace.settings.dropFirst().map { settings in
            Self.entry.diagnostic(
                at: settings.metadata.name.range,
                "'\(settings.metadata.name.value)' is a second Workspace",
                notes: [DiagnosticNote("the first stands here", at: first.metadata.name.range)],
                help: "write all settings in one document of kind Workspace"
            )
        }
    }
}
