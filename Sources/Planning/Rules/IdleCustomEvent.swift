import Diagnostics
import Glossary
import Plans
import Specs

/// Reports declarations of custom events that no current delivers.
struct IdleCustomEvent: Rule {
    static let entry = CatalogueEntry(
        code: "CUR371",
        name: "idle-custom-event",
        severity: .warning,
        explanation: """
            A declaration describes events and selects none. One whose events no current delivers is either left over \
            or not named as in the currents that were meant.
            """,
        example: ExampleWorkspace.customEvents(
            "[signup]",
            declaring: ["{ name: checkout, properties: { plan: string } }"]
        ),
        fix: ExampleWorkspace.customEvents(
            "[signup, checkout]",
            declaring: ["{ name: checkout, properties: { plan: string } }"]
        )
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        guard !workspace.customEvents.isEmpty, workspace.isWhole, !workspace.currents.isEmpty else {
            return []
        }
        let selections = workspace.currents.map { selection(of: $0, in: context) }
        // What a current selects that could not be read, nobody knows.
        guard !selections.contains(where: { $0 == nil }) else { return [] }
        let misspelled = Set(workspace.misspelledCustomEvents.map(\.meant))
        return workspace.customEvents.compactMap { declaration in
            let type = declaration.isPurchase ? DeclaredProperties.purchase : DeclaredProperties.customEvent
            let isSelected = selections.compactMap { $0 }.contains { events, types in
                types.contains(type) && (declaration.isPurchase || events.lets(declaration))
            }
            guard !isSelected, !misspelled.contains(declaration.eventName.value) else { return nil }
            return finding(declaration, type)
        }
    }

    private func selection(
        of current: CurrentSpec,
        in context: RuleContext
    ) -> (events: EventsSpec, types: Set<String>)? {
        guard let events = current.events, let partner = context.requirements(of: current) else { return nil }
        let selection = context.selection(of: events, for: partner)
        return (events, Set(selection.selected.map(\.name)))
    }

    private func finding(_ declaration: CustomEventSpec, _ type: String) -> Diagnostic {
        let name = declaration.eventName
        return Self.entry.diagnostic(
            at: declaration.isPurchase ? declaration.metadata.name.range : name.range,
            declaration.isPurchase
                ? "no current delivers purchases" : "no current delivers custom event '\(name.value)'",
            help: declaration.isPurchase
                ? "include '\(type)' in a current, or remove the declaration"
                : "include '\(type)' in a current and let '\(name.value)' pass, or remove the declaration"
        )
    }
}
