import Machine
import NIOCore
import Plans

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Fetches secrets that AWS keeps: from Secrets Manager, and from Parameter Store of Systems Manager.
///
/// Who asks, and where, the runner's environment says by the variables that AWS's own programs read:
/// `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_REGION` or `AWS_DEFAULT_REGION`, and
/// `AWS_ENDPOINT_URL` with or without `_SECRETS_MANAGER` or `_SSM` behind it. What a reference says counts first.
///
/// - Source: AWS service models of Secrets Manager, GetSecretValue, and SSM, GetParameter (botocore 1.43.11); AWS SDKs
///   and Tools Reference Guide, "Environment variables support" and "Service-specific endpoints"; read 2026-11-20.
struct AWSSecretStore: Sendable {
    /// How long a service may take to answer each request.
    static let timeout: Duration = .seconds(10)
    /// The waits before further attempts, when a service is busy or cannot be reached.
    static let waits: [Duration] = [.milliseconds(250), .milliseconds(1000)]

    let transport: any HTTPTransport
    /// Where the runner's environment is read.
    let environment: any SecretStore
    let clock: any MachineClock
    let sleep: @Sendable (Duration) async -> Void

    /// The whole of a secret, which may be text or bytes, whatever part is meant.
    func value(of secret: SecretReference.AWSSecret) async throws(SecretFailure) -> SecretValue {
        let question = Question(
            place: .awsSecret(secret.secretId),
            service: .secretsManager,
            fields: ["SecretId": secret.secretId, "VersionStage": secret.versionStage].compactMapValues(
                \.self
            ),
            name: secret.secretId,
            region: secret.region,
            endpoint: secret.endpoint
        )
        struct Answer: Decodable {
            var secretString: String?
            var secretBinary: String?

            enum CodingKeys: String, CodingKey {
                case secretString = "SecretString"
                case secretBinary = "SecretBinary"
            }
        }
        let body = try await ask(question)
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(body)) else {
            throw question.meaningless
        }
        if let text = answer.secretString { return SecretValue(text) }
        guard let bytes = answer.secretBinary.flatMap({ Data(base64Encoded: $0) }) else {
            throw question.meaningless
        }
        return SecretValue([UInt8](bytes))
    }

    /// The value of a parameter, decrypted.
    func value(of parameter: SecretReference.AWSParameter) async throws(SecretFailure) -> SecretValue {
        let question = Question(
            place: .awsParameter(parameter.name),
            service: .parameterStore,
            fields: ["Name": parameter.name],
            name: parameter.name,
            region: parameter.region,
            endpoint: parameter.endpoint
        )
        struct Answer: Decodable {
            struct Parameter: Decodable {
                var value: String

                enum CodingKeys: String, CodingKey { case value = "Value" }
            }
            var parameter: Parameter

            enum CodingKeys: String, CodingKey { case parameter = "Parameter" }
        }
        let body = try await ask(question)
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(body)) else {
            throw question.meaningless
        }
        return SecretValue(answer.parameter.value)
    }
}

// MARK: - Parts of secrets

extension AWSSecretStore {
    /// The part of a secret that a reference means, fit for use; a secret of another place is returned as it is.
    static func part(of whole: SecretValue, _ reference: SecretReference) throws(SecretFailure) -> SecretValue
    {
        switch reference {
        case .environment, .file, .command:
            return whole
        case .awsParameterStore(let parameter):
            return try checked(whole, .awsParameter(parameter.name))
        case .awsSecretsManager(let secret):
            let place = SecretPlace.awsSecret(secret.secretId)
            guard let key = secret.key else { return try checked(whole, place) }
            return try checked(try member(key, of: whole, place), place)
        }
    }

    private static func checked(_ value: SecretValue, _ place: SecretPlace) throws(SecretFailure)
        -> SecretValue
    {
        try value.withBytes { (bytes) throws(SecretFailure) in
            try SystemSecretStore.checked(bytes, from: place)
        }
    }

