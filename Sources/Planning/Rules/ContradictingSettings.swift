import Diagnostics
import Plans
import Specs

/// Reports settings of the Workspace that cannot hold together.
struct ContradictingSettings: Rule {
    static let entry = CatalogueEntry(
        code: "CUR271",
        name: "contradicting-settings",
        explanation: """
            What is kept has to fit on the disk, and its reserve for books and dead letters has to fit in the budget. \
            An event that comes again can only be recognised while it is kept, so events are kept at least as long as \
            'dedupe.window'. Alerts go to a URL over http or https.
            """,
        example: ExampleWorkspace.runner(["{ disk: { budget: 1GB, reserve: 2GB } }"]),
        fix: ExampleWorkspace.runner(["{}"])
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.settings.flatMap { sizes($0) + times($0) + $0.alerts.compactMap(alert) }
    }

    private func sizes(_ settings: WorkspaceSpec) -> [Diagnostic] {
        guard let budget = settings.diskBudget else { return [] }
        let notes = [DiagnosticNote("the budget is given here", at: budget.range)]
        if let reserve = settings.diskReserve, reserve.value >= budget.value {
            return [
                Self.entry.diagnostic(
                    at: reserve.range,
                    "'disk.reserve' leaves nothing of 'disk.budget'",
                    notes: notes,
                    help: "write a reserve that is smaller than the budget"
                )
            ]
        }
        let room = budget.value - (settings.diskReserve?.value ?? 0)
        guard let size = settings.retentionSize, size.value > room else { return [] }
        let reserve = settings.diskReserve.map { DiagnosticNote("the reserve is given here", at: $0.range) }
        return [
            Self.entry.diagnostic(
                at: size.range,
                "'retention.size' is more than 'disk.budget' has room for",
                notes: notes + (reserve.map { [$0] } ?? []),
                help: "keep less, or raise the budget"
            )
        ]
    }

    private func times(_ settings: WorkspaceSpec) -> [Diagnostic] {
        guard let age = settings.retentionAge, let window = settings.dedupeWindow, age.value < window.value
        else { return [] }
        return [
            Self.entry.diagnostic(
                at: age.range,
                "'retention.age' is shorter than 'dedupe.window'",
                notes: [DiagnosticNote("the window is given here", at: window.range)],
                help: "keep events at least as long as the window, or make the window shorter"
            )
        ]
    }

    private func alert(_ alert: WorkspaceSpec.Alert) -> Diagnostic? {
        guard case .webhook(let url) = alert.target.value, (try? EndpointURL(url)) == nil else { return nil }
        return Self.entry.diagnostic(
            at: alert.target.range,
            "the webhook's URL cannot be used",
            help: "write a URL such as https://alerts.example.com/currents",
            hidesText: true
        )
    }
}
