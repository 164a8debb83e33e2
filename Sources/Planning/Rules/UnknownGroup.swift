import Diagnostics
import Glossary
import Specs

/// Reports groups that the glossary does not have.
struct UnknownGroup: Rule {
    static let entry = CatalogueEntry(
        code: "CUR303",
        name: "unknown-group",
        explanation: """
            A group is one of the two pages of the vendor's event glossary or a category of events. Groups are not \
            declared in specs, so any other name selects nothing.
            """,
        example: ExampleWorkspace.events("[{ group: customer-behaviour }]"),
        fix: ExampleWorkspace.events("[{ group: customer-behavior }]")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.selectors.compactMap { selector in
            guard case .unknownGroup(let name) = context.meaning(of: selector.value) else {
                return nil
            }
            return Self.entry.diagnostic(
                at: selector.range,
                "there is no group '\(name)' of events",
                help: Hint.closest(to: name, among: Glossary.groupNames, "groups"),
                source: context.glossarySource,
                // The selector may be placed at its whole mapping, which a bare name must not replace.
                fixes: []
            )
        }
    }
}
