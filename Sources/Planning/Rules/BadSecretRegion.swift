import Diagnostics
import Plans
import Specs

/// Reports regions of secrets that are no AWS region, or another one than the ARN says.
struct BadSecretRegion: Rule {
    static let entry = CatalogueEntry(
        code: "CUR433",
        name: "bad-secret-region",
        explanation: """
            The region decides which address is asked for the secret. It is written as AWS writes it, such as \
            'eu-west-1'. An ARN names its region already, and another region does not hold that secret. Without either, \
            the runner's AWS_REGION counts.
            """,
        example: ExampleWorkspace.http(lines("{ secretId: prod/http, region: eu_west_1 }")),
        fix: ExampleWorkspace.http(lines("{ secretId: prod/http, region: eu-west-1 }"))
    )

    private static func lines(_ reference: String) -> String {
        """
        endpoint: { url: "https://events.example.com/in" }
        credentials: { bearerToken: { awsSecretsManager: \(reference) } }
        """
    }

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.flatMap { current in
            current.awsReferences.compactMap { finding($0, in: context) }
        }
    }

    private func finding(_ reference: AWSReferenceSpec, in context: RuleContext) -> Diagnostic? {
        guard let region = reference.region else { return nil }
        guard AWSResourceName.isRegion(region.value) else {
            let names = context.partners.flatMap(\.regions).map(\.name).filter(AWSResourceName.isRegion)
            let respelled = region.value.lowercased().replacing("_", with: "-")
            let meant =
                AWSResourceName.isRegion(respelled)
                ? respelled : Suggestion.closest(to: region.value, among: names)
            return Self.entry.diagnostic(
                at: region.range,
                "'\(region.value)' is not an AWS region",
                help: meant.map { "did you mean '\($0)'?" } ?? "write it as AWS does, such as 'eu-west-1'",
                fixes: meant.map { [Fix("write '\($0)'", replace: region.range, with: $0)] } ?? []
            )
        }
        guard let arn = AWSResourceName(reference.name.value), arn.region != region.value else { return nil }
        return Self.entry.diagnostic(
            at: region.range,
            "'\(region.value)' is another region than that of the ARN",
            notes: [DiagnosticNote("the ARN is of '\(arn.region)'", at: reference.name.range)],
            help: "remove 'region', or write '\(arn.region)'",
            fixes: [Fix("write '\(arn.region)'", replace: region.range, with: arn.region)]
        )
    }
}
