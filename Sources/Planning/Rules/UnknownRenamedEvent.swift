import Diagnostics
import Glossary
import Plans
import Specs

/// Reports names given to events that do not exist.
struct UnknownRenamedEvent: Rule {
    static let entry = CatalogueEntry(
        code: "CUR422",
        name: "unknown-renamed-event",
        explanation: """
            The keys of 'eventNames' are event types, written exactly as in the event glossary: in full, with dots, \
            without globs. A name given to another key would never be used.
            """,
        example: ExampleWorkspace.eventNames("users_messages_email_send: Mail sent"),
        fix: ExampleWorkspace.eventNames("users.messages.email.Send: Mail sent")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.flatMap { current -> [Diagnostic] in
            guard let partner = context.requirements(of: current) else { return [] }
            return current.eventNames(for: partner).map(\.name)
                .filter { context.glossary[$0.value] == nil }
                .map { finding($0, in: context) }
        }
    }

    private func finding(_ name: Located<String>, in context: RuleContext) -> Diagnostic {
        let isGlob = name.value.utf8.contains(UInt8(ascii: "*"))
        let meant = isGlob ? nil : context.glossary.closest(to: name.value)
        let advice =
            isGlob ? "name each event type in full" : "'currentsctl events' lists every event type"
        return Self.entry.diagnostic(
            at: name.range,
            "'\(name.value)' is not in the event glossary",
            help: meant.map { "did you mean '\($0)'?" } ?? advice,
            source: context.glossarySource,
            fixes: meant.map { [Fix("write '\($0)'", writing: $0, at: name.range)] } ?? []
        )
    }
}
