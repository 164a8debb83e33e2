/// The secrets of one current, by the names its plan uses.
///
/// Prints no secret.
public struct Credentials: Sendable, CustomStringConvertible {
    private let values: [String: String]

    /// Holds secrets by credential name.
    public init(_ values: [String: String]) { self.values = values }

    /// A secret, nil when the plan does not name it.
    public subscript(_ name: String) -> String? { values[name] }

    /// These secrets and others; of two with one name the other's counts.
    public func merging(_ others: [String: String]) -> Credentials {
        Credentials(values.merging(others) { $1 })
    }

    /// The names only.
    public var description: String { "credentials \(values.keys.sorted())" }

    /// How many characters of a partner's words are kept.
    private static let wordsLength = 300

    /// `text` with every secret in it masked, and then cut; partners sometimes quote what they were sent.
    ///
    /// Secrets are found as they are, and as they stand in JSON and in addresses.
    public func scrub(_ text: String) -> String {
        let forms = values.values.filter { !$0.isEmpty }.flatMap(Self.forms)
        // Longest first, so that a secret that holds another one leaves nothing behind.
        let masked = Set(forms).sorted { $0.utf8.count > $1.utf8.count }
            .reduce(text) {
                $0.split(separator: $1, omittingEmptySubsequences: false).joined(separator: "***")
            }
        return Self.cut(masked)
    }

    /// As many of a partner's words as are kept; only after secrets have been masked.
    static func cut(_ words: String) -> String {
        words.count > wordsLength ? words.prefix(wordsLength) + "…" : words
    }

    private static func forms(of secret: String) -> [String] {
        let escaped = secret.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        let encoded = secret.utf8.map { byte in
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte) || "-._~".utf8.contains(byte)
            if isPlain { return String(UnicodeScalar(byte)) }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0" + digits : digits)
        }.joined()
        let slashes = escaped.replacing("/", with: "\\/")
        return [secret, escaped, slashes, encoded, encoded.lowercased()]
    }
}
