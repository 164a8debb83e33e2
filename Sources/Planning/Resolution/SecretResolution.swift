import Diagnostics
import Plans
import Specs

/// Turns written references to secrets into those of a plan; no secret is looked at.
enum SecretResolution {
    /// The reference; nil for a literal, which a rule reports.
    static func reference(of credential: CredentialSpec) -> SecretReference? {
        let file = credential.reference.range.file
        switch credential.reference.value {
        case .environment(let name): return .environment(name)
        case .file(let path): return .file(SpecPath.resolve(path, inSpec: file))
        case .command(let words): return .command(command(words, inSpec: file))
        case .aws(let written): return aws(written)
        case .literal: return nil
        }
    }

    /// A program with a slash in its name is a file, as shells have it; one without is looked for by the runner.
    private static func command(_ words: [String], inSpec file: String) -> [String] {
        guard let program = words.first, program.utf8.contains(UInt8(ascii: "/")) else { return words }
        let path = SpecPath.resolve(program, inSpec: file)
        let isFile = path.utf8.contains(UInt8(ascii: "/"))
        return [isFile ? path : "./\(path)"] + words.dropFirst()
    }

    private static func aws(_ written: AWSReferenceSpec) -> SecretReference {
        let name = written.name.value
        let region = written.region?.value
        switch written.service {
        case .secretsManager:
            return .awsSecretsManager(
                .init(
                    secretId: name,
                    key: written.key?.value,
                    versionStage: written.versionStage?.value,
                    region: region,
                    endpoint: endpoint(written)
                )
            )
        case .parameterStore:
            return .awsParameterStore(.init(name: name, region: region, endpoint: endpoint(written)))
        }
    }

    private static func endpoint(_ written: AWSReferenceSpec) -> EndpointPlan? {
        guard let url = written.url.flatMap({ try? EndpointURL($0.value) }) else { return nil }
        let allowed = Set(written.allow.compactMap { EndpointPlan.Allowance(rawValue: $0.value) })
        return EndpointPlan(url: url.text, allow: allowed.sorted { $0.rawValue < $1.rawValue })
    }
}

extension CurrentSpec {
    /// Every reference to a secret, `hashKey` last.
    var references: [CredentialSpec] { credentials + (hashKey.map { [$0] } ?? []) }

    /// Every reference to a secret that AWS keeps.
    var awsReferences: [AWSReferenceSpec] {
        references.compactMap { credential in
            guard case .aws(let reference) = credential.reference.value else { return nil }
            return reference
        }
    }
}
