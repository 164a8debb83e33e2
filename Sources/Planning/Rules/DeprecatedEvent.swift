import Diagnostics
import Glossary
import Specs

/// Reports deprecated event types that are named in full and can still be delivered.
struct DeprecatedEvent: Rule {
    static let entry = CatalogueEntry(
        code: "CUR306",
        name: "deprecated-event",
        severity: .warning,
        explanation: """
            The vendor still sends this event type but has announced its end. Moving to the successor now avoids the \
            day on which the events stop arriving.
            """,
        example: ExampleWorkspace.events("[users.messages.newsfeedcard.Click]"),
        fix: ExampleWorkspace.events("[users.messages.contentcard.Click]")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        context.judgedTypes(workspace) { named in
            guard !named.isRefused, named.type.status == .deprecated else { return nil }
            let type = named.type
            return Self.entry.diagnostic(
                at: named.range,
                "'\(type.name)' is deprecated",
                notes: type.statusNote.map { [DiagnosticNote($0)] } ?? [],
                help: type.replacedBy.map { "its successor is '\($0)'" },
                source: context.glossarySource,
                fixes: type.replacedBy.map { [Fix("write '\($0)'", writing: $0, at: named.range)] } ?? []
            )
        }
    }
}
