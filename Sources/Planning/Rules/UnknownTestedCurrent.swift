import Diagnostics
import Specs

/// Reports tests of currents that nobody declared.
struct UnknownTestedCurrent: Rule {
    static let entry = CatalogueEntry(
        code: "CUR273",
        name: "unknown-tested-current",
        explanation: """
            'spec.current' names a Current document of the same workspace. A test of a current that does not exist \
            would never run, and nobody would notice.
            """,
        example: ExampleWorkspace.test(current: "exmple"),
        fix: ExampleWorkspace.test(current: "example")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        // A document that could not be read may be the one that declares it.
        guard workspace.isWhole else { return [] }
        let names = workspace.currents.map(\.metadata.name.value)
        return workspace.tests.compactMap { test in
            guard !names.contains(test.current.value) else { return nil }
            return Self.entry.diagnostic(
                at: test.current.range,
                "there is no current named '\(test.current.value)'",
                help: names.isEmpty
                    ? "declare it in a document of 'kind: Current', in a file that is also given"
                    : Hint.closest(to: test.current.value, among: names, "currents"),
                fixes: Hint.fixes(of: test.current, among: names)
            )
        }
    }
}
