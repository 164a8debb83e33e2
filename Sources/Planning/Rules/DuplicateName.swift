import Diagnostics
import Specs

/// Reports documents of one kind that share a name.
struct DuplicateName: Rule {
    static let entry = CatalogueEntry(
        code: "CUR250",
        name: "duplicate-name",
        explanation: """
            Documents are known by their names: the positions, books and dead letters of a current are kept under its \
            name, and findings name a policy by its own. Two documents of one kind with one name could not be told \
            apart.
            """,
        example: ExampleWorkspace.text(
            ExampleWorkspace.soundSpec,
            more: [ExampleWorkspace.soundCurrent(metadata: "{ name: example }")]
        ),
        fix: ExampleWorkspace.text(
            ExampleWorkspace.soundSpec,
            more: [ExampleWorkspace.soundCurrent(metadata: "{ name: second-example }")]
        )
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        repeated("current", workspace.currents.map(\.metadata.name))
            + repeated("source", workspace.sources.map(\.metadata.name))
            + repeated("custom event", workspace.customEvents.map(\.metadata.name))
            + repeated("policy", workspace.policies.map(\.metadata.name))
            + repeated("test", workspace.tests.map(\.metadata.name))
        // A second Workspace is a finding of its own, whatever its name.
    }

    private func repeated(_ kind: String, _ names: [Located<String>]) -> [Diagnostic] {
        var first: [String: SourceRange] = [:]
        return names.compactMap { name in
            guard let earlier = first[name.value] else {
                first[name.value] = name.range
                return nil
            }
            return Self.entry.diagnostic(
                at: name.range,
                "there is another \(kind) named '\(name.value)'",
                notes: [DiagnosticNote("first named here", at: earlier)],
                help: "give each \(kind) a name of its own"
            )
        }
    }
}
