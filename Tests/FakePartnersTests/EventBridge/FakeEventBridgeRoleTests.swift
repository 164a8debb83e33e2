import Testing

@testable import FakePartners

@Suite("Fake EventBridge: roles")
struct FakeEventBridgeRoleTests {
    private static let role = "arn:aws:iam::123456789012:role/currents"
    private let caller = AWSCaller {
        $0.region = "eu-central-1"
        $0.roles = [role, role + "-2:acme/7"].compactMap { FakeEventBridge.Role($0) }
    }

    private func assume(
        _ fields: [String: String] = [:],
        key: AWSKey = AWSCaller.key,
        region: String = "eu-central-1"
    ) -> Judgement {
        var all = [
            "Action": "AssumeRole", "Version": "2011-06-15", "RoleArn": Self.role,
            "RoleSessionName": "currentsctl",
        ]
        all.merge(fields) { $1 }
        let body = all.sorted { $0.key < $1.key }
            .map { "\($0.key)=\(PercentCoding.encode(Array($0.value.utf8)))" }.joined(separator: "&")
        return caller.judge(caller.request("", body, service: .sts, key: key, region: region))
    }

    private func element(_ name: String, _ judgement: Judgement) -> String {
        let rest = judgement.body.split(separator: "<\(name)>").dropFirst().first ?? ""
        return String(rest.prefix { $0 != "<" })
    }

    /// The keys of an answer.
    private func key(_ judgement: Judgement) -> AWSKey {
        AWSKey(
            id: element("AccessKeyId", judgement),
            secret: element("SecretAccessKey", judgement),
            sessionToken: element("SessionToken", judgement)
        )
    }

    private func put(_ key: AWSKey) -> Judgement {
        let body = "{\"Entries\":[\(AWSCaller.entry())]}"
        return caller.judge(caller.request("PutEvents", body, key: key, region: "eu-central-1"))
    }

    @Test func givesTemporaryKeysAsXML() {
        let judgement = assume()
        #expect(judgement.answer.status == 200)
        #expect(judgement.answer.contentType == "text/xml")
        #expect(
            judgement.body.hasPrefix(
                "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
            )
        )
        #expect(element("AccessKeyId", judgement).hasPrefix("ASIA"))
        #expect(element("SessionToken", judgement).count > 100)
        #expect(element("Expiration", judgement) == "2026-11-20T09:00:00Z")
        #expect(element("Arn", judgement) == "arn:aws:sts::123456789012:assumed-role/currents/currentsctl")
        #expect(element("RequestId", judgement) == judgement.answer.headers["x-amzn-RequestId"])
    }

    @Test func temporaryKeysSignUntilTheyExpire() {
        let key = key(assume(["DurationSeconds": "900"]))
        caller.now += 899
        #expect(put(key).takenIDs == ["a"])
        caller.now += 1
        #expect(put(key).error == "403 ExpiredTokenException")
    }

    @Test func temporaryKeysCanBeMadeToExpire() {
        let key = key(assume())
        #expect(caller.page("expire-sessions")?.status == 200)
        #expect(put(key).error == "403 ExpiredTokenException")
    }

    @Test(arguments: [nil, "other"])
    func temporaryKeysNeedTheirToken(token: String?) {
        var key = key(assume())
        key.sessionToken = token
        #expect(put(key).error == "403 UnrecognizedClientException")
    }

    @Test func aRoleMayAskForAnExternalID() {
        #expect(assume(["RoleArn": Self.role + "-2"]).error == "403 AccessDenied")
        #expect(assume(["RoleArn": Self.role + "-2", "ExternalId": "acme/8"]).error == "403 AccessDenied")
        #expect(assume(["RoleArn": Self.role + "-2", "ExternalId": "acme/7"]).answer.status == 200)
    }

    @Test func aRoleThatIsNotThereIsDenied() {
        #expect(assume(["RoleArn": Self.role + "-3"]).error == "403 AccessDenied")
    }

    @Test(arguments: [
        ("RoleArn", "arn"), ("RoleSessionName", "x"), ("RoleSessionName", "a b"), ("RoleSessionName", "a/b"),
        ("RoleSessionName", String(repeating: "a", count: 65)), ("ExternalId", "x"), ("ExternalId", "a b"),
        ("DurationSeconds", "899"), ("DurationSeconds", "43201"), ("DurationSeconds", "1h"),
    ])
    func anInputAgainstTheModelIsRefused(name: String, value: String) {
        #expect(assume([name: value]).error == "400 ValidationError")
    }

    @Test(arguments: [
        ("RoleSessionName", "a_+=,.@-Z9"), ("DurationSeconds", "43200"), ("ExternalId", "acme/7"),
        ("DurationSeconds", "900"),
    ])
    func anInputWithinTheModelIsTaken(name: String, value: String) {
        #expect(assume([name: value]).answer.status == 200)
    }

    @Test(arguments: [("Action", "GetCallerIdentity"), ("Version", "2012-01-01")])
    func anotherActionIsUnknown(name: String, value: String) {
        #expect(assume([name: value]).error == "400 InvalidAction")
    }

    @Test func temporaryKeysAskForAnHourAtTheMost() {
        let key = key(assume())
        #expect(assume(["DurationSeconds": "3601"], key: key).error == "400 ValidationError")
        #expect(assume(["DurationSeconds": "3600"], key: key).answer.status == 200)
    }

    @Test(arguments: [("us-east-1", 200), ("eu-central-1", 200), ("eu-west-1", 403)])
    func theGlobalAddressIsSignedForItsOwnRegion(region: String, status: Int) {
        #expect(assume(region: region).answer.status == status)
    }

    @Test func errorsAreXMLInTheWordsOfSTS() {
        let unknown = assume(key: AWSKey(id: "AKIDOTHER", secret: "x"))
        #expect(unknown.error == "403 InvalidClientTokenId")
        #expect(unknown.body.hasPrefix("<ErrorResponse xmlns="))
        #expect(unknown.body.contains("<Type>Sender</Type>"))
        #expect(assume(key: AWSKey(id: AWSCaller.key.id, secret: "x")).error == "403 SignatureDoesNotMatch")
    }

    @Test(arguments: [
        "arn:aws:iam::123456789012:role/a", "arn:aws:iam::123456789012:role/path/a:ext",
        "arn:aws-cn:iam::123456789012:role/a:e:f",
    ])
    func readsARoleOfTheCommandLine(text: String) {
        let role = FakeEventBridge.Role(text)
        #expect(role.map { [$0.arn, $0.externalID].compactMap { $0 }.joined(separator: ":") } == text)
    }

    @Test(arguments: [
        "", "role", "arn:aws:iam::12:role/a", "arn:aws:iam::123456789012:user/a",
        "arn:aws:iam::123456789012:role/a:",
    ])
    func refusesWhatIsNoRole(text: String) {
        #expect(FakeEventBridge.Role(text) == nil)
    }
}
