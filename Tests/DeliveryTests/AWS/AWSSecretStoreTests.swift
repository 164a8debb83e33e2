import Foundation
import Machine
import NIOCore
import Plans
import Synchronization
import Testing

@testable import Delivery

@Suite("Secrets that AWS keeps")
struct AWSSecretStoreTests {
    /// A runner's environment that tests can fill without touching their own.
    struct Environment: SecretStore {
        var variables: [String: String] = [
            "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "our-own-secret-key",
            "AWS_REGION": "eu-west-1",
        ]
        /// What commands print, by their words.
        var commands: [[String]: String] = [:]
        let asked = Counter()

        func secret(fromEnvironment name: String) throws(SecretFailure) -> SecretValue {
            guard let value = variables[name] else { throw .missing(.environment(name)) }
            return SecretValue(value)
        }

        func secret(fromFile path: String) throws(SecretFailure) -> SecretValue {
            throw .missing(.file(path))
        }

        func secret(fromCommand words: [String]) throws(SecretFailure) -> SecretValue {
            asked.add()
            guard let value = commands[words] else { throw .exited(.command(words.first ?? ""), status: 3) }
            return SecretValue(value)
        }
    }

    final class Counter: Sendable {
        private let number = Mutex(0)
        var count: Int { number.withLock { $0 } }
        func add() { number.withLock { $0 += 1 } }
    }

    /// Answers in order, the last one again and again.
    final class Service: HTTPTransport {
        private let answers: Mutex<[Result<HTTPResponse, TransportFailure>]>
        private let taken = Mutex<[HTTPRequest]>([])
        var requests: [HTTPRequest] { taken.withLock { $0 } }

        init(_ answers: Result<HTTPResponse, TransportFailure>...) { self.answers = Mutex(answers) }

        convenience init(_ body: String) { self.init(.success(.words(body))) }

        func send(
            _ request: HTTPRequest,
            timeout: Duration,
            completion: @escaping @Sendable (Result<HTTPResponse, TransportFailure>) -> Void
        ) {
            taken.withLock { $0.append(request) }
            let answer = answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
            completion(answer)
        }

        func shutdown() async {}
    }

