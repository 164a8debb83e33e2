public import Delivery
public import Plans

// Connectors holds one folder per partner, and the list of them.

/// The partners we can deliver to.
public enum ConnectorRegistry {
    /// One line per partner, in alphabetical order.
    public static let connectors: [any Connector.Type] = [
        AmplitudeConnector.self,
        EventBridgeConnector.self,
        HTTPConnector.self,
    ]

    /// What each partner requires, in alphabetical order.
    public static let requirements: [PartnerRequirements] = connectors.map { $0.requirements }

    /// The connector that serves a plan.
    ///
    /// - Throws: `ConnectorProblem` when the partner or the mapping version is not known here.
    public static func connector(for plan: Plan) throws -> any Connector {
        guard let type = connectors.first(where: { $0.requirements.partner == plan.partner }) else {
            throw ConnectorProblem("this version knows no partner '\(plan.partner)'")
        }
        guard plan.mappingVersion == type.requirements.mappingVersion else {
            throw ConnectorProblem(
                "the plan of '\(plan.current)' was compiled for version \(plan.mappingVersion) of the mapping, "
                    + "and this program has version \(type.requirements.mappingVersion); apply the specs again"
            )
        }
        return try type.init(plan: plan)
    }
}
