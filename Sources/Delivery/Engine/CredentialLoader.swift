import Events
import Machine
import Plans

/// Fetches the secrets a plan refers to.
struct CredentialLoader: Sendable {
    private let store: any SecretStore
    private let aws: AWSSecretStore

    /// Prepares to load.
    ///
    /// - Parameters:
    ///   - store: Where variables, files and programs are; also the source of the keys for AWS.
    ///   - transport: What carries requests to AWS.
    ///   - clock: What requests to AWS are signed by.
    ///   - sleep: Waits before a request to a busy service is made again.
    init(
        store: any SecretStore,
        transport: any HTTPTransport,
        clock: any MachineClock,
        sleep: @escaping @Sendable (Duration) async -> Void = { try? await Task.sleep(for: $0) }
    ) {
        self.store = store
        self.aws = AWSSecretStore(transport: transport, environment: store, clock: clock, sleep: sleep)
    }

    /// All secrets of a plan, or why one cannot be used; nil when a program or a service would have to be waited for.
    ///
    /// The reason names the place, never the value.
    func loadAtOnce(_ plan: Plan, _ requirements: PartnerRequirements) -> Result<
        Credentials, CredentialFailure
    >? {
        let references = Self.references(of: plan)
        guard references.allSatisfy(\.reference.isAtHand) else { return nil }
        var values: [String: String] = [:]
        for (name, reference) in references {
            do throws(CredentialFailure) {
                values[name] = try text(name, requirements) { () throws(SecretFailure) in
                    try fetchAtOnce(reference)
                }
            } catch {
                return .failure(error)
            }
        }
        return .success(Credentials(values))
    }

    /// All secrets of a plan, or why one cannot be used; each place is asked once, however many refer to it.
    func load(_ plan: Plan, _ requirements: PartnerRequirements) async -> Result<
        Credentials, CredentialFailure
    > {
        var values: [String: String] = [:]
        var fetched: [SecretReference: SecretValue] = [:]
        for (name, reference) in Self.references(of: plan) {
            let place = reference.withoutPart
            do {
                if fetched[place] == nil { fetched[place] = try await fetch(place) }
            } catch {
                return .failure(CredentialFailure("credential '\(name)': \(error)"))
            }
            do throws(CredentialFailure) {
                values[name] = try text(name, requirements) { () throws(SecretFailure) in
                    try AWSSecretStore.part(of: fetched[place] ?? SecretValue([]), reference)
                }
            } catch {
                return .failure(error)
            }
        }
        return .success(Credentials(values))
    }

    /// The references of a plan by name, in an order of its own; the key of hashes is one of them.
    private static func references(of plan: Plan) -> [(name: String, reference: SecretReference)] {
        plan.secrets.sorted { $0.key < $1.key }.map { (name: $0.key, reference: $0.value) }
    }

    private func text(
        _ name: String,
        _ requirements: PartnerRequirements,
        _ fetch: () throws(SecretFailure) -> SecretValue
    ) throws(CredentialFailure) -> String {
        let text: String
        do throws(SecretFailure) {
            text = try fetch().withBytes { String(decoding: $0, as: UTF8.self) }
        } catch {
            throw CredentialFailure("credential '\(name)': \(error)")
        }
        let alphabet = requirements.credentials.first { $0.name == name }?.alphabet ?? .printable
        guard alphabet.allows(text) else {
            throw CredentialFailure("credential '\(name)' has characters that \(alphabet.words) may not have")
        }
        guard name != Plan.hashKeyName || text.utf8.count >= HashKey.minimumBytes else {
            let words = "has fewer than \(HashKey.minimumBytes) bytes, so hashes could be found out by trying"
            throw CredentialFailure("the key of hashes, '\(name)', \(words)")
        }
        return text
    }

    private func fetchAtOnce(_ reference: SecretReference) throws(SecretFailure) -> SecretValue {
        switch reference {
        case .environment(let name): try store.secret(fromEnvironment: name)
        case .file(let path): try store.secret(fromFile: path)
        case .command(let words): try store.secret(fromCommand: words)
        case .awsSecretsManager(let secret): throw .missing(.awsSecret(secret.secretId))
        case .awsParameterStore(let parameter): throw .missing(.awsParameter(parameter.name))
        }
    }

    private func fetch(_ reference: SecretReference) async throws(SecretFailure) -> SecretValue {
        switch reference {
        case .environment, .file: return try fetchAtOnce(reference)
        case .awsSecretsManager(let secret): return try await aws.value(of: secret)
        case .awsParameterStore(let parameter): return try await aws.value(of: parameter)
        case .command:
            let result: Result<SecretValue, SecretFailure> = await withCheckedContinuation { continuation in
                BlockingLine.commands.start {
                    do throws(SecretFailure) {
                        continuation.resume(returning: .success(try fetchAtOnce(reference)))
                    } catch {
                        continuation.resume(returning: .failure(error))
                    }
                }
            }
            return try result.get()
        }
    }
}

/// Why credentials cannot be had, in words that hold nothing of them.
public struct CredentialFailure: Error, Sendable, Hashable {
    /// The reason, which names the credential and its place.
    public var reason: String

    /// States a reason.
    public init(_ reason: String) { self.reason = reason }
}

extension SecretReference {
    /// Whether the secret can be had without waiting for anybody.
    fileprivate var isAtHand: Bool {
        switch self {
        case .environment, .file: true
        case .command, .awsSecretsManager, .awsParameterStore: false
        }
    }

    /// The reference to the whole secret of which this one wants a part.
    fileprivate var withoutPart: SecretReference {
        guard case .awsSecretsManager(var secret) = self else { return self }
        secret.key = nil
        return .awsSecretsManager(secret)
    }
}

extension PartnerRequirements.SecretAlphabet {
    /// What kind of secret the alphabet is for.
    fileprivate var words: String {
        switch self {
        case .printable: "a secret"
        case .bearerToken: "a bearer token"
        }
    }

    /// Whether a secret is at least one character long and made of allowed characters only.
    fileprivate func allows(_ text: String) -> Bool {
        guard !text.isEmpty else { return false }
        switch self {
        case .printable:
            return text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        case .bearerToken:
            let body = text.utf8.reversed().drop { $0 == UInt8(ascii: "=") }
            return !body.isEmpty && body.allSatisfy(Self.isTokenByte)
        }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            "-._~+/".utf8.contains(byte)
        }
    }
}
