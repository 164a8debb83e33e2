import Diagnostics
import Plans
import Specs

/// Reports credentials that the partner requires and the current does not give.
struct MissingCredential: Rule {
    static let entry = CatalogueEntry(
        code: "CUR405",
        name: "missing-credential",
        explanation: """
            Without this credential the partner refuses every request. A spec refers to where the secret is kept (an \
            environment variable, a file, a command or AWS) and never holds the secret.
            """,
        example: ExampleWorkspace.amplitude("region: EU"),
        fix: ExampleWorkspace.amplitude("region: EU\ncredentials: { apiKey: { env: AMPLITUDE_API_KEY } }")
    )

    static let gap = Gap.inFile

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.flatMap { current -> [Diagnostic] in
            guard let partner = context.requirements(of: current) else { return [] }
            let given = current.credentials.map(\.name.value)
            let names = partner.credentials.map(\.name)
            // A misspelled name is one mistake, and has its own finding.
            let meant = given.filter { !names.contains($0) }.compactMap {
                Suggestion.closest(to: $0, among: names)
            }
            let missing = partner.credentials
                .filter { $0.isRequired && !given.contains($0.name) && !meant.contains($0.name) }
            // One name of the author's own for the only one that is missing: one mistake as well.
            if missing.count == 1,
                given.contains(where: {
                    !names.contains($0) && Suggestion.closest(to: $0, among: names) == nil
                })
            {
                return []
            }
            return missing.map { finding($0, of: partner, in: current) }
        }
    }

    private func finding(
        _ credential: PartnerRequirements.Credential,
        of partner: PartnerRequirements,
        in current: CurrentSpec
    ) -> Diagnostic {
        let variable = VariableName.derived(partner: partner.partner, credential: credential.name)
        let line = "\(credential.name): { env: \(variable) }"
        let help =
            current.credentialsKey == nil
            ? "add 'credentials: { \(line) }' below 'spec'" : "add '\(line)' below 'credentials'"
        return Self.entry.diagnostic(
            at: current.credentialsKey ?? current.specKey,
            "\(partner.title) needs the credential '\(credential.name)'",
            notes: [DiagnosticNote("\(credential.name): \(credential.summary)")],
            help: help
        )
    }
}
