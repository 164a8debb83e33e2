import Diagnostics
import Specs

/// Reports custom events that are declared twice.
struct DuplicateCustomEvent: Rule {
    static let entry = CatalogueEntry(
        code: "CUR370",
        name: "duplicate-custom-event",
        explanation: """
            A custom event's properties are declared in one place. With two declarations nobody could tell which of \
            them is right, or whether a property is missing from one.
            """,
        example: ExampleWorkspace.customEvents(
            "[signup]",
            declaring: [
                "{ name: signup, properties: { plan: string } }",
                "{ name: signup, properties: { seats: integer } }",
            ]
        ),
        fix: ExampleWorkspace.customEvents(
            "[signup]",
            declaring: ["{ name: signup, properties: { plan: string, seats: integer } }"]
        )
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        var first: [String: CustomEventSpec] = [:]
        return workspace.customEvents.filter { !$0.isPurchase }.compactMap { declaration in
            let name = declaration.eventName
            guard let earlier = first[name.value] else {
                first[name.value] = declaration
                return nil
            }
            // Documents of one name have a finding already.
            guard earlier.metadata.name.value != declaration.metadata.name.value else { return nil }
            return Self.entry.diagnostic(
                at: name.range,
                "custom event '\(name.value)' is declared twice",
                notes: [DiagnosticNote("first declared here", at: earlier.eventName.range)],
                help: "write all its properties in one declaration"
            )
        }
    }
}
