import Diagnostics
import Specs

/// Reports settings of the Workspace that this version records and does not honour.
struct NotInEffect: Rule {
    static let entry = CatalogueEntry(
        code: "CUR272",
        name: "not-in-effect",
        severity: .warning,
        explanation: """
            The settings of a Workspace are checked, but the part of the runner that keeps to them is still to come: \
            until then nothing is deleted for its age or size, no budget is watched, and nobody is alerted.
            """,
        example: ExampleWorkspace.runner(["{ retention: { age: 7d } }"]),
        fix: ExampleWorkspace.runner(["{}"])
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        // Beside an error the warning would only be noise: nothing runs anyway.
        guard workspace.settings.count == 1, let settings = workspace.settings.first,
            !settings.settings.isEmpty,
            ContradictingSettings().check(workspace, in: context).isEmpty
        else { return [] }
        let names = settings.settings.map(\.value)
        return [
            Self.entry.diagnostic(
                at: settings.specKey,
                "this version records \(Hint.quoted(names)) and does not honour \(names.count == 1 ? "it" : "them") yet",
                help:
                    "do not rely on it: the part of the runner that keeps to these settings is still to come"
            )
        ]
    }
}
