import Crypto

/// AWS Signature Version 4, as a service computes it again.
///
/// - Source: IAM User Guide, "Create a signed AWS API request", read 2026-11-20.
struct SigV4: Hashable {
    static let algorithm = "AWS4-HMAC-SHA256"

    var accessKeyID: String
    /// The day of the credential scope, `20150830`.
    var day: String
    var region: String
    var service: String
    /// Names in lower case, sorted.
    var signedHeaders: [String]
    /// 64 hexadecimal digits.
    var signature = ""

    var scope: String { "\(day)/\(region)/\(service)/aws4_request" }

    init(accessKeyID: String, day: String, region: String, service: String, signedHeaders: [String]) {
        self.accessKeyID = accessKeyID
        self.day = day
        self.region = region
        self.service = service
        self.signedHeaders = signedHeaders
    }

    /// Reads an `Authorization` field; nil when a part is missing, repeated or of another form.
    init?(authorization field: String) {
        guard field.hasPrefix(Self.algorithm + " ") else { return nil }
        var parts: [String: String] = [:]
        for part in field.dropFirst(Self.algorithm.count).split(
            separator: ",",
            omittingEmptySubsequences: false
        ) {
            let words = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            guard words.count == 2, parts.updateValue(String(words[1]), forKey: String(words[0])) == nil
            else {
                return nil
            }
        }
        guard parts.count == 3, let credential = parts["Credential"], let signature = parts["Signature"],
            let names = parts["SignedHeaders"]?.split(separator: ";", omittingEmptySubsequences: false)
        else { return nil }
        let scope = credential.split(separator: "/", omittingEmptySubsequences: false).map { String($0) }
        let headers = names.map { String($0) }
        guard scope.count == 5, scope[4] == "aws4_request", !scope.contains(""), !headers.contains(""),
            headers == Set(headers).sorted(), headers.allSatisfy({ $0 == $0.lowercased() }),
            signature.utf8.count == 64
        else { return nil }
        self.init(
            accessKeyID: scope[0],
            day: scope[1],
            region: scope[2],
            service: scope[3],
            signedHeaders: headers
        )
        self.signature = signature
    }

    /// The signature of a request.
    ///
    /// - Parameters:
    ///   - request: The request, with all the headers that are signed.
    ///   - date: The request's `x-amz-date`.
    ///   - secret: The secret access key.
    /// - Returns: 64 hexadecimal digits in lower case.
    func signature(of request: PartnerRequest, date: String, secret: String) -> String {
        let digest = Self.hexadecimal(SHA256.hash(data: Array(canonicalRequest(request).utf8)))
        let text = [Self.algorithm, date, scope, digest].joined(separator: "\n")
        var key = Array("AWS4\(secret)".utf8)
        for part in [day, region, service, "aws4_request", text] {
            key = Array(
                HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: SymmetricKey(data: key))
            )
        }
        return Self.hexadecimal(key)
    }

    func canonicalRequest(_ request: PartnerRequest) -> String {
        let parts = request.path.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let headers = signedHeaders.map { name in
            let values = request.headers.filter { $0.name == name }.map { Self.trimmed($0.value) }
            return "\(name):\(values.joined(separator: ","))\n"
        }
        return [
            request.method,
            Self.canonicalPath(parts.first ?? ""),
            Self.canonicalQuery(parts.dropFirst().first ?? ""),
            headers.joined(),
            signedHeaders.joined(separator: ";"),
            Self.payloadHash(request),
        ].joined(separator: "\n")
    }

    static func payloadHash(_ request: PartnerRequest) -> String {
        hexadecimal(SHA256.hash(data: request.body))
    }

    static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Spaces at the ends go, and several between words become one.
    private static func trimmed(_ value: String) -> String {
        value.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
    }

    /// Each segment is encoded once more than it was sent, as for all services except S3.
    private static func canonicalPath(_ path: Substring) -> String {
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        let joined = segments.map { PercentCoding.encode(Array($0.utf8)) }.joined(separator: "/")
        return joined.hasPrefix("/") ? joined : "/" + joined
    }

    private static func canonicalQuery(_ query: Substring) -> String {
        let pairs = query.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (parts.first ?? "", parts.dropFirst().first ?? "")
        }
        let encoded = pairs.map { name, value in
            (
                PercentCoding.encode(PercentCoding.decode(name, plusIsSpace: false)),
                PercentCoding.encode(PercentCoding.decode(value, plusIsSpace: false))
            )
        }
        return encoded.sorted { $0 < $1 }.map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    }
}

/// Percent-encoding as AWS asks for it: all bytes but letters, digits and `-._~`.
enum PercentCoding {
    static func encode(_ bytes: [UInt8]) -> String {
        bytes.map { byte in
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), 0x30...0x39,
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                String(UnicodeScalar(byte))
            default:
                "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }

    /// Bytes, escapes resolved; a `%` without two hexadecimal digits stands for itself.
    static func decode(_ text: Substring, plusIsSpace: Bool) -> [UInt8] {
        var result: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2).compactMap { JSONEscapes.hexDigit($0) }
            if byte == UInt8(ascii: "%"), digits.count == 2 {
                result.append(UInt8(truncatingIfNeeded: digits[0] << 4 | digits[1]))
                rest = rest.dropFirst(2)
            } else {
                result.append(plusIsSpace && byte == UInt8(ascii: "+") ? 0x20 : byte)
            }
        }
        return result
    }
}
