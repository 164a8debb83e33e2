public import Machine
import NIOCore
public import Plans

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension AWSCredentials {
    /// The keys that the plans of AWS partners name `accessKeyId`, `secretAccessKey` and `sessionToken`.
    ///
    /// What is missing is empty, and AWS will say so.
    public init(_ credentials: Credentials) {
        self.init(
            accessKeyID: credentials["accessKeyId"] ?? "",
            secretAccessKey: credentials["secretAccessKey"] ?? "",
            sessionToken: credentials["sessionToken"]
        )
    }
}

/// Takes a role: exchanges an identity's keys for temporary ones of the role, by AssumeRole of the token service.
///
/// - Source: AWS service model of STS, AssumeRole (botocore 1.43.11), read 2026-11-21.
public struct AWSRoleExchange: CredentialExchange {
    /// The service's name in `EndpointPlan.services` and `Region.services`.
    public static let service = "sts"
    /// How long the keys are good for: an hour is the least maximum that a role can have.
    static let duration: Duration = .seconds(3600)

    private let fields: [(name: String, value: String)]
    private let target: HTTPTarget
    private let signer: AWSSigner

    /// Prepares to take the role that a plan's setting `roleArn` names; nil when it names none.
    ///
    /// - Throws: `ConnectorProblem` when the plan has no region or no address of the token service.
    public init?(_ plan: Plan) throws(ConnectorProblem) {
        guard let role = plan.settings["roleArn"]?.text else { return nil }
        guard let region = plan.region else { throw ConnectorProblem("the plan names no region") }
        guard let url = plan.endpoint.services[Self.service] else {
            throw ConnectorProblem("the plan names a role and no address of the token service")
        }
        target = try HTTPTarget(EndpointPlan(url: url, allow: plan.endpoint.allow))
        signer = AWSSigner(region: region, service: Self.service)
        var fields = [
            (name: "Action", value: "AssumeRole"), (name: "Version", value: "2011-06-15"),
            (name: "RoleArn", value: role),
            (name: "RoleSessionName", value: Self.sessionName("currentsctl-\(plan.current)")),
            (name: "DurationSeconds", value: String(Self.duration.components.seconds)),
        ]
        if let word = plan.settings["externalId"]?.text { fields.append((name: "ExternalId", value: word)) }
        self.fields = fields
    }

    /// The request, signed with the keys of the one who takes the role.
    public func request(credentials: Credentials, at moment: WallInstant) -> HTTPRequest {
        let body = fields.map { "\($0.name)=\(Self.encoded($0.value))" }.joined(separator: "&")
        var request = HTTPRequest(
            method: "POST",
            target: target,
            headers: [
                ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"), ("Accept", "text/xml"),
            ],
            body: [ByteBuffer(string: body)]
        )
        signer.sign(&request, with: AWSCredentials(credentials), at: moment)
        return request
    }

    /// The role's keys, or why there are none.
    public func outcome(of answer: PartnerAnswer, for credentials: Credentials) -> ExchangeOutcome {
        guard (200..<300).contains(answer.status) else {
            let verdict = AWSServiceError.verdict(on: answer, from: "the AWS token service") {
                error,
                failure in
                // A role or duration that cannot be is no fault of an event.
                error.code == "ValidationError" ? .misconfigured(failure) : nil
            }
            if case .refused(let failure) = verdict { return .failed(.misconfigured(failure)) }
            return .failed(verdict)
        }
        let keys = AWSXMLAnswer(answer.body)
        guard let id = keys.text(of: "AccessKeyId"), let secret = keys.text(of: "SecretAccessKey"),
            let token = keys.text(of: "SessionToken"), !id.isEmpty, !secret.isEmpty, !token.isEmpty,
            let end = keys.text(of: "Expiration").flatMap(Self.moment)
        else {
            // Without the partner's words: they may hold half of a key.
            let failure = Verdict.Failure(
                status: answer.status,
                "the AWS token service answered without keys"
            )
            return .failed(.transient(failure))
        }
        let names = ["accessKeyId": id, "secretAccessKey": secret, "sessionToken": token]
        return .credentials(credentials.merging(names), expires: end)
    }

    private static func moment(_ text: String) -> WallInstant? {
        let date =
            (try? Date(text, strategy: .iso8601))
            ?? (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        guard let seconds = date?.timeIntervalSince1970, abs(seconds) < 1e12 else { return nil }
        return WallInstant(milliseconds: Int64(seconds * 1000))
    }

    /// Shown in the role owner's audit trail: at most 64 letters, digits and `+=,.@-_`.
    private static func sessionName(_ text: String) -> String {
        let allowed = Set("+=,.@-_".utf8)
        let bytes = text.utf8.prefix(64).map { byte in
            byte.isASCIIAlphanumeric || allowed.contains(byte) ? byte : UInt8(ascii: "-")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        let unreserved = Set("-._~".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte.isASCIIAlphanumeric || unreserved.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isASCIIAlphanumeric: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
