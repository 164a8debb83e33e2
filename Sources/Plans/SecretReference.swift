/// Where a secret is kept.
///
/// Plans and state hold references, never the secret itself.
public enum SecretReference: Sendable, Hashable, Codable {
    /// An environment variable of the runner.
    case environment(String)
    /// A file, by absolute path or relative to the working directory of the runner.
    case file(String)
    /// What a program prints: the program and its arguments, which no shell reads.
    case command([String])
    /// A secret of AWS Secrets Manager.
    case awsSecretsManager(AWSSecret)
    /// A parameter of AWS Systems Manager Parameter Store.
    case awsParameterStore(AWSParameter)

    /// A secret of AWS Secrets Manager, or one part of it.
    public struct AWSSecret: Sendable, Hashable, Codable {
        /// The secret's name or ARN.
        public var secretId: String
        /// Which member of a secret that is a JSON object; nil for the whole secret.
        public var key: String?
        /// The staging label of the version; nil for the current one.
        public var versionStage: String?
        /// The AWS region; nil for that of the ARN or of the runner's environment.
        public var region: String?
        /// Where the service is; nil for the region's own address or that of the runner's environment.
        public var endpoint: EndpointPlan?

        /// Refers to a secret.
        public init(
            secretId: String,
            key: String? = nil,
            versionStage: String? = nil,
            region: String? = nil,
            endpoint: EndpointPlan? = nil
        ) {
            self.secretId = secretId
            self.key = key
            self.versionStage = versionStage
            self.region = region
            self.endpoint = endpoint
        }
    }

    /// A parameter of AWS Systems Manager Parameter Store.
    public struct AWSParameter: Sendable, Hashable, Codable {
        /// The parameter's name, with `:` and a version or label if one is meant, or its ARN.
        public var name: String
        /// The AWS region; nil for that of the ARN or of the runner's environment.
        public var region: String?
        /// Where the service is; nil for the region's own address or that of the runner's environment.
        public var endpoint: EndpointPlan?

        /// Refers to a parameter.
        public init(name: String, region: String? = nil, endpoint: EndpointPlan? = nil) {
            self.name = name
            self.region = region
            self.endpoint = endpoint
        }
    }

    /// The oldest plan format that knows this form of reference.
    public var formatVersion: Int {
        switch self {
        case .environment, .file: 1
        case .command, .awsSecretsManager, .awsParameterStore: 2
        }
    }

    private enum CodingKeys: String, CodingKey {
        case env, file, command, awsSecretsManager, awsParameterStore
    }

    /// Reads `{"env": NAME}`, `{"file": PATH}`, `{"command": […]}`, `{"awsSecretsManager": {…}}` or
    /// `{"awsParameterStore": {…}}`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let name = try container.decodeIfPresent(String.self, forKey: .env) {
            self = .environment(name)
        } else if let words = try container.decodeIfPresent([String].self, forKey: .command) {
            self = .command(words)
        } else if let secret = try container.decodeIfPresent(AWSSecret.self, forKey: .awsSecretsManager) {
            self = .awsSecretsManager(secret)
        } else if let parameter = try container.decodeIfPresent(
            AWSParameter.self,
            forKey: .awsParameterStore
        ) {
            self = .awsParameterStore(parameter)
        } else {
            self = .file(try container.decode(String.self, forKey: .file))
        }
    }

    /// Writes the one member that `init(from:)` reads.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .environment(let name): try container.encode(name, forKey: .env)
        case .file(let path): try container.encode(path, forKey: .file)
        case .command(let words): try container.encode(words, forKey: .command)
        case .awsSecretsManager(let secret): try container.encode(secret, forKey: .awsSecretsManager)
        case .awsParameterStore(let parameter): try container.encode(parameter, forKey: .awsParameterStore)
        }
    }
}

extension SecretReference: CustomStringConvertible {
    /// For people, in the words of a spec: `env NAME`, `command op read op://vault/item`.
    public var description: String {
        switch self {
        case .environment(let name): "env \(name)"
        case .file(let path): "file \(path)"
        case .command(let words): "command \(words.map(Self.quoted).joined(separator: " "))"
        case .awsSecretsManager(let secret):
            Self.words(
                "awsSecretsManager \(secret.secretId)",
                [
                    ("key", secret.key), ("versionStage", secret.versionStage), ("region", secret.region),
                ],
                secret.endpoint
            )
        case .awsParameterStore(let parameter):
            Self.words(
                "awsParameterStore \(parameter.name)",
                [("region", parameter.region)],
                parameter.endpoint
            )
        }
    }

    private static func words(
        _ start: String,
        _ parts: [(name: String, value: String?)],
        _ endpoint: EndpointPlan?
    ) -> String {
        var parts = parts
        parts.append(("endpoint.url", endpoint?.url))
        let allowed = endpoint?.allow.map(\.rawValue) ?? []
        parts.append(("endpoint.allow", allowed.isEmpty ? nil : allowed.joined(separator: ", ")))
        let told = parts.compactMap { part in part.value.map { "\(part.name) \($0)" } }
        return told.isEmpty ? start : "\(start) (\(told.joined(separator: "; ")))"
    }

    /// So that two different lists of words never read the same.
    private static func quoted(_ word: String) -> String {
        let isPlain = !word.isEmpty && !word.contains { $0 == " " || $0 == "\"" || $0 == "\\" }
        return isPlain
            ? word : "\"" + word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
