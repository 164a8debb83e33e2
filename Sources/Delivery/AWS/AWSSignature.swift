import Crypto
public import Machine
import NIOCore
import Synchronization

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The keys of one AWS identity.
///
/// Prints no secret.
public struct AWSCredentials: Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// Names the key; no secret.
    public var accessKeyID: String
    /// Signs.
    public var secretAccessKey: String
    /// Comes with temporary keys and is sent along with each request.
    public var sessionToken: String?

    /// Holds keys.
    public init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
    }

    /// The key's name only.
    public var description: String { "AWS key \(accessKeyID)" }

    /// The key's name only.
    public var debugDescription: String { description }
}

/// Signs requests to one AWS service in one region: Signature Version 4 in the `Authorization` header.
///
/// Keeps the last key it derived, which is good for one secret and one day; copies share it.
///
/// - Source: the published test suite of Signature Version 4, and what botocore 1.43.11 signs, read 2026-11-21.
public struct AWSSigner: Sendable {
    /// What services disagree about.
    public enum Dialect: Sendable, Hashable {
        /// The path is simplified and percent-encoded once more before it is signed.
        case standard
        /// The path is signed as it is sent, and `x-amz-content-sha256` names the body's hash.
        case s3
    }

    /// The region that the signature is good for.
    public let region: String
    /// The service that the signature is good for, by its signing name.
    public let service: String
    private let dialect: Dialect
    private let keys = SigningKeys()

    /// Prepares to sign for one service in one region.
    public init(region: String, service: String, dialect: Dialect = .standard) {
        self.region = region
        self.service = service
        self.dialect = dialect
    }

    /// Adds the header fields that make a request valid for some minutes around `now`.
    ///
    /// Signs every field that is there, besides those that a proxy may change, and `Host` as the transport writes it;
    /// so it comes last. A request that carries a signature gets a new one in its place. A field
    /// `x-amz-content-sha256` that is there already is taken for the body's hash.
    ///
    /// - Parameters:
    ///   - request: The whole request.
    ///   - credentials: Who signs.
    ///   - now: The moment to sign for, by the partner's clock as well as we know it.
    public func sign(_ request: inout HTTPRequest, with credentials: AWSCredentials, at now: WallInstant) {
        let stamp = AWSTimestamp(now)
        request.headers.removeAll { ASCIIName.isOneOf($0.name, Self.ownFields) }
        request.headers.append(("X-Amz-Date", stamp.text))
        if let token = credentials.sessionToken { request.headers.append(("X-Amz-Security-Token", token)) }
        let hash = contentHash(of: &request)
        let canonical = AWSCanonicalRequest(request, contentHash: hash, isPathFinal: dialect == .s3)
        let scope = "\(stamp.day)/\(region)/\(service)/aws4_request"
        let digest = Hexadecimal.text(SHA256.hash(data: canonical.bytes))
        let text = "AWS4-HMAC-SHA256\n\(stamp.text)\n\(scope)\n\(digest)"
        let key = keys.key(secret: credentials.secretAccessKey, day: stamp.day) { derive($0, day: $1) }
        let signature = Hexadecimal.text(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
        request.headers.append(
            (
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), "
                    + "SignedHeaders=\(canonical.signedHeaders), Signature=\(signature)"
            )
        )
    }

    private static let ownFields = ["authorization", "x-amz-date", "x-amz-security-token"]

    /// The hash the caller gave, or the body's, which the S3 dialect also sends.
    private func contentHash(of request: inout HTTPRequest) -> String {
        if let given = request.headers.first(where: { ASCIIName.isOneOf($0.name, ["x-amz-content-sha256"]) })
        {
            return given.value
        }
        var hasher = SHA256()
        for part in request.body {
            part.withUnsafeReadableBytes { hasher.update(bufferPointer: $0) }
        }
        let hash = Hexadecimal.text(hasher.finalize())
        if dialect == .s3 { request.headers.append(("x-amz-content-sha256", hash)) }
        return hash
    }

    private func derive(_ secret: String, day: String) -> SymmetricKey {
        var key = SymmetricKey(data: Array("AWS4\(secret)".utf8))
        for step in [day, region, service, "aws4_request"] {
            key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(step.utf8), using: key))
        }
        return key
    }
}

/// The key derived last.
private final class SigningKeys: Sendable {
    private struct Entry {
        var secret: String
        var day: String
        var key: SymmetricKey
    }

    private let last = Mutex<Entry?>(nil)

    func key(secret: String, day: String, derive: (String, String) -> SymmetricKey) -> SymmetricKey {
        last.withLock { last in
            // Bytes, because two secrets may be equal as text and differ in bytes.
            if let last, last.day == day, last.secret.utf8.elementsEqual(secret.utf8) { return last.key }
            let key = derive(secret, day)
            last = Entry(secret: secret, day: day, key: key)
            return key
        }
    }
}

/// A moment as AWS writes it: `20150830T123600Z`, from the year 1970 to the year 9999.
struct AWSTimestamp {
    let text: String

    /// The date alone: `20150830`.
    var day: String { String(text.prefix(8)) }

    init(_ instant: WallInstant) {
        let seconds = min(max(instant.milliseconds / 1000, 0), 253_402_300_799)
        let (year, month, day) = Self.civil(daysSince1970: Int(seconds / 86_400))
        let time = Int(seconds % 86_400)
        text = String(unsafeUninitializedCapacity: 16) { buffer in
            var end = 0
            func put(_ number: Int, digits: Int) {
                var rest = number
                for place in stride(from: end + digits - 1, through: end, by: -1) {
                    buffer[place] = UInt8(ascii: "0") + UInt8(rest % 10)
                    rest /= 10
                }
                end += digits
            }
            put(year, digits: 4)
            put(month, digits: 2)
            put(day, digits: 2)
            buffer[end] = UInt8(ascii: "T")
            end += 1
            put(time / 3600, digits: 2)
            put(time / 60 % 60, digits: 2)
            put(time % 60, digits: 2)
            buffer[end] = UInt8(ascii: "Z")
            return end + 1
        }
    }

    /// Counts from March, so that the leap day is the last of its year.
    private static func civil(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}

/// Bytes as hexadecimal digits in lower case.
private enum Hexadecimal {
    private static let digits = Array("0123456789abcdef".utf8)

    static func text(_ bytes: some Sequence<UInt8>) -> String {
        String(unsafeUninitializedCapacity: 2 * SHA256.byteCount) { buffer in
            var end = 0
            for byte in bytes.prefix(SHA256.byteCount) {
                buffer[end] = digits[Int(byte >> 4)]
                buffer[end + 1] = digits[Int(byte & 0xF)]
                end += 2
            }
            return end
        }
    }
}
