import Diagnostics
import Specs

/// Reports renames from a name that is not free.
struct RenameConflict: Rule {
    static let entry = CatalogueEntry(
        code: "CUR253",
        name: "rename-conflict",
        explanation: """
            'renamedFrom' hands position and books of a current to its new name. That works only when the old name is \
            no longer in use, is another name, and is claimed by one current alone.
            """,
        example: ExampleWorkspace.text(
            ExampleWorkspace.soundSpec,
            metadata: "{ name: new-name, renamedFrom: old-name }",
            more: [ExampleWorkspace.soundCurrent(metadata: "{ name: old-name }")]
        ),
        fix: ExampleWorkspace.text(
            ExampleWorkspace.soundSpec,
            metadata: "{ name: new-name, renamedFrom: old-name }"
        )
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        let live = Dictionary(workspace.currents.map { ($0.metadata.name.value, $0.metadata.name.range) }) {
            first,
            _ in first
        }
        var claims: [String: SourceRange] = [:]
        return workspace.currents.compactMap { current in
            guard let old = current.metadata.renamedFrom else { return nil }
            if old.value == current.metadata.name.value {
                return Self.entry.diagnostic(
                    at: old.range,
                    "'\(old.value)' is renamed from itself",
                    help: "remove 'renamedFrom', or write the name the current had before"
                )
            }
            if let other = live[old.value] {
                return Self.entry.diagnostic(
                    at: old.range,
                    "'\(old.value)' is the name of another current",
                    notes: [DiagnosticNote("in use here", at: other)],
                    help: "remove 'renamedFrom', or the current that still has the old name"
                )
            }
            if let other = claims.updateValue(old.range, forKey: old.value) {
                return Self.entry.diagnostic(
                    at: old.range,
                    "'\(old.value)' became another current already",
                    notes: [DiagnosticNote("claimed here", at: other)],
                    help: "keep 'renamedFrom' on one of the two"
                )
            }
            return nil
        }
    }
}
