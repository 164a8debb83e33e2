import Diagnostics
import Plans
import Specs

/// Reports event types that the partner could not tell apart.
struct CollidingEventNames: Rule {
    static let entry = CatalogueEntry(
        code: "CUR427",
        name: "colliding-event-names",
        explanation: """
            Two event types under one name become one at the partner: their numbers are added up, and nothing can \
            separate them again. The names count as the partner gets them, prefixes included; a custom event that \
            'customEvents' names in full counts with its own.
            """,
        example: ExampleWorkspace.eventNames(
            "users.messages.email.Open: Mail, users.messages.email.Send: Mail"
        ),
        fix: ExampleWorkspace.eventNames(
            "users.messages.email.Open: Mail opened, users.messages.email.Send: Mail sent"
        )
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        context.judged(workspace) { current in
            guard let partner = context.requirements(of: current), partner.naming != nil,
                let events = current.events
            else { return [] }
            let roll = NameRoll(of: current, in: context.glossary, for: partner)
            var first: [String: NameRoll.Entry] = [:]
            return roll.entries.compactMap { entry in
                guard let earlier = first[entry.name] else {
                    first[entry.name] = entry
                    return nil
                }
                return finding(entry, earlier, at: partner.title) {
                    $0.place ?? events.selector(of: $0.type, in: context.glossary)
                }
            }
        }
    }

    private func finding(
        _ one: NameRoll.Entry,
        _ other: NameRoll.Entry,
        at title: String,
        range: (NameRoll.Entry) -> SourceRange
    ) -> Diagnostic {
        // A name that the spec gives is what can be changed; a name of the partner's own is what it collides with.
        let (blamed, known) = other.place != nil && one.place == nil ? (other, one) : (one, other)
        return Self.entry.diagnostic(
            at: range(blamed),
            "\(blamed.words) and \(known.words) would both be '\(blamed.name)' at \(title)",
            notes: [DiagnosticNote("\(known.words) is named here", at: range(known))],
            help: "give one of them another name in '\(EventNaming.setting)'"
        )
    }
}