    private static func member(
        _ key: String,
        of whole: SecretValue,
        _ place: SecretPlace
    ) throws(SecretFailure) -> SecretValue {
        let object = whole.withBytes { bytes in
            try? JSONDecoder().decode([String: Member].self, from: Data(bytes))
        }
        guard let object else {
            throw .refused(place, "it is not a JSON object, so it has no key '\(key)'")
        }
        switch object[key] {
        case .text(let text): return SecretValue(text)
        case .other: throw .refused(place, "its key '\(key)' does not hold a text")
        case nil: throw .refused(place, "it has no key '\(key)'")
        }
    }

    private enum Member: Decodable {
        case text(String)
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            self = (try? container.decode(String.self)).map { .text($0) } ?? .other
        }
    }
}

// MARK: - Asking

extension AWSSecretStore {
    private struct Question {
        var place: SecretPlace
        var service: Service
        var fields: [String: String]
        /// The name or ARN.
        var name: String
        var region: String?
        var endpoint: EndpointPlan?

        var meaningless: SecretFailure {
            .refused(place, "the answer of \(service.title) holds no secret")
        }

        var body: ByteBuffer {
            // `WithDecryption` is the one field that is no text.
            struct Fields: Encodable {
                var texts: [String: String]
                var isDecrypted: Bool

                func encode(to encoder: any Encoder) throws {
                    var values = encoder.container(keyedBy: Key.self)
                    for (name, text) in texts { try values.encode(text, forKey: Key(stringValue: name)) }
                    if isDecrypted { try values.encode(true, forKey: Key(stringValue: "WithDecryption")) }
                }

                struct Key: CodingKey {
                    var stringValue: String
                    var intValue: Int? { nil }
                    init(stringValue: String) { self.stringValue = stringValue }
                    init?(intValue: Int) { nil }
                }
            }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let fields = Fields(texts: fields, isDecrypted: service == .parameterStore)
            return ByteBuffer(bytes: (try? encoder.encode(fields)) ?? Data())
        }
    }

    private enum Service {
        case secretsManager, parameterStore

        /// The name in addresses and signatures.
        var name: String { self == .secretsManager ? "secretsmanager" : "ssm" }
        var title: String { self == .secretsManager ? "AWS Secrets Manager" : "AWS Parameter Store" }
        var operation: String {
            self == .secretsManager ? "secretsmanager.GetSecretValue" : "AmazonSSM.GetParameter"
        }
        var endpointVariable: String {
            self == .secretsManager ? "AWS_ENDPOINT_URL_SECRETS_MANAGER" : "AWS_ENDPOINT_URL_SSM"
        }
    }

    /// Asks until there is an answer that no further attempt would change; by the service's clock once ours is shown to
    /// be wrong.
    private func ask(_ question: Question) async throws(SecretFailure) -> [UInt8] {
        let keys = try keys(for: question)
        let region = try region(of: question)
        let target = try target(of: question, region)
        let signer = AWSSigner(region: region, service: question.service.name)
        var clockOffset: Int64 = 0
        var waits = Self.waits[...]
        while true {
            var request = HTTPRequest(
                method: "POST",
                target: target,
                headers: [
                    ("Content-Type", "application/x-amz-json-1.1"),
                    ("X-Amz-Target", question.service.operation),
                ],
                body: [question.body]
            )
            let moment = WallInstant(milliseconds: clock.wall().milliseconds &+ clockOffset)
            signer.sign(&request, with: keys, at: moment)
            switch judge(await send(request), question, region) {
            case .answer(let body):
                return body
            case .clock(let offset, let words):
                // Once: a clock that moves between two answers is nobody's.
                guard clockOffset == 0, let offset else { throw .refused(question.place, keys.scrub(words)) }
                clockOffset = offset
            case .busy(let words):
                guard let wait = waits.popFirst() else { throw .refused(question.place, keys.scrub(words)) }
                await sleep(wait)
            case .refused(let words):
                throw .refused(question.place, keys.scrub(words))
            }
        }
    }

    private func send(_ request: HTTPRequest) async -> Result<HTTPResponse, TransportFailure> {
        await withCheckedContinuation { continuation in
            transport.send(request, timeout: Self.timeout) { continuation.resume(returning: $0) }
        }
    }

    private enum Judgement {
        case answer([UInt8])
        /// The signature was out of time; by how much, when the answer shows it.
        case clock(Int64?, String)
        case busy(String)
        case refused(String)
    }

