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
            smaller batches, never for larger ones. Some settings change the limit, because they choose another \
            interface of the partner.
            """,
        example: ExampleWorkspace.text(ExampleWorkspace.soundSpec + "\ndelivery: { batchEvents: 101 }"),
        fix: ExampleWorkspace.text(ExampleWorkspace.soundSpec + "\ndelivery: { batchEvents: 100 }")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.compactMap { current in
            guard let partner = context.requirements(of: current), let events = current.delivery.batchEvents
            else { return nil }
            let settings = SettingReading.values(of: current, for: partner)
            let limit = partner.limits(for: settings).eventsPerRequest
            guard events.value > limit.value else { return nil }
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
