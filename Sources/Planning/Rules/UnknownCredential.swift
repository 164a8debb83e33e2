import Diagnostics
import Plans
import Specs

/// Reports credentials that the partner does not know.
struct UnknownCredential: Rule {
    static let entry = CatalogueEntry(
        code: "CUR406",
        name: "unknown-credential",
        explanation: """
            Each partner declares the credentials it takes. Another one would never be used, and is most often a \
            misspelling of one that is then missing.
            """,
        example: ExampleWorkspace.amplitude(
            "region: EU\ncredentials: { apikey: { env: AMPLITUDE_API_KEY } }"
        ),
        fix: ExampleWorkspace.amplitude("region: EU\ncredentials: { apiKey: { env: AMPLITUDE_API_KEY } }")
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.flatMap { current -> [Diagnostic] in
            guard let partner = context.requirements(of: current) else { return [] }
            let names = partner.credentials.map(\.name)
            let given = current.credentials.map(\.name.value)
            let missing = partner.credentials.filter { $0.isRequired && !given.contains($0.name) }.map(\.name)
            return current.credentials.map(\.name).filter { !names.contains($0.value) }.map { name in
                Self.entry.diagnostic(
                    at: name.range,
                    "\(partner.title) has no credential '\(name.value)'",
                    help: missing.count == 1 && Suggestion.closest(to: name.value, among: names) == nil
                        ? "'\(missing[0])' is missing: is it what '\(name.value)' means?"
                        : Hint.closest(to: name.value, among: names, "credentials"),
                    fixes: Hint.fixes(of: name, among: names)
                )
            }
        }
    }
}
