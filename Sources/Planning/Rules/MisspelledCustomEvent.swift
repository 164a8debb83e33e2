import Diagnostics
import Glossary
import Plans
import Specs

/// Reports names of custom events that are declared in a slightly different spelling.
struct MisspelledCustomEvent: Rule {
    static let entry = CatalogueEntry(
        code: "CUR372",
        name: "misspelled-custom-event",
        severity: .warning,
        explanation: """
            The names of custom events are compared exactly, upper and lower case included. A name in 'customEvents' \
            that differs from a declared one by a letter, by case or by the sign between two words selects other \
            events, or none.
            """,
        example: ExampleWorkspace.customEvents(
            "[trial started]",
            declaring: ["{ name: Trial Started, properties: { plan: string } }"]
        ),
        fix: ExampleWorkspace.customEvents(
            "[Trial Started]",
            declaring: ["{ name: Trial Started, properties: { plan: string } }"]
        )
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.misspelledCustomEvents.map { name, meant in
            let declaration = workspace.customEvents.first { $0.eventName.value == meant }
            return Self.entry.diagnostic(
                at: name.range,
                "custom event '\(name.value)' is not declared, but '\(meant)' is",
                notes: declaration.map { [DiagnosticNote("declared here", at: $0.eventName.range)] } ?? [],
                help: "did you mean '\(meant)'?",
                fixes: [Fix("write '\(meant)'", replace: name.range, with: meant)]
            )
        }
    }
}

extension Workspace {
    /// Exact names in `customEvents` that are not declared, and the declared name that each was probably meant to be.
    var misspelledCustomEvents: [(name: Located<String>, meant: String)] {
        let declared = Set(customEvents.filter { !$0.isPurchase }.map(\.eventName.value)).sorted()
        guard !declared.isEmpty else { return [] }
        return currents.flatMap { current -> [(name: Located<String>, meant: String)] in
            let names = current.events?.customEvents ?? []
            return names.compactMap { name in
                guard Glob(name.value).isExact, !declared.contains(name.value) else { return nil }
                let meant = declared.first { NearSpelling.isNear(name.value, $0) }
                // Who selects both knows that they are two.
                guard let meant, !names.contains(where: { $0.value == meant }) else { return nil }
                return (name, meant)
            }
        }
    }
}
