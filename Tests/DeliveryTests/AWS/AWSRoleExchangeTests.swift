import Machine
import NIOCore
import Plans
import Testing

@testable import Delivery

@Suite("AWS roles")
struct AWSRoleExchangeTests {
    private static let moment = WallInstant(milliseconds: 1_440_938_160_000)
    private static let keys = Credentials([
        "accessKeyId": "AKIDEXAMPLE", "secretAccessKey": "s3cret", "other": "kept",
    ])

    private func plan(_ settings: [String: SettingValue], services: [String: String]) -> Plan {
        Plan(
            current: "orders & more",
            source: SourcePlan(name: "events", kind: .file, path: "e.jsonl", isFollowed: false),
            partner: "p",
            mappingVersion: 1,
            region: "eu-west-1",
            endpoint: EndpointPlan(url: "https://events.example.com/", services: services),
            settings: settings,
            glossary: GlossaryStamp(release: "10", digest: "sha256:0"),
            events: [],
            delivery: DeliveryPlan(
                inFlight: 1,
                batchEvents: 1,
                batchBytes: 1,
                requestTimeoutMilliseconds: 1,
                credentialGraceSeconds: 1,
                onExpiry: .wait
            )
        )
    }

    private func exchange(_ more: [String: SettingValue] = [:]) throws -> AWSRoleExchange {
        let settings = ["roleArn": SettingValue.text("arn:aws:iam::012345678901:role/r")].merging(more) { $1 }
        return try #require(
            try AWSRoleExchange(plan(settings, services: ["sts": "https://sts.example.com/"]))
        )
    }

    private func outcome(_ status: Int, _ body: String) throws -> ExchangeOutcome {
        try exchange().outcome(of: PartnerAnswer(status: status, body: Array(body.utf8)), for: Self.keys)
    }

    private func answer(expiration: String = "2026-11-20T13:00:00Z", token: String = "t&amp;k==") -> String {
        """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <AssumeRoleResult>
            <AssumedRoleUser><Arn>arn:aws:sts::012345678901:assumed-role/r/s</Arn></AssumedRoleUser>
            <Credentials>
              <AccessKeyId>ASIAEXAMPLE</AccessKeyId>
              <SecretAccessKey>r0le</SecretAccessKey>
              <SessionToken>\(token)</SessionToken>
              <Expiration>\(expiration)</Expiration>
            </Credentials>
          </AssumeRoleResult>
        </AssumeRoleResponse>
        """
    }

    @Test func withoutARoleThereIsNoExchange() throws {
        #expect(try AWSRoleExchange(plan([:], services: [:])) == nil)
    }

    @Test func aRoleNeedsTheTokenService() {
        #expect(throws: ConnectorProblem.self) {
            try AWSRoleExchange(plan(["roleArn": .text("r")], services: [:]))
        }
    }

    @Test func theRoleIsAskedForInAForm() throws {
        let request = try exchange(["externalId": .text("a+b/c")]).request(
            credentials: Self.keys,
            at: Self.moment
        )
        #expect(request.target.host == "sts.example.com")
        #expect(
            request.body.map { String(buffer: $0) }.joined()
                == "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A012345678901%3Arole%2Fr"
                + "&RoleSessionName=currentsctl-orders---more&DurationSeconds=3600&ExternalId=a%2Bb%2Fc"
        )
        #expect(
            request.headers.last?.value.contains("Credential=AKIDEXAMPLE/20150830/eu-west-1/sts/aws4_request")
                == true
        )
    }

    @Test(arguments: [
        ("2026-11-20T13:00:00Z", Int64(1_795_179_600_000)), ("2026-11-20T13:00:00.250Z", 1_795_179_600_250),
    ])
    func theRolesKeysTakeThePlaceOfOurs(expiration: String, milliseconds: Int64) throws {
        guard
            case .credentials(let credentials, let expires) = try outcome(200, answer(expiration: expiration))
        else {
            Issue.record("no keys")
            return
        }
        #expect(credentials["accessKeyId"] == "ASIAEXAMPLE")
        #expect(credentials["secretAccessKey"] == "r0le")
        #expect(credentials["sessionToken"] == "t&k==")
        #expect(credentials["other"] == "kept")
        #expect(expires == WallInstant(milliseconds: milliseconds))
    }

    @Test func anAnswerWithoutAllKeysIsTriedAgainAndNotQuoted() throws {
        for body in ["", answer(expiration: "soon"), answer(token: "")] {
            guard case .failed(.transient(let failure, _)) = try outcome(200, body) else {
                Issue.record("\(body)")
                continue
            }
            #expect(!failure.detail.contains("r0le"))
        }
    }

    @Test func aRoleThatMayNotBeTakenConcernsTheCredentials() throws {
        let body =
            "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not allowed</Message></Error></ErrorResponse>"
        guard case .failed(.credentialsInvalid(let failure)) = try outcome(403, body) else {
            Issue.record("not about credentials")
            return
        }
        #expect(failure.detail.contains("the AWS token service answered 403"))
    }

    @Test func aRequestThatMakesNoSenseNeedsAPerson() throws {
        let body =
            "<ErrorResponse><Error><Code>ValidationError</Code><Message>m</Message></Error></ErrorResponse>"
        guard case .failed(.misconfigured) = try outcome(400, body) else {
            Issue.record("not misconfigured")
            return
        }
    }
}
