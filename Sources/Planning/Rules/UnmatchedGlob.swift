import Diagnostics
import Glossary
import Plans
import Specs

/// Reports globs and groups that select nothing at all.
struct UnmatchedGlob: Rule {
    static let entry = CatalogueEntry(
        code: "CUR302",
        name: "unmatched-glob",
        explanation: """
            A glob or group stands for the event types it matches, as far as the partner takes them. One that stands \
            for nothing is a slip: the events that were meant would never be delivered.
            """,
        example: ExampleWorkspace.events("[\"users.message.email.*\"]"),
        fix: ExampleWorkspace.events("[\"users.messages.email.*\"]")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        let forbidden = workspace.policies.flatMap(\.forbiddenEvents)
        let inPolicies = forbidden.compactMap { finding($0, for: nil, in: context) }
        return inPolicies
            + workspace.currents.flatMap { current -> [Diagnostic] in
                guard let events = current.events else { return [] }
                let partner = context.requirements(of: current)
                return events.include.compactMap { finding($0, for: partner, in: context) }
                    + events.exclude.compactMap { finding($0, for: nil, in: context) }
            }
    }

    private func finding(
        _ selector: Located<EventsSpec.Selector>,
        for partner: PartnerRequirements?,
        in context: RuleContext
    ) -> Diagnostic? {
        guard case .types(let types) = context.meaning(of: selector.value) else { return nil }
        let text =
            switch selector.value {
            case .name(let glob): "'\(glob)'"
            case .group(let name): "group '\(name)'"
            }
        guard !types.isEmpty else { return unmatched(selector, text, in: context) }
        guard let partner, !types.contains(where: partner.takes) else { return nil }
        return Self.entry.diagnostic(
            at: selector.range,
            "\(text) selects nothing that \(partner.title) takes",
            notes: types.prefix(5).map { DiagnosticNote("\($0.name): \(partner.reasonToLeaveOut($0))") },
            help: "remove it, or deliver these events to another partner",
            source: context.glossarySource
        )
    }

    private func unmatched(
        _ selector: Located<EventsSpec.Selector>,
        _ text: String,
        in context: RuleContext
    ) -> Diagnostic {
        guard case .name(let glob) = selector.value else {
            return Self.entry.diagnostic(
                at: selector.range,
                "\(text) has no event types",
                source: context.glossarySource
            )
        }
        let prefixes = Set(context.glossary.eventTypes.flatMap { Self.prefixes(of: $0.name) })
        let near = Suggestion.closest(to: glob, among: prefixes.sorted())
        return Self.entry.diagnostic(
            at: selector.range,
            "\(text) matches no event type",
            help: near.map { "did you mean '\($0)'?" } ?? "'currentsctl events' lists every event type",
            source: context.glossarySource,
            fixes: Hint.fixes(of: selector.map { _ in glob }, among: prefixes.sorted())
        )
    }

    /// The globs people write for a name: each of its beginnings and a star.
    private static func prefixes(of name: String) -> [String] {
        let segments = name.split(separator: ".")
        return (1..<max(segments.count, 1)).map { segments.prefix($0).joined(separator: ".") + ".*" }
    }
}
