/// Tells by a text's own looks that it is a secret, and not the name of one.
///
/// Names that people give to secrets do not look like this; so a match is an error, and the text is shown nowhere.
enum SecretText {
    /// How the secrets of well-known issuers begin.
    ///
    /// - Source: the issuers' own documentation of their token formats: Slack, Stripe, GitHub, GitLab, Google, SendGrid,
    ///   npm and HashiCorp Vault, read 2026-11-20.
    private static let beginnings = [
        "xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xapp-", "sk_live_", "sk_test_", "rk_live_", "rk_test_",
        "whsec_", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "AIza", "ya29.", "SG.",
        "npm_", "hvs.", "-----BEGIN ",
    ]

    /// Names of options whose values are secrets, in lower case without `-` and `_`.
    private static let options = [
        "password", "passwd", "pwd", "passphrase", "token", "apikey", "secretkey", "secretaccesskey",
        "privatekey", "clientsecret", "sessiontoken",
    ]

    /// What a value begins with that says where the secret is, instead of being it.
    private static let pointers = ["/", "./", "../", "~", "@", "env:", "file:", "fd:", "$", "{"]

    /// Whether a text looks like a secret itself.
    static func isSecret(_ text: String) -> Bool {
        if beginnings.contains(where: { text.hasPrefix($0) && text.utf8.count > $0.utf8.count }) {
            return true
        }
        return isAccessKey(text) || isSecretKey(text) || isHexadecimalKey(text) || isWebToken(text)
            || hasPasswordInAddress(text)
    }

    /// Whether an argument of a command holds a secret: by its looks, or as `--password=VALUE`.
    static func isSecretArgument(_ text: String) -> Bool {
        // A whole command line may stand in one argument, as behind 'sh -c'.
        isSecret(text) || bearerToken(in: text)
            || text.split(whereSeparator: \.isWhitespace).contains {
                isSecret(String($0)) || isSecretOption($0)
            }
    }

    private static func isSecretOption(_ word: Substring) -> Bool {
        guard let equals = word.firstIndex(of: "=") else { return false }
        let value = word[word.index(after: equals)...].drop { $0 == "'" || $0 == "\"" }
        if isSecret(String(value)) { return true }
        let name = word[..<equals].lowercased().filter { $0 != "-" && $0 != "_" }
        guard options.contains(where: name.hasSuffix) else { return false }
        return !value.isEmpty && !pointers.contains(where: value.hasPrefix)
    }

    /// An access key id of AWS: `AKIA` or `ASIA` and 16 capitals and digits.
    ///
    /// - Source: AWS, "IAM identifiers" (unique ID prefixes), read 2026-11-20.
    private static func isAccessKey(_ text: String) -> Bool {
        text.utf8.count == 20 && (text.hasPrefix("AKIA") || text.hasPrefix("ASIA"))
            && text.utf8.allSatisfy { isDigit($0) || isCapital($0) }
    }

    /// A secret key of AWS: 40 characters of base64, capitals, small letters and digits among them.
    private static func isSecretKey(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 40, bytes.first != UInt8(ascii: "/"), bytes.contains(where: isDigit),
            bytes.contains(where: isCapital), bytes.contains(where: isSmall)
        else { return false }
        return bytes.allSatisfy { isDigit($0) || isCapital($0) || isSmall($0) || "/+=".utf8.contains($0) }
    }

    /// 32 or more hexadecimal digits and nothing else, as many issuers write keys.
    private static func isHexadecimalKey(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count >= 32, bytes.contains(where: isDigit) else { return false }
        return bytes.allSatisfy { isDigit($0) || (0x61...0x66).contains($0) || (0x41...0x46).contains($0) }
    }

    /// Three parts in base64 with dots between, the first one a JSON object.
    ///
    /// - Source: RFC 7519.
    private static func isWebToken(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, text.hasPrefix("eyJ"), parts[1].utf8.count > 1 else { return false }
        return text.utf8.allSatisfy {
            isDigit($0) || isCapital($0) || isSmall($0) || "-_.=".utf8.contains($0)
        }
    }

    /// `https://user:password@host`.
    private static func hasPasswordInAddress(_ text: String) -> Bool {
        guard let scheme = text.firstRange(of: "://") else { return false }
        let authority = text[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") else {
            return false
        }
        return authority.index(after: colon) < at
    }

    /// `Authorization: Bearer …`.
    private static func bearerToken(in text: String) -> Bool {
        let words = text.lowercased()
        guard let name = words.firstRange(of: "bearer ") else { return false }
        let value = words[name.upperBound...]
        return !value.isEmpty && !pointers.contains(where: value.hasPrefix)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
    private static func isSmall(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
}
