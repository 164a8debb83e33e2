import Diagnostics
import Glossary
import Plans
import Specs

/// Reports parts of policies that no current could ever break.
struct IdlePolicy: Rule {
    static let entry = CatalogueEntry(
        code: "CUR268",
        name: "idle-policy",
        severity: .warning,
        explanation: """
            A policy that nothing can break looks like protection and is none: one that allows every region of a \
            partner, forbids events that no partner could receive anyway, or requires no owner.
            """,
        example: ExampleWorkspace.policy("{ regions: { amplitude: [\"*\"] } }"),
        fix: ExampleWorkspace.policy("{ regions: { amplitude: [EU] } }")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.policies.flatMap { policy in
            policy.regions.compactMap { finding($0, in: context) }
                + policy.forbiddenEvents.compactMap { finding($0, in: context) }
                + (policy.requireOwner.flatMap(finding).map { [$0] } ?? [])
        }
    }

    private func finding(_ rule: PolicySpec.RegionRule, in context: RuleContext) -> Diagnostic? {
        let partner = context.partners.first { $0.partner.utf8.elementsEqual(rule.partner.value.utf8) }
        // Where there is one region today, there may be more tomorrow.
        guard let partner, partner.regions.count > 1, rule.isSound(for: partner),
            partner.regions.allSatisfy({ rule.allows($0.name) })
        else { return nil }
        return Self.entry.diagnostic(
            at: rule.partner.range,
            "every region of \(partner.title) is allowed",
            notes: [DiagnosticNote("regions: \(Hint.list(partner.regions.map(\.name)))")],
            help: "name the regions that are meant, or remove it"
        )
    }

    private func finding(
        _ selector: Located<EventsSpec.Selector>,
        in context: RuleContext
    ) -> Diagnostic? {
        let types = context.meaning(of: selector.value).types
        // Unknown names and unmatched globs have their own findings.
        guard !types.isEmpty,
            !types.contains(where: { type in type.isInHTTP || context.partners.contains { $0.takes(type) } })
        else { return nil }
        return Self.entry.diagnostic(
            at: selector.range,
            "no partner could receive what is forbidden here",
            notes: types.prefix(5).map {
                DiagnosticNote(
                    "\($0.name): \($0.status == .deprecated ? "retired" : "only storage partners receive it")"
                )
            },
            help: "remove it, or forbid the events that are meant",
            source: context.glossarySource
        )
    }

    private func finding(_ requireOwner: Located<Bool>) -> Diagnostic? {
        guard !requireOwner.value else { return nil }
        return Self.entry.diagnostic(
            at: requireOwner.range,
            "'requireOwner: false' asks for nothing",
            help: "remove it, or write true"
        )
    }
}
