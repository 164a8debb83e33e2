import Diagnostics
import Plans
import Specs

/// Reports secrets that were written into a spec, without ever showing them.
struct LiteralSecret: Rule {
    static let entry = CatalogueEntry(
        code: "CUR407",
        name: "literal-secret",
        explanation: """
            Specs are kept in version control and shown in reviews, so a secret in a spec is a leaked secret. A spec \
            refers to where the secret is kept instead: an environment variable, a file, a command, or AWS. A secret \
            that was committed is best replaced at the partner.
            """,
        example: ExampleWorkspace.text(
            ExampleWorkspace.soundSpec + "\ncredentials: { bearerToken: not-a-real-token }"
        ),
        fix: ExampleWorkspace.text(
            ExampleWorkspace.soundSpec + "\ncredentials: { bearerToken: { env: HTTP_BEARER_TOKEN } }"
        )
    )

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.flatMap { current in
            current.references.filter { $0.reference.value == .literal }.map { credential in
                let name = credential.name.value
                let partner = context.requirements(of: current)?.partner
                let reference = "{ env: \(VariableName.derived(partner: partner, credential: name)) }"
                return Self.entry.diagnostic(
                    at: credential.reference.range,
                    "'\(name)' must refer to a secret, not hold it",
                    help: "write '\(name): \(reference)' and set the variable where the runner runs",
                    fixes: [
                        Fix("refer to a variable", replace: credential.reference.range, with: reference)
                    ],
                    hidesText: true
                )
            }
        }
    }
}
