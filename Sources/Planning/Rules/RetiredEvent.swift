import Diagnostics
import Glossary
import Plans
import Specs

/// Reports retired event types that are named in full.
struct RetiredEvent: Rule {
    static let entry = CatalogueEntry(
        code: "CUR304",
        name: "retired-event",
        explanation: """
            The vendor has stopped sending this event type. A current that names it waits for events that will never \
            come, so it must say what it wants instead.
            """,
        example: ExampleWorkspace.events(
            "[users.messages.email.Open, users.behaviors.app.NewsFeedImpression]"
        ),
        fix: ExampleWorkspace.events("[users.messages.email.Open, users.messages.contentcard.Impression]")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        context.judgedTypes(workspace) { named in
            guard named.isRefused, named.type.status == .deprecated else { return nil }
            let type = named.type
            return Self.entry.diagnostic(
                at: named.range,
                "'\(type.name)' is retired",
                notes: type.statusNote.map { [DiagnosticNote($0)] } ?? [],
                help: type.replacedBy.map { "its successor is '\($0)'" } ?? "remove it",
                source: context.glossarySource,
                fixes: type.replacedBy.map { [Fix("write '\($0)'", writing: $0, at: named.range)] } ?? []
            )
        }
    }
}
