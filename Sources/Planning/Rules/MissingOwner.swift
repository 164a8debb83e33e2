import Diagnostics
import Specs

/// Reports currents without an owner where a policy requires one.
struct MissingOwner: Rule {
    static let entry = CatalogueEntry(
        code: "CUR266",
        name: "missing-owner",
        explanation: """
            The owner is who hears about an expiring key or a partner that rejects everything. A policy can require \
            that every current has one.
            """,
        example: ExampleWorkspace.policy("{ requireOwner: true }"),
        fix: ExampleWorkspace.policy(
            "{ requireOwner: true }",
            metadata: "{ name: example, owner: growth-data@example.com }"
        )
    )
    /// An owner that could not be read was reported.
    static let gap = Gap.inFile

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        let policies = workspace.policiesByPlace.filter { $0.requireOwner?.value == true }
        guard !policies.isEmpty else { return [] }
        return workspace.currents.filter { $0.metadata.owner == nil }.map { current in
            Self.entry.diagnostic(
                at: current.metadata.name.range,
                "current '\(current.metadata.name.value)' has no owner",
                notes: policies.map { policy in
                    let name = policy.metadata.name.value
                    return DiagnosticNote("policy '\(name)' requires one", at: policy.requireOwner?.range)
                },
                help: "add 'owner' below 'metadata', such as an address that people read"
            )
        }
    }
}
