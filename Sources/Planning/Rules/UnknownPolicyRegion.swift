import Diagnostics
import Glossary
import Plans
import Specs

/// Reports regions that a policy allows and the partner does not have.
struct UnknownPolicyRegion: Rule {
    static let entry = CatalogueEntry(
        code: "CUR263",
        name: "unknown-policy-region",
        explanation: """
            Each partner names its regions in its own way. A name or glob that stands for none of them allows nothing, \
            and the region that was meant is forbidden by mistake.
            """,
        example: ExampleWorkspace.policy("{ regions: { amplitude: [UE] } }"),
        fix: ExampleWorkspace.policy("{ regions: { amplitude: [EU] } }")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.policies.flatMap(\.regions).flatMap { rule -> [Diagnostic] in
            guard
                let partner = context.partners.first(where: {
                    $0.partner.utf8.elementsEqual(rule.partner.value.utf8)
                })
            else { return [] }
            let names = partner.regions.map(\.name)
            guard !names.isEmpty else { return [withoutRegions(rule, partner)] }
            return rule.allowed.compactMap { region in
                guard !names.contains(where: { Glob(region.value).matches($0.utf8) }) else { return nil }
                return Self.entry.diagnostic(
                    at: region.range,
                    "\(partner.title) has no region '\(region.value)'",
                    notes: [DiagnosticNote("regions: \(Hint.list(names))")],
                    help: Hint.closest(to: region.value, among: names, "regions"),
                    fixes: Hint.fixes(of: region, among: names)
                )
            }
        }
    }

    private func withoutRegions(
        _ rule: PolicySpec.RegionRule,
        _ partner: PartnerRequirements
    ) -> Diagnostic {
        Self.entry.diagnostic(
            at: rule.partner.range,
            "\(partner.title) has no regions",
            help: "remove it: where such events go, 'spec.endpoint' of each current says"
        )
    }
}
