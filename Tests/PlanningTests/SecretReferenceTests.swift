import Diagnostics
import Plans
import Testing

@testable import Planning

@Suite("CUR432 bad-secret-name, CUR433 bad-secret-region and references in plans")
struct SecretReferenceTests {
    private func reading(_ reference: String, path: String = "specs/a.yaml") -> Reading {
        let lines = "endpoint: { url: \"https://events.example.com/in\" }"
        return Reading(
            ExampleWorkspace.http("\(lines)\ncredentials: { bearerToken: \(reference) }"),
            path: path
        )
    }

    private func reference(_ text: String, path: String = "specs/a.yaml") -> SecretReference? {
        let reading = reading(text, path: path)
        #expect(reading.codes.isEmpty, "\(reading.rendered)")
        return reading.plans.first?.credentials["bearerToken"]
    }

    @Test func everyFormComesIntoThePlan() {
        #expect(reference("{ command: [op, read] }") == .command(["op", "read"]))
        #expect(
            reference(
                "{ awsSecretsManager: { secretId: prod/x, key: k, versionStage: AWSPENDING, region: eu-west-1, "
                    + "endpoint: { url: \"http://127.0.0.1:1\", allow: [plaintext, loopback] } } }"
            )
                == .awsSecretsManager(
                    .init(
                        secretId: "prod/x",
                        key: "k",
                        versionStage: "AWSPENDING",
                        region: "eu-west-1",
                        endpoint: EndpointPlan(url: "http://127.0.0.1:1/", allow: [.loopback, .plaintext])
                    )
                )
        )
        #expect(reference("{ awsParameterStore: token }") == .awsParameterStore(.init(name: "token")))
    }

    @Test func aProgramWithASlashIsRelativeToItsSpec() {
        #expect(reference("{ command: [../bin/token, ../x] }") == .command(["bin/token", "../x"]))
        #expect(reference("{ command: [./token] }", path: "a.yaml") == .command(["./token"]))
        #expect(reference("{ command: [/bin/token] }") == .command(["/bin/token"]))
        #expect(reference("{ command: [token] }") == .command(["token"]))
    }

    @Test func newFormsNeedTheNewPlanFormat() {
        #expect(reading("{ env: A }").plans.first?.formatVersion == 1)
        #expect(reading("{ command: [a] }").plans.first?.formatVersion == 2)
    }

    @Test(arguments: [
        "{ awsSecretsManager: \"prod x\" }", "{ awsSecretsManager: \"a:b\" }",
        "{ awsSecretsManager: \"arn:aws:secretsmanager:eu-west-1\" }",
        "{ awsSecretsManager: \"arn:aws:ssm:eu-west-1:123456789012:parameter/x\" }",
        "{ awsSecretsManager: \"arn:aws:secretsmanager:eu-west-1:123456789012:secret:\" }",
        "{ awsParameterStore: prod/x }", "{ awsParameterStore: \"/prod/x:\" }", "{ awsParameterStore: / }",
        "{ awsParameterStore: \"/prod x\" }", "{ awsParameterStore: \"arn:aws:s3:eu-west-1:1:x\" }",
    ])
    func namesThatCannotBeAreReported(text: String) {
        let reading = reading(text)
        #expect(reading.codes == ["CUR432"], "\(reading.rendered)")
        #expect(reading.findings.first?.help != nil)
        #expect(reading.findings.first?.source != nil)
    }

    @Test(arguments: [
        "{ awsSecretsManager: \"rds!db-1\" }", "{ awsSecretsManager: a@b+c=d.e_f/g-1 }",
        "{ awsSecretsManager: \"arn:aws:secretsmanager:eu-west-1:123456789012:secret:prod/x-AbCdEf\" }",
        "{ awsParameterStore: \"/prod/x:3\" }", "{ awsParameterStore: \"token:live\" }",
        "{ awsParameterStore: /aws/reference/secretsmanager/prod/x }",
        "{ awsParameterStore: \"arn:aws:ssm:eu-west-1:123456789012:parameter/prod/x\" }",
    ])
    func namesThatCanBeAreNot(text: String) {
        #expect(reading(text).codes.isEmpty, "\(reading(text).rendered)")
    }

    @Test(arguments: ["eu", "eu_west_1", "EU-WEST-1", "europe", "eu-west-1.evil.example"])
    func regionsThatAreNoneAreReported(region: String) {
        let reading = reading("{ awsParameterStore: { name: x, region: \(region) } }")
        #expect(reading.codes == ["CUR433"], "\(reading.rendered)")
        #expect(reading.marked == region)
    }

    @Test func aRegionAgainstTheARNIsReported() {
        let arn = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x"
        let reading = reading("{ awsSecretsManager: { secretId: \"\(arn)\", region: eu-west-2 } }")
        #expect(reading.codes == ["CUR433"])
        #expect(reading.findings.first?.fixes.map(\.replacement) == ["eu-west-1"])
    }

    @Test(arguments: [
        ("http://secrets.example.com", "CUR414"), ("https://127.0.0.1:1", "CUR415"),
        ("https://10.0.0.1", "CUR416"), ("secrets.example.com", "CUR412"),
        ("https://a:b@secrets.example.com", "CUR413"),
    ])
    func theEndpointOfASecretIsHeldToTheSameRules(url: String, code: String) {
        let reading = reading("{ awsParameterStore: { name: x, endpoint: { url: \"\(url)\" } } }")
        #expect(reading.codes == [code], "\(reading.rendered)")
    }
}
