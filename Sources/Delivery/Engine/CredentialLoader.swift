import Events
import Machine
import Plans

/// Fetches the secrets a plan refers to.
struct CredentialLoader {
    let store: any SecretStore

    /// All secrets of a plan, or why one cannot be used.
    ///
    /// The reason names the place, never the value.
    func load(_ plan: Plan, _ requirements: PartnerRequirements) -> Result<Credentials, Missing> {
        var values: [String: String] = [:]
        for (name, reference) in plan.secrets.sorted(by: { $0.key < $1.key }) {
            do throws(SecretFailure) {
                let text = try fetch(reference).withBytes { String(decoding: $0, as: UTF8.self) }
                let alphabet = requirements.credentials.first { $0.name == name }?.alphabet ?? .printable
                guard alphabet.allows(text) else {
                    return .failure(
                        Missing("credential '\(name)' has characters that \(alphabet.words) may not have")
                    )
                }
                guard name != Plan.hashKeyName || text.utf8.count >= HashKey.minimumBytes else {
                    let words =
                        "has fewer than \(HashKey.minimumBytes) bytes, so hashes could be found out by trying"
                    return .failure(Missing("the key of hashes, '\(name)', \(words)"))
                }
                values[name] = text
            } catch {
                return .failure(Missing("credential '\(name)': \(error)"))
            }
        }
        return .success(Credentials(values))
    }

    private func fetch(_ reference: SecretReference) throws(SecretFailure) -> SecretValue {
        switch reference {
        case .environment(let name): try store.secret(fromEnvironment: name)
        case .file(let path): try store.secret(fromFile: path)
        }
    }

    /// Why credentials cannot be had.
    struct Missing: Error {
        var reason: String
        init(_ reason: String) { self.reason = reason }
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