    private func judge(
        _ result: Result<HTTPResponse, TransportFailure>,
        _ question: Question,
        _ region: String
    ) -> Judgement {
        let title = question.service.title
        switch result {
        case .failure(let failure):
            let words = failure.verdict.failure?.detail ?? ""
            if case .transient = failure.verdict { return .busy("\(title) cannot be reached: \(words)") }
            return .refused("\(title) cannot be asked: \(words)")
        case .success(let response):
            if (200..<300).contains(response.status) {
                return response.isTruncated
                    ? .refused("the answer of \(title) is too long") : .answer(response.body)
            }
            let answer = PartnerAnswer(response, now: clock.wall())
            let verdict = AWSServiceError.verdict(on: answer, from: title)
            let words =
                Self.words(for: AWSServiceError(answer), question, region) ?? verdict.failure?.detail ?? ""
            switch verdict {
            case .transient: return .busy(words)
            case .clockSkewed: return .clock(response.clockOffset(at: clock.wall(), beyond: 0), words)
            default: return .refused(words)
            }
        }
    }

    /// What the errors mean that only these services have; nil for others.
    private static func words(
        for error: AWSServiceError?,
        _ question: Question,
        _ region: String
    ) -> String? {
        switch error?.code {
        case "ResourceNotFoundException":
            let stage = question.fields["VersionStage"].map { " with a version '\($0)'" } ?? ""
            return "there is no such secret\(stage) in region '\(region)'"
        case "ParameterNotFound": return "there is no such parameter in region '\(region)'"
        case "ParameterVersionNotFound":
            return "there is no such version of the parameter in region '\(region)'"
        case "DecryptionFailure", "InvalidKeyId":
            return "it cannot be decrypted: \(error?.message ?? "")"
        default: return nil
        }
    }
}

// MARK: - Who asks, and where

extension AWSSecretStore {
    private func keys(for question: Question) throws(SecretFailure) -> AWSCredentials {
        func key(_ variable: String) throws(SecretFailure) -> String {
            do throws(SecretFailure) {
                return try text(of: environment.secret(fromEnvironment: variable))
            } catch {
                throw .refused(question.place, "AWS cannot be asked without keys: \(error)")
            }
        }
        return AWSCredentials(
            accessKeyID: try key("AWS_ACCESS_KEY_ID"),
            secretAccessKey: try key("AWS_SECRET_ACCESS_KEY"),
            sessionToken: variable("AWS_SESSION_TOKEN")
        )
    }

    private func region(of question: Question) throws(SecretFailure) -> String {
        let region =
            question.region ?? AWSResourceName(question.name)?.region ?? variable("AWS_REGION")
            ?? variable("AWS_DEFAULT_REGION")
        guard let region else {
            throw .refused(question.place, "no region: give one in the reference, or set AWS_REGION")
        }
        guard AWSResourceName.isRegion(region) else {
            throw .refused(question.place, "'\(region.prefix(40))' is not an AWS region")
        }
        return region
    }

    /// An address in the environment is the operator's, who may send us anywhere; one of the reference is as free as the
    /// reference says.
    private func target(of question: Question, _ region: String) throws(SecretFailure) -> HTTPTarget {
        let given = variable(question.service.endpointVariable) ?? variable("AWS_ENDPOINT_URL")
        let domain = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
        let endpoint =
            question.endpoint ?? given.map { EndpointPlan(url: $0, allow: EndpointPlan.Allowance.allCases) }
            ?? EndpointPlan(url: "https://\(question.service.name).\(region).\(domain)/")
        do throws(ConnectorProblem) {
            return try HTTPTarget(endpoint)
        } catch {
            throw .refused(question.place, "the address of \(question.service.title) is not a URL")
        }
    }

    /// A variable that may be absent; empty is absent, as AWS's programs have it.
    private func variable(_ name: String) -> String? {
        (try? environment.secret(fromEnvironment: name)).map(text)
    }

    private func text(of value: SecretValue) -> String {
        value.withBytes { String(decoding: $0, as: UTF8.self) }
    }
}

extension AWSCredentials {
    /// `words` with the keys masked: services sometimes quote what they were sent.
    fileprivate func scrub(_ words: String) -> String {
        var values = ["secretAccessKey": secretAccessKey]
        values["sessionToken"] = sessionToken
        return Credentials(values).scrub(words)
    }
}
