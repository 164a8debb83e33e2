/// Where a secret is kept.
///
/// Plans and state hold references, never the secret itself.
public enum SecretReference: Sendable, Hashable, Codable {
    /// An environment variable of the runner.
    case environment(String)
    /// A file, by absolute path or relative to the working directory of the runner.
    case file(String)

    private enum CodingKeys: String, CodingKey { case env, file }

    /// Reads `{"env": NAME}` or `{"file": PATH}`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let name = try container.decodeIfPresent(String.self, forKey: .env) {
            self = .environment(name)
        } else {
            self = .file(try container.decode(String.self, forKey: .file))
        }
    }

    /// Writes `{"env": NAME}` or `{"file": PATH}`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .environment(let name): try container.encode(name, forKey: .env)
        case .file(let path): try container.encode(path, forKey: .file)
        }
    }
}
