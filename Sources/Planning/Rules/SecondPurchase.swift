import Diagnostics
import Specs

/// Reports declarations of purchases beside the first.
struct SecondPurchase: Rule {
    static let entry = CatalogueEntry(
        code: "CUR374",
        name: "second-purchase",
        explanation: """
            Purchases have no names of their own, so one declaration holds for all of them, whatever the product.
            """,
        example: ExampleWorkspace.customEvents(
            "",
            declaring: [
                "{ purchase: true, properties: { size: string } }",
                "{ purchase: true, properties: { colour: string } }",
            ],
            include: "[users.behaviors.Purchase]"
        ),
        fix: ExampleWorkspace.customEvents(
            "",
            declaring: ["{ purchase: true, properties: { size: string, colour: string } }"],
            include: "[users.behaviors.Purchase]"
        )
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        let declarations = workspace.customEvents.filter(\.isPurchase)
        guard let first = declarations.first else { return [] }
        return declarations.dropFirst().compactMap { declaration in
            let name = declaration.metadata.name
            // Documents of one name have a finding already.
            guard name.value != first.metadata.name.value else { return nil }
            return Self.entry.diagnostic(
                at: name.range,
                "the properties of purchases are declared twice",
                notes: [DiagnosticNote("first declared here", at: first.metadata.name.range)],
                help: "write all of them in one declaration"
            )
        }
    }
}
