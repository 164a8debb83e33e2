import Diagnostics
import Plans
import Specs

/// Reports settings that together give a name the partner does not accept.
struct BadComposedName: Rule {
    static let entry = CatalogueEntry(
        code: "CUR430",
        name: "bad-composed-name",
        explanation: """
            Some names at a partner are put together from settings. Each of them may be sound by itself and the whole \
            still too long, or not of the form the partner wants; it would be refused when it is to be created.
            """,
        example: eventSource(String(repeating: "audience-", count: 30) + "eu"),
        fix: eventSource("audience-eu")
    )

    private static func eventSource(_ name: String) -> String {
        ExampleWorkspace.eventBridge(
            """
            settings:
              accountId: "123456789012"
              partnerName: example.com
              sourceName: \(name)
            """
        )
    }

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.composedNames(in: context).compactMap { name in
            let composed = name.declared
            let most = composed.maximumLength
            let length = name.text.unicodeScalars.count
            if length > most.value {
                return Self.entry.diagnostic(
                    at: name.range,
                    "the name of the \(composed.title) would have \(length) characters",
                    notes: [DiagnosticNote("it would begin '\(name.text.prefix(80))…'")],
                    help: "shorten \(Hint.quoted(name.given)) until the whole has at most \(most.value)",
                    source: most.source
                )
            }
            guard !composed.form.value.matches(name.text) else { return nil }
            return Self.entry.diagnostic(
                at: name.range,
                "the \(composed.title) cannot be named '\(name.text)'",
                help: "the name must be \(composed.form.value.words)",
                source: composed.form.source
            )
        }
    }
}
