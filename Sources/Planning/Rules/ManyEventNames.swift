import Diagnostics
import Plans
import Specs

/// Reports currents that fill up the event names a project of the partner takes in.
struct ManyEventNames: Rule {
    static let entry = CatalogueEntry(
        code: "CUR428",
        name: "many-event-names",
        severity: .warning,
        explanation: """
            A project of this partner takes in so many event names and no more; events under further names are kept \
            but cannot be looked at. Each event type is a name, and so is each custom event. The names of the \
            project's other sources come on top, so this is reported from four fifths on.
            """,
        example: example(count: 8),
        fix: example(count: 2)
    )

    /// Names for a project of ten; those of real partners take in thousands.
    private static func example(count: Int) -> String {
        let names = (1...count).map { "step-\($0)" }.joined(separator: ", ")
        return ExampleWorkspace.amplitude(
            "region: EU\ncredentials: { apiKey: { env: AMPLITUDE_API_KEY } }",
            events: "{ include: [users.behaviors.CustomEvent], customEvents: [\(names)] } # and hundreds more"
        )
    }

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        context.judged(workspace) { current in
            guard let partner = context.requirements(of: current), let events = current.events,
                let most = partner.naming?.maximumNames
            else { return [] }
            let roll = NameRoll(of: current, in: context.glossary, for: partner)
            let count = Set(roll.entries.map(\.name)).count
            guard count >= most.value - most.value / 5 else { return [] }
            return [
                Self.entry.diagnostic(
                    at: events.key,
                    "\(partner.title) would get \(count) event names, and a project takes in \(most.value)",
                    notes: roll.isOpen
                        ? [DiagnosticNote("custom events under further names come on top")] : [],
                    help: "narrow 'events' or 'customEvents', or spread the events over several projects",
                    source: most.source
                )
            ]
        }
    }
}
