import Diagnostics
import Plans
import Specs

/// Reports names of secrets and parameters that cannot exist at AWS.
///
/// - Source: AWS Secrets Manager API Reference, CreateSecret (Name) and GetSecretValue (SecretId); AWS Systems Manager
///   API Reference, PutParameter and GetParameter (Name); read 2026-11-20.
struct BadSecretName: Rule {
    static let entry = CatalogueEntry(
        code: "CUR432",
        name: "bad-secret-name",
        explanation: """
            AWS would refuse this name, and the current would wait for a secret that cannot be there. The name of a \
            secret has at most 512 letters, digits and '/_+=.@-'; that of a parameter letters, digits and '_.-', with \
            '/' in front of each part when it has several, and perhaps ':' and a version or label behind it. An ARN \
            must be of the service that is asked.
            """,
        example: ExampleWorkspace.http(lines("{ awsParameterStore: prod/http/token }")),
        fix: ExampleWorkspace.http(lines("{ awsParameterStore: /prod/http/token }"))
    )

    private static func lines(_ reference: String) -> String {
        "endpoint: { url: \"https://events.example.com/in\" }\ncredentials: { bearerToken: \(reference) }"
    }

    func check(_ workspace: Workspace, in context: RuleContext) -> [Diagnostic] {
        workspace.currents.flatMap { current in
            current.awsReferences.compactMap { reference in
                let problem = problem(of: reference.name.value, at: reference.service)
                return problem.map { finding($0, reference) }
            }
        }
    }

    private struct Problem {
        var words: String
        var help: String
        var replacement: String?
    }

    private func finding(_ problem: Problem, _ reference: AWSReferenceSpec) -> Diagnostic {
        let fixes = problem.replacement.map {
            [Fix("write '\($0)'", replace: reference.name.range, with: $0)]
        }
        return Self.entry.diagnostic(
            at: reference.name.range,
            "'\(shortened(reference.name.value))' \(problem.words)",
            help: problem.help,
            source: reference.service.source,
            fixes: fixes ?? []
        )
    }

    private func problem(of name: String, at service: AWSReferenceSpec.Service) -> Problem? {
        guard AWSResourceName.isMeant(by: name) else {
            return service == .secretsManager ? secretProblem(name) : parameterProblem(name)
        }
        guard let arn = AWSResourceName(name) else {
            return Problem(
                words: "is not a whole ARN",
                help:
                    "write 'arn:aws:\(service.arnService):REGION:ACCOUNT:\(service.arnResource)NAME', or the name"
            )
        }
        guard arn.service == service.arnService else {
            let other: AWSReferenceSpec.Service =
                service == .secretsManager ? .parameterStore : .secretsManager
            let help =
                arn.service == other.arnService
                ? "write it as '\(other.rawValue)'" : "write the ARN of a \(service.thing)"
            return Problem(
                words: "is an ARN of '\(shortened(arn.service))', not of a \(service.thing)",
                help: help
            )
        }
        guard arn.resource.hasPrefix(service.arnResource), arn.resource != service.arnResource else {
            return Problem(
                words: "is not the ARN of a \(service.thing)",
                help: "its last part is '\(service.arnResource)NAME'"
            )
        }
        return nil
    }

    private func secretProblem(_ name: String) -> Problem? {
        let allowed = "letters, digits and '/_+=.@-'"
        // Secrets that AWS services keep for themselves have a '!' in their names, such as 'rds!db-…'.
        guard name.utf8.allSatisfy({ $0.isWordByte || "/_+=.@-!".utf8.contains($0) }) else {
            return Problem(words: "cannot be the name of a secret", help: "a name is made of \(allowed)")
        }
        guard name.utf8.count <= 512 else {
            return Problem(
                words: "is longer than the name of a secret can be",
                help: "a name has at most 512 characters"
            )
        }
        return nil
    }

    private func parameterProblem(_ text: String) -> Problem? {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.first ?? ""
        let selector = parts.dropFirst().first
        guard name.utf8.allSatisfy({ $0.isWordByte || "/_.-".utf8.contains($0) }),
            name.utf8.contains(where: \.isWordByte),
            selector?.utf8.allSatisfy({ $0.isWordByte || "_.-".utf8.contains($0) }) ?? true, selector != ""
        else {
            return Problem(
                words: "cannot be the name of a parameter",
                help: "a name is made of letters, digits, '_', '.', '-' and '/'"
            )
        }
        guard !name.contains("/") || name.hasPrefix("/") else {
            return Problem(
                words: "has several parts and no '/' in front",
                help: "write '/\(shortened(text))'",
                replacement: "/\(text)"
            )
        }
        guard name.utf8.count <= 1011 else {
            return Problem(
                words: "is longer than the name of a parameter can be",
                help: "a name has at most 1011 characters"
            )
        }
        return nil
    }

    private func shortened(_ text: String) -> String {
        text.count > 60 ? text.prefix(59) + "…" : text
    }
}

extension AWSReferenceSpec.Service {
    /// The service's word in ARNs.
    var arnService: String { self == .secretsManager ? "secretsmanager" : "ssm" }

    fileprivate var arnResource: String { self == .secretsManager ? "secret:" : "parameter/" }

    fileprivate var thing: String { self == .secretsManager ? "secret" : "parameter" }

    fileprivate var source: String {
        switch self {
        case .secretsManager: "AWS Secrets Manager API Reference, CreateSecret and GetSecretValue"
        case .parameterStore: "AWS Systems Manager API Reference, PutParameter and GetParameter"
        }
    }
}

extension UInt8 {
    fileprivate var isWordByte: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
    }
}
