import Connectors
import Delivery
import Machine
import Plans

extension PartnerProfile {
    static let eventBridge = PartnerProfile(
        requirements: .eventBridge,
        settings: ["busName": .text("orders-bus")],
        refusedKey: PartnerAnswer(
            status: 403,
            body: Array(#"{"__type":"InvalidSignatureException","message":"m"}"#.utf8)
        )
    )
}

extension WallInstant {
    /// 2015-08-30T12:36:00Z.
    static let sample = WallInstant(milliseconds: 1_440_938_160_000)
}

/// Plans and connectors for the tests of this folder.
enum EventBridgePlans {
    /// The name of the source in the golden files.
    static let source = "aws.partner/example.com/acme-prod/currents-7"

    static let partnerSettings: [String: SettingValue] = [
        "accountId": .text("012345678901"), "partnerName": .text("example.com"),
        "sourceName": .text("acme-prod/currents-7"),
    ]

    static let credentials = Credentials([
        "accessKeyId": "AKIDEXAMPLE", "secretAccessKey": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    ])

    static func plan(_ settings: [String: SettingValue], services: [String: String] = [:]) -> Plan {
        var plan = Plan.sample(of: .eventBridge)
        plan.current = "orders"
        plan.region = "eu-west-1"
        plan.endpoint = EndpointPlan(url: "https://events.eu-west-1.amazonaws.com/", services: services)
        plan.settings = settings
        return plan
    }

    /// Sends as a registered partner.
    static func partner() throws -> EventBridgeConnector {
        try EventBridgeConnector(plan: plan(partnerSettings))
    }

    /// Sends to a bus.
    static func bus(_ settings: [String: SettingValue] = [:]) throws -> EventBridgeConnector {
        try EventBridgeConnector(plan: plan(["busName": .text("orders-bus")].merging(settings) { $1 }))
    }
}