    private static func error(_ code: String, _ message: String = "no", status: Int = 400) -> Result<
        HTTPResponse, TransportFailure
    > {
        .success(.words(#"{"__type":"\#(code)","message":"\#(message)"}"#, status: status))
    }

    private func load(
        _ references: [String: SecretReference],
        from service: Service,
        _ environment: Environment = Environment()
    ) async -> Result<[String: String], CredentialFailure> {
        let plan = EngineBench.plan(credentials: references)
        let loader = CredentialLoader(
            store: environment,
            transport: service,
            clock: JumpingClock(),
            sleep: { _ in }
        )
        return await loader.load(plan, .any).map { credentials in
            Dictionary(uniqueKeysWithValues: references.keys.map { ($0, credentials[$0] ?? "") })
        }
    }

    private func secret(
        _ reference: SecretReference,
        _ service: Service,
        _ environment: Environment = Environment()
    )
        async -> String?
    {
        try? await load(["a": reference], from: service, environment).get()["a"]
    }

    private func trouble(
        _ reference: SecretReference,
        _ service: Service,
        _ environment: Environment = Environment()
    ) async -> String {
        guard case .failure(let failure) = await load(["a": reference], from: service, environment) else {
            return "no failure"
        }
        return failure.reason
    }

    private func text(of request: HTTPRequest?) -> String {
        request?.body.map { String(buffer: $0) }.joined() ?? ""
    }

    private let prod = SecretReference.awsSecretsManager(.init(secretId: "prod/x"))
    private let token = SecretReference.awsParameterStore(.init(name: "/x"))

    // MARK: Requests

    @Test func aSecretIsAskedForInAWSsOwnWords() async throws {
        let service = Service(#"{"ARN":"a","Name":"prod/x","SecretString":"s3cret"}"#)
        let reference = SecretReference.awsSecretsManager(
            .init(secretId: "prod/x", versionStage: "AWSPREVIOUS")
        )
        #expect(await secret(reference, service) == "s3cret")
        let request = try #require(service.requests.first)
        #expect(request.method == "POST")
        #expect(request.target.hostHeader == "secretsmanager.eu-west-1.amazonaws.com")
        #expect(request.target.isSecure && request.target.allow.isEmpty)
        #expect(request.value(of: "X-Amz-Target") == "secretsmanager.GetSecretValue")
        #expect(request.value(of: "Content-Type") == "application/x-amz-json-1.1")
        #expect(text(of: request) == #"{"SecretId":"prod/x","VersionStage":"AWSPREVIOUS"}"#)
        let signature = request.value(of: "Authorization") ?? ""
        #expect(signature.contains("Credential=AKIDEXAMPLE/"))
        #expect(signature.contains("/eu-west-1/secretsmanager/aws4_request"))
    }

    @Test func aParameterIsAskedForDecrypted() async throws {
        let service = Service(#"{"Parameter":{"Name":"/x","Type":"SecureString","Value":"s3cret"}}"#)
        #expect(await secret(token, service) == "s3cret")
        let request = try #require(service.requests.first)
        #expect(request.target.hostHeader == "ssm.eu-west-1.amazonaws.com")
        #expect(request.value(of: "X-Amz-Target") == "AmazonSSM.GetParameter")
        #expect(text(of: request) == #"{"Name":"/x","WithDecryption":true}"#)
        #expect(request.value(of: "Authorization")?.contains("/eu-west-1/ssm/aws4_request") ?? false)
    }

    @Test func theRegionComesFromTheReferenceThenTheARNThenTheEnvironment() async {
        func host(_ reference: SecretReference, _ variables: [String: String] = [:]) async -> String? {
            let service = Service(#"{"SecretString":"s"}"#)
            var environment = Environment()
            environment.variables["AWS_REGION"] = nil
            environment.variables.merge(variables) { $1 }
            _ = await secret(reference, service, environment)
            return service.requests.first?.target.host
        }
        let arn = "arn:aws:secretsmanager:eu-west-2:123456789012:secret:x"
        #expect(
            await host(.awsSecretsManager(.init(secretId: "x", region: "eu-west-3")))
                == "secretsmanager.eu-west-3.amazonaws.com"
        )
        #expect(
            await host(.awsSecretsManager(.init(secretId: arn)), ["AWS_REGION": "eu-west-1"])
                == "secretsmanager.eu-west-2.amazonaws.com"
        )
        #expect(
            await host(prod, ["AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "us-east-1"])
                == "secretsmanager.eu-west-1.amazonaws.com"
        )
        #expect(
            await host(prod, ["AWS_DEFAULT_REGION": "cn-north-1"])
                == "secretsmanager.cn-north-1.amazonaws.com.cn"
        )
        #expect(await host(prod) == nil)
        #expect(await host(prod, ["AWS_REGION": "x.example.com/"]) == nil)
    }

    @Test func theEndpointComesFromTheReferenceThenTheEnvironment() async {
        func target(_ reference: SecretReference, _ variables: [String: String]) async -> HTTPTarget? {
            let service = Service(#"{"SecretString":"s"}"#)
            var environment = Environment()
            environment.variables.merge(variables) { $1 }
            _ = await secret(reference, service, environment)
            return service.requests.first?.target
        }
        let general = ["AWS_ENDPOINT_URL": "http://127.0.0.1:1"]
        let special = general.merging(["AWS_ENDPOINT_URL_SECRETS_MANAGER": "http://127.0.0.1:2/x"]) { $1 }
        #expect(await target(prod, general)?.port == 1)
        #expect(await target(prod, special)?.port == 2)
        #expect(await target(prod, special)?.allow == Set(AddressAllowance.allCases))
        let endpoint = EndpointPlan(url: "http://127.0.0.1:3/", allow: [.plaintext])
        let own = SecretReference.awsSecretsManager(.init(secretId: "x", endpoint: endpoint))
        #expect(await target(own, special)?.port == 3)
        #expect(await target(own, special)?.allow == [.plaintext])
    }

    @Test func aSessionTokenIsSentAlong() async {
        let service = Service(#"{"SecretString":"s"}"#)
        var environment = Environment()
        environment.variables["AWS_SESSION_TOKEN"] = "session"
        #expect(await secret(prod, service, environment) == "s")
        #expect(service.requests.first?.value(of: "X-Amz-Security-Token") == "session")
    }

    // MARK: Values

    @Test func aSecretOfBytesIsRead() async {
        #expect(await secret(prod, Service(#"{"SecretBinary":"czNjcmV0"}"#)) == "s3cret")
    }

    @Test func aNewlineAtTheEndIsRemoved() async {
        #expect(await secret(prod, Service(#"{"SecretString":"s3cret\n"}"#)) == "s3cret")
    }

    @Test func oneMemberOfASecretIsTaken() async {
        let reference = SecretReference.awsSecretsManager(.init(secretId: "prod/x", key: "apiKey"))
        let body = #"{"SecretString":"{\n \"apiKey\": \"s3cret\", \"port\": 1 }"}"#
        #expect(await secret(reference, Service(body)) == "s3cret")
    }

    @Test(arguments: [
        (#"{"SecretString":"s3cret"}"#, "it is not a JSON object, so it has no key 'apiKey'"),
        (#"{"SecretString":"[\"s3cret\"]"}"#, "it is not a JSON object, so it has no key 'apiKey'"),
        (#"{"SecretString":"{\"other\":\"s3cret\"}"}"#, "it has no key 'apiKey'"),
        (#"{"SecretString":"{\"apiKey\":{\"a\":\"s3cret\"}}"}"#, "its key 'apiKey' does not hold a text"),
        (#"{"SecretString":"{\"apiKey\":\"\"}"}"#, "is empty"),
    ])
    func aMemberThatIsNotThereIsSaidSo(body: String, words: String) async {
        let reference = SecretReference.awsSecretsManager(.init(secretId: "prod/x", key: "apiKey"))
        let trouble = await trouble(reference, Service(body))
        #expect(trouble.contains("AWS secret 'prod/x'"))
        #expect(trouble.contains(words), "\(trouble)")
        #expect(!trouble.contains("s3cret"))
    }

    @Test(arguments: [
        #"{"SecretString":""}"#, #"{}"#, "", "[]", #"{"SecretBinary":"%"}"#, #"{"SecretString":"s3\tcret"}"#,
        #"{"SecretString":"s3\u0001cret"}"#, #"{"SecretBinary":"/w=="}"#,
    ])
    func whatIsNoSecretIsSaidSo(body: String) async {
        let trouble = await trouble(prod, Service(body))
        #expect(trouble.hasPrefix("credential 'a'"), "\(trouble)")
        #expect(!trouble.contains("s3"))
    }

    @Test func aSecretThatIsTooLargeIsRefused() async {
        let body = #"{"SecretString":"\#(String(repeating: "a", count: 70_000))"}"#
        #expect(await trouble(prod, Service(body)).contains("larger than 65536 bytes"))
    }

    @Test func onePlaceIsAskedOnce() async throws {
        let service = Service(#"{"SecretString":"{\"id\":\"one\",\"secret\":\"two\"}"}"#)
        let id = SecretReference.awsSecretsManager(.init(secretId: "prod/x", key: "id"))
        let other = SecretReference.awsSecretsManager(.init(secretId: "prod/x", key: "secret"))
        let values = try await load(["a": id, "b": other, "c": id], from: service).get()
        #expect(values == ["a": "one", "b": "two", "c": "one"])
        #expect(service.requests.count == 1)
    }

    @Test func aCommandIsRunOnceForTwoReferences() async throws {
        var environment = Environment()
        environment.commands = [["op", "read"]: "s3cret"]
        let command = SecretReference.command(["op", "read"])
        let values = try await load(["a": command, "b": command], from: Service(""), environment).get()
        #expect(values == ["a": "s3cret", "b": "s3cret"])
        #expect(environment.asked.count == 1)
    }

    @Test func aCommandThatFailsIsNamed() async {
        let trouble = await trouble(.command(["op", "read"]), Service(""))
        #expect(trouble == "credential 'a': command 'op' ended with status 3")
    }

    // MARK: Errors

    @Test(arguments: [
        ("ResourceNotFoundException", "there is no such secret in region 'eu-west-1'"),
        ("AccessDeniedException", "the identity lacks the permission"),
        ("ExpiredTokenException", "the session token has expired"),
        ("UnrecognizedClientException", "does not know the access key"),
        ("InvalidRequestException", "InvalidRequestException: no"),
        ("DecryptionFailure", "it cannot be decrypted: no"),
    ])
    func errorsOfSecretsManagerAreToldInWords(code: String, words: String) async {
        let service = Service(Self.error(code))
        let trouble = await trouble(prod, service)
        #expect(trouble.contains("AWS secret 'prod/x'") && trouble.contains(words), "\(trouble)")
        #expect(service.requests.count == 1)
    }

    @Test(arguments: [
        ("ParameterNotFound", "there is no such parameter in region 'eu-west-1'"),
        ("ParameterVersionNotFound", "there is no such version of the parameter"),
        ("InvalidKeyId", "it cannot be decrypted: no"),
        ("ValidationException", "ValidationException: no"),
    ])
    func errorsOfParameterStoreAreToldInWords(code: String, words: String) async {
        let trouble = await trouble(token, Service(Self.error(code)))
        #expect(trouble.contains("AWS parameter '/x'") && trouble.contains(words), "\(trouble)")
    }

    @Test(arguments: ["ThrottlingException", "InternalServerError"])
    func aBusyServiceIsAskedAgain(code: String) async {
        let service = Service(Self.error(code), Self.error(code), .success(.words(#"{"SecretString":"s"}"#)))
        #expect(await secret(prod, service) == "s")
        #expect(service.requests.count == 3)
    }

    @Test func aServiceThatStaysBusyIsGivenUp() async {
        let service = Service(Self.error("ThrottlingException"))
        #expect(await trouble(prod, service).contains("ThrottlingException"))
        #expect(service.requests.count == 1 + AWSSecretStore.waits.count)
    }

    @Test func aServiceThatCannotBeReachedIsSaidSo() async {
        let trouble = await trouble(prod, Service(.failure(.notConnected("refused"))))
        #expect(trouble.contains("AWS Secrets Manager cannot be reached: no connection: refused"))
    }

    @Test func anAddressThatIsNotAllowedIsNotTriedAgain() async {
        let service = Service(.failure(.addressNotAllowed("an address of this machine")))
        #expect(await trouble(prod, service).contains("address not allowed"))
        #expect(service.requests.count == 1)
    }

    @Test func aWrongClockIsPutRightOnce() async throws {
        let body = #"{"__type":"InvalidSignatureException","message":"Signature expired: x"}"#
        let skewed = Result<HTTPResponse, TransportFailure>.success(
            .words(body, status: 400, headers: [("date", "Fri, 20 Nov 2026 12:00:00 GMT")])
        )
        let service = Service(skewed, .success(.words(#"{"SecretString":"s"}"#)))
        #expect(await secret(prod, service) == "s")
        #expect(service.requests.last?.value(of: "X-Amz-Date") == "20261120T120000Z")
        let stubborn = Service(skewed)
        #expect(await trouble(prod, stubborn).contains("Signature expired"))
        #expect(stubborn.requests.count == 2)
    }

    @Test func keysAreMaskedInWhatAServiceSays() async {
        let trouble = await trouble(
            prod,
            Service(Self.error("ValidationException", "bad our-own-secret-key"))
        )
        #expect(!trouble.contains("our-own-secret-key"))
        #expect(trouble.contains("***"))
    }

    @Test(arguments: ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
    func withoutKeysNothingIsAsked(variable: String) async {
        var environment = Environment()
        environment.variables[variable] = nil
        let service = Service("")
        let trouble = await trouble(prod, service, environment)
        #expect(trouble.contains("environment variable '\(variable)' is not set"), "\(trouble)")
        #expect(service.requests.isEmpty)
    }

    @Test func withoutARegionNothingIsAsked() async {
        var environment = Environment()
        environment.variables["AWS_REGION"] = nil
        #expect(await trouble(prod, Service(""), environment).contains("no region"))
    }
}

extension PartnerRequirements {
    /// A partner that says nothing about its credentials.
    fileprivate static var any: PartnerRequirements {
        PartnerRequirements(
            partner: "any",
            title: "Any",
            summary: "Any.",
            mappingVersion: 1,
            address: .givenBySpec,
            credentials: [],
            settings: [],
            events: .everyHTTPEvent,
            limits: .init(eventsPerRequest: Sourced(100, source: "test")),
            credentialGrace: Sourced(.seconds(1), source: "test")
        )
    }
}

extension EngineBench {
    /// A plan that matters for its credentials alone.
    fileprivate static func plan(credentials: [String: SecretReference]) -> Plan {
        Plan(
            current: "demo",
            source: SourcePlan(name: "events", kind: .file, path: "events.jsonl", isFollowed: false),
            partner: "any",
            mappingVersion: 1,
            endpoint: EndpointPlan(url: "https://example.com/"),
            credentials: credentials,
            glossary: GlossaryStamp(release: "10", digest: "sha256:0"),
            events: [],
            delivery: DeliveryPlan(
                inFlight: 1,
                batchEvents: 1,
                batchBytes: 1,
                requestTimeoutMilliseconds: 1,
                credentialGraceSeconds: 1,
                onExpiry: .deadLetter
            )
        )
    }
}
