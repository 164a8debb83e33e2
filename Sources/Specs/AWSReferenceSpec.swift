public import Diagnostics

/// A credential reference to a secret that AWS keeps, as it was written.
///
/// A plain text is short for a mapping that holds the name alone.
public struct AWSReferenceSpec: Sendable, Hashable {
    /// Who keeps the secret.
    public enum Service: String, Sendable, Hashable {
        /// `awsSecretsManager`.
        case secretsManager = "awsSecretsManager"
        /// `awsParameterStore`.
        case parameterStore = "awsParameterStore"
    }

    /// Who keeps the secret.
    public var service: Service
    /// `secretId` or `name`.
    public var name: Located<String>
    /// `key`: a member of a secret that is a JSON object.
    public var key: Located<String>?
    /// `versionStage`.
    public var versionStage: Located<String>?
    /// `region`.
    public var region: Located<String>?
    /// `endpoint.url`.
    public var url: Located<String>?
    /// `endpoint.allow`, as written.
    public var allow: [Located<String>]

    /// Gathers a reference.
    public init(
        service: Service,
        name: Located<String>,
        key: Located<String>? = nil,
        versionStage: Located<String>? = nil,
        region: Located<String>? = nil,
        url: Located<String>? = nil,
        allow: [Located<String>] = []
    ) {
        self.service = service
        self.name = name
        self.key = key
        self.versionStage = versionStage
        self.region = region
        self.url = url
        self.allow = allow
    }
}
