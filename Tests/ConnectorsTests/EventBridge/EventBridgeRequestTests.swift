import Connectors
import Delivery
import Machine
import NIOCore
import Plans
import Testing

@Suite("EventBridge requests")
struct EventBridgeRequestTests {
    private let batch = RecordBatch([Array(#"{"a":1}"#.utf8), Array(#"{"b":2}"#.utf8)])

    private func headers(_ request: HTTPRequest) -> [String: String] {
        Dictionary(request.headers.map { ($0.name.lowercased(), $0.value) }, uniquingKeysWith: { $1 })
    }

    private func send(
        _ connector: EventBridgeConnector,
        _ credentials: Credentials = EventBridgePlans.credentials
    )
        -> HTTPRequest
    {
        connector.request(carrying: batch, credentials: credentials, at: .sample)
    }

    @Test func thePartnerOperationIsCalled() throws {
        let request = send(try EventBridgePlans.partner())
        #expect(request.method == "POST")
        #expect(request.target.host == "events.eu-west-1.amazonaws.com")
        #expect(request.target.pathAndQuery == "/")
        #expect(request.bodyText == #"{"Entries":[{"a":1},{"b":2}]}"#)
        #expect(headers(request)["x-amz-target"] == "AWSEvents.PutPartnerEvents")
        #expect(headers(request)["content-type"] == "application/x-amz-json-1.1")
    }

    @Test func theBusOperationIsCalled() throws {
        #expect(headers(send(try EventBridgePlans.bus()))["x-amz-target"] == "AWSEvents.PutEvents")
    }

    @Test func theSignatureIsForTheServiceTheRegionAndTheMomentGiven() throws {
        let request = send(try EventBridgePlans.partner())
        #expect(headers(request)["x-amz-date"] == "20150830T123600Z")
        #expect(
            headers(request)["authorization"]?.hasPrefix(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/eu-west-1/events/aws4_request, "
                    + "SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature="
            ) == true
        )
        var signed = request
        AWSSigner(region: "eu-west-1", service: "events")
            .sign(&signed, with: AWSCredentials(EventBridgePlans.credentials), at: .sample)
        #expect(headers(signed) == headers(request))
    }

    @Test func aSessionTokenGoesAlong() throws {
        let credentials = EventBridgePlans.credentials.merging(["sessionToken": "tok"])
        #expect(headers(send(try EventBridgePlans.bus(), credentials))["x-amz-security-token"] == "tok")
    }

    @Test func equalArgumentsGiveEqualRequests() throws {
        let connector = try EventBridgePlans.partner()
        #expect(headers(send(connector)) == headers(send(connector)))
    }

    @Test func theProbeIsAnEmptyList() throws {
        let probe = try EventBridgePlans.bus().probe(credentials: EventBridgePlans.credentials, at: .sample)
        #expect(probe?.bodyText == #"{"Entries":[]}"#)
    }

    @Test func neitherPartnerNorBusIsNoPlan() {
        #expect(throws: ConnectorProblem("the plan names neither a partner nor a bus")) {
            try EventBridgeConnector(plan: EventBridgePlans.plan([:]))
        }
    }

    @Test func aPartnerNeedsAnAccount() {
        #expect(throws: ConnectorProblem("the plan names a partner and no account")) {
            try EventBridgeConnector(plan: EventBridgePlans.plan(["partnerName": .text("p")]))
        }
    }

    @Test func aPlanWithoutARegionCannotBeServed() {
        var plan = EventBridgePlans.plan(EventBridgePlans.partnerSettings)
        plan.region = nil
        #expect(throws: ConnectorProblem("the plan names no region")) { try EventBridgeConnector(plan: plan) }
    }

    @Test func aSourceNameThatIsTooLongCannotBeServed() {
        var settings = EventBridgePlans.partnerSettings
        settings["sourceName"] = .text(String(repeating: "n", count: 256))
        #expect(throws: ConnectorProblem.self) {
            try EventBridgeConnector(plan: EventBridgePlans.plan(settings))
        }
    }

    @Test func onlyARoleMakesAnExchange() throws {
        #expect(try EventBridgePlans.bus().exchange == nil)
        let plan = EventBridgePlans.plan(
            ["busName": .text("b"), "roleArn": .text("arn:aws:iam::012345678901:role/r")],
            services: ["sts": "https://sts.eu-west-1.amazonaws.com/"]
        )
        let request = try #require(try EventBridgeConnector(plan: plan).exchange)
            .request(credentials: EventBridgePlans.credentials, at: .sample)
        #expect(request.target.host == "sts.eu-west-1.amazonaws.com")
    }

    @Test func everyRegionHasBothServicesInItsOwnDomain() {
        let regions = PartnerRequirements.eventBridge.regions
        #expect(regions.count == 36)
        for region in regions {
            let domain = region.name.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
            #expect(region.url == "https://events.\(region.name).\(domain)/")
            #expect(region.services == ["sts": "https://sts.\(region.name).\(domain)/"])
        }
    }

    @Test func theFormsOfSettingsAreThoseOfTheService() throws {
        let good = [
            "accountId": ["012345678901"], "partnerName": ["example.com", "a_b-c"],
            "sourceName": ["acme-prod/currents-7", "one"],
            "busName": ["default", "arn:aws-cn:events:cn-north-1:012345678901:event-bus/b"],
            "source": ["braze.currents", "a", "awsome"], "externalId": ["a1", "w=+,.@:/-"],
            "roleArn": ["arn:aws:iam::012345678901:role/team/sender"],
        ]
        let bad = [
            "accountId": ["12345678901", "01234567890a", "٠١٢٣٤٥٦٧٨٩٠١"], "partnerName": ["a/b", "", "é"],
            "sourceName": ["/a", "a/", "a//b", "a b"], "busName": ["aws.partner/a/b", "arn:aws:events:x"],
            "source": ["aws.partner/x", "aws.events", "a b", ""], "externalId": ["a", "a b"],
            "roleArn": ["role", "arn:aws:iam::1:role/x", "arn:aws:iam::012345678901:user/x"],
        ]
        for setting in PartnerRequirements.eventBridge.settings {
            guard case .text(let form?) = setting.kind else {
                Issue.record("\(setting.name)")
                continue
            }
            let regex = try Regex(form.pattern)
            for text in good[setting.name] ?? [] {
                #expect(text.wholeMatch(of: regex) != nil, "\(setting.name): \(text)")
            }
            for text in bad[setting.name] ?? [] {
                #expect(text.wholeMatch(of: regex) == nil, "\(setting.name): \(text)")
            }
        }
    }
}
