import Diagnostics
import Plans
import Specs

/// Reports batches larger than the partner takes.
struct BatchTooLarge: Rule {
    static let entry = CatalogueEntry(
        code: "CUR418",
        name: "batch-too-large",
        explanation: """
            The partner limits how many events one request may hold and refuses larger ones. A spec may ask for \
            smaller batches, never for larger ones.
            """,
        example: ExampleWorkspace.text(ExampleWorkspace.soundSpec + "\ndelivery: { batchEvents: 101 }"),
        fix: ExampleWorkspace.text(ExampleWorkspace.soundSpec + "\ndelivery: { batchEvents: 100 }")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.compactMap { current in
            guard let partner = context.requirements(of: current), let events = current.delivery.batchEvents,
                events.value > partner.limits.eventsPerRequest.value
            else { return nil }
            let limit = partner.limits.eventsPerRequest
            return Self.entry.diagnostic(
                at: events.range,
                "\(partner.title) takes up to \(limit.value) events in one request",
                help: "write \(limit.value) or less",
                source: limit.source,
                fixes: [Fix("write \(limit.value)", replace: events.range, with: String(limit.value))]
            )
        }
    }
}
