import Diagnostics
import Glossary
import Plans
import Specs

/// Reports currents that select events which a policy forbids.
struct ForbiddenEvent: Rule {
    static let entry = CatalogueEntry(
        code: "CUR265",
        name: "forbidden-event",
        explanation: """
            A policy names events that no current may deliver. A glob or group that brings in one of them has to be \
            narrowed by 'exclude', so that the spec itself says what is delivered.
            """,
        example: ExampleWorkspace.policy("{ forbiddenEvents: [users.messages.email.Open] }"),
        fix: ExampleWorkspace.policy(
            "{ forbiddenEvents: [users.messages.email.Open] }",
            events: "[users.messages.email.Send]"
        )
    )

    /// One selector of a policy.
    private struct Ban {
        var policy: String
        var selector: Located<EventsSpec.Selector>
        var types: Set<String>
    }

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        let bans = workspace.policiesByPlace.flatMap { policy in
            policy.forbiddenEvents.map { selector in
                Ban(
                    policy: policy.metadata.name.value,
                    selector: selector,
                    types: Set(context.meaning(of: selector.value).types.map(\.name))
                )
            }
        }
        guard !bans.isEmpty else { return [] }
        return context.judged(workspace) { check($0, bans, in: context) }
    }

    private func check(_ current: CurrentSpec, _ bans: [Ban], in context: RuleContext) -> [Diagnostic] {
        guard let events = current.events, let partner = context.requirements(of: current) else { return [] }
        let selected = context.selection(of: events, for: partner).selected
        let forbidden = selected.filter { type in bans.contains { $0.types.contains(type.name) } }
        let places = Dictionary(grouping: forbidden) { events.selector(of: $0, in: context.glossary) }
        return places.map { place, types in
            let names = types.map(\.name)
            let selector = events.include.first { $0.range == place }
            return finding(
                at: place,
                selector?.value,
                names,
                bans.filter { !$0.types.isDisjoint(with: names) }
            )
        }
    }

    private func finding(
        at place: SourceRange,
        _ selector: EventsSpec.Selector?,
        _ names: [String],
        _ bans: [Ban]
    ) -> Diagnostic {
        let most = 3
        let more = names.count > most ? " and \(names.count - most) more" : ""
        let policies = Hint.policies(bans.map(\.policy))
        let isNamed = selector == names.first.map { .name($0) }
        var texts: [String] = []
        for ban in bans where !texts.contains(ban.selector.value.text) {
            texts.append(ban.selector.value.text)
        }
        return Self.entry.diagnostic(
            at: place,
            isNamed
                ? "'\(names.first ?? "")' is forbidden by \(policies)"
                : "this brings in \(Hint.quoted(Array(names.prefix(most))))\(more), forbidden by \(policies)",
            notes: bans.map {
                DiagnosticNote("policy '\($0.policy)' forbids it here", at: $0.selector.range)
            },
            help: isNamed ? "remove it" : "add to 'events.exclude': \(Hint.list(texts))"
        )
    }
}

extension EventsSpec.Selector {
    /// The selector as it can stand in a list of YAML.
    fileprivate var text: String {
        switch self {
        case .name(let name): Glob(name).isExact ? name : "\"\(name)\""
        case .group(let name): "{ group: \(name) }"
        }
    }
}
