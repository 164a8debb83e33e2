import Diagnostics
import Glossary
import Plans
import Specs

/// Reports currents that use a region which a policy does not allow.
struct ForbiddenRegion: Rule {
    static let entry = CatalogueEntry(
        code: "CUR260",
        name: "forbidden-region",
        explanation: """
            A policy says in which regions of a partner data may be kept. When several policies speak of one partner, \
            each of them has to allow the region.
            """,
        example: ExampleWorkspace.policy("{ regions: { amplitude: [EU] } }", region: "US"),
        fix: ExampleWorkspace.policy("{ regions: { amplitude: [EU] } }", region: "EU")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.compactMap { current in
            guard let partner = context.requirements(of: current), let region = current.region,
                // A region that the partner does not have is another finding.
                partner.regions.contains(where: { $0.name == region.value })
            else { return nil }
            let rules = workspace.regionRules(of: partner).filter { $0.rule.isSound(for: partner) }
            let broken = rules.filter { !$0.rule.allows(region.value) }
            guard !broken.isEmpty else { return nil }
            let left = partner.regions.map(\.name).filter { name in
                rules.allSatisfy { $0.rule.allows(name) }
            }
            return Self.entry.diagnostic(
                at: region.range,
                "region '\(region.value)' of \(partner.title) is not allowed by "
                    + Hint.policies(broken.map(\.policy.value)),
                notes: broken.map { broken in
                    let names = broken.rule.allowed.map(\.value)
                    return DiagnosticNote(
                        "policy '\(broken.policy.value)' allows \(Hint.list(names))",
                        at: broken.rule.partner.range
                    )
                },
                help: left.isEmpty
                    ? "no region satisfies all policies: change one of them" : "use \(words(left))",
                fixes: left.count == 1
                    ? left.map { Fix("write '\($0)'", replace: region.range, with: $0) } : []
            )
        }
    }

    private func words(_ names: [String]) -> String {
        names.count == 1 ? Hint.quoted(names) : "one of \(Hint.list(names))"
    }
}
