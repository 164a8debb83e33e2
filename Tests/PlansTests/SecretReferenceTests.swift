import Testing

@testable import Plans

@Suite("References to secrets in plans")
struct SecretReferenceTests {
    static let endpoint = EndpointPlan(url: "http://127.0.0.1:4566/", allow: [.loopback, .plaintext])
    static let references: [SecretReference] = [
        .environment("A"), .file("a/b"), .command(["op", "read", ""]),
        .awsSecretsManager(.init(secretId: "prod/x")),
        .awsSecretsManager(
            .init(
                secretId: "prod/x",
                key: "k",
                versionStage: "AWSPREVIOUS",
                region: "eu-west-1",
                endpoint: endpoint
            )
        ),
        .awsParameterStore(.init(name: "/x")),
        .awsParameterStore(.init(name: "/x", region: "eu-west-1", endpoint: endpoint)),
    ]

    @Test(arguments: references)
    func aPlanKeepsEveryForm(reference: SecretReference) throws {
        let plan = samplePlan { $0.credentials = ["bearerToken": reference] }
        #expect(try PlanFile(reading: PlanFile(plan).bytes).plan == plan)
    }

    @Test(arguments: references)
    func onlyOldFormsFitIntoTheOldFormat(reference: SecretReference) {
        let isOld = [SecretReference.environment("A"), .file("a/b")].contains(reference)
        let sample = samplePlan()
        let plan = Plan(
            current: "a",
            source: sample.source,
            partner: "http",
            mappingVersion: 1,
            endpoint: sample.endpoint,
            credentials: ["a": .environment("B"), "b": reference],
            glossary: sample.glossary,
            events: [],
            delivery: sample.delivery
        )
        #expect(plan.formatVersion == (isOld ? 1 : 2))
    }

    @Test func differentReferencesReadDifferently() {
        let more: [SecretReference] = [
            .command(["op read"]), .command(["op", "read"]), .command(["op", "\"read\""]),
            .awsSecretsManager(.init(secretId: "prod/x", key: "j")),
            .awsSecretsManager(
                .init(secretId: "prod/x", endpoint: EndpointPlan(url: "https://a.example.com/"))
            ),
        ]
        let all = Self.references + more
        #expect(Set(all.map(\.description)).count == all.count)
    }

    @Test func aDifferenceNamesThePlaceOnly() {
        let before = samplePlan { $0.credentials = ["a": .environment("A")] }
        let after = samplePlan {
            $0.credentials = ["a": .awsSecretsManager(.init(secretId: "prod/x", key: "k"))]
        }
        let difference = PlanDiff.differences(from: before, to: after).first { $0.path == "credentials.a" }
        #expect(difference?.before == "env A")
        #expect(difference?.after == "awsSecretsManager prod/x (key k)")
    }

    @Test func aProgramWithASlashIsFoundFromTheWorkspace() {
        let plan = samplePlan {
            $0.credentials = [
                "a": .command(["bin/token", "x/y"]), "b": .command(["op", "x/y"]),
                "c": .command(["/bin/token"]),
            ]
            $0.hashKey = .file("key")
        }
        let resolved = plan.resolvingPaths(against: "/work")
        #expect(resolved.credentials["a"] == .command(["/work/bin/token", "x/y"]))
        #expect(resolved.credentials["b"] == .command(["op", "x/y"]))
        #expect(resolved.credentials["c"] == .command(["/bin/token"]))
        #expect(resolved.hashKey == .file("/work/key"))
    }

    @Test func anARNIsTakenApart() {
        let name = AWSResourceName("arn:aws-cn:ssm:cn-north-1:123456789012:parameter/a:b")
        #expect(name?.service == "ssm")
        #expect(name?.region == "cn-north-1")
        #expect(name?.resource == "parameter/a:b")
    }

    @Test(arguments: [
        "prod/x", "arn:", "arn:aws:ssm:eu-west-1:1", "arn:aws:ssm::1:x", "arn:aws:ssm:r:one:x", "",
    ])
    func whatIsNoARNIsNone(text: String) {
        #expect(AWSResourceName(text) == nil)
    }

    @Test(arguments: ["eu-west-1", "us-gov-east-1", "ap-southeast-12"])
    func regionsAreKnownByTheirShape(text: String) {
        #expect(AWSResourceName.isRegion(text))
    }

    @Test(arguments: ["", "eu", "eu-west", "eu_west_1", "EU-WEST-1", "eu-west-1.example.com", "eu--1", "a-1"])
    func otherTextsAreNoRegions(text: String) {
        #expect(!AWSResourceName.isRegion(text))
    }
}
