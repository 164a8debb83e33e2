public import Plans

extension HTTPTarget {
    /// The target of a plan's endpoint, with what its spec allows.
    ///
    /// - Throws: `ConnectorProblem` when the URL of the plan is none.
    public init(_ endpoint: EndpointPlan) throws(ConnectorProblem) {
        do throws(EndpointURLProblem) {
            let url = try EndpointURL(endpoint.url)
            self.init(
                isSecure: url.scheme == .https,
                host: url.host,
                port: url.port,
                pathAndQuery: url.target,
                allow: Set(endpoint.allow.map(AddressAllowance.init))
            )
        } catch {
            throw ConnectorProblem("the endpoint of the plan is no URL")
        }
    }
}

extension AddressAllowance {
    /// The transport's word for what a plan allows.
    init(_ allowance: EndpointPlan.Allowance) {
        switch allowance {
        case .plaintext: self = .plaintext
        case .loopback: self = .loopback
        case .private: self = .private
        }
    }
}
