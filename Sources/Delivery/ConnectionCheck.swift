public import Machine
public import Plans

/// Asks a partner, with a request that has no effect, whether address and credentials of a plan are right.
public enum ConnectionCheck {
    /// How long a partner may take to answer.
    static let timeout: Duration = .seconds(5)

    /// What is wrong, in words; nil when nothing is, or when the partner has no such request.
    public static func run(
        _ plan: Plan,
        connector: (Plan) throws -> any Connector,
        over transport: any HTTPTransport,
        secrets: any SecretStore = SystemSecretStore()
    ) async -> String? {
        guard let connector = try? connector(plan) else {
            return "the partner cannot be served by this version"
        }
        switch CredentialLoader(store: secrets).load(plan, type(of: connector).requirements) {
        case .failure(let missing):
            return missing.reason
        case .success(let credentials):
            guard let request = connector.probe(credentials: credentials) else { return nil }
            let result = await withCheckedContinuation { continuation in
                transport.send(request, timeout: timeout) { continuation.resume(returning: $0) }
            }
            return verdict(on: result, connector).trouble.map(credentials.scrub)
        }
    }

    private static func verdict(
        on result: Result<HTTPResponse, TransportFailure>,
        _ connector: any Connector
    ) -> Verdict {
        switch result {
        case .success(let response):
            connector.verdict(on: PartnerAnswer(status: response.status, body: response.body), events: 0)
        case .failure(let failure):
            failure.verdict
        }
    }
}

extension Verdict {
    /// What stands in the way of sending, in words.
    fileprivate var trouble: String? {
        switch self {
        case .delivered, .perEvent, .refused, .tooLarge: nil
        case .transient(let failure, _), .credentialsInvalid(let failure), .misconfigured(let failure):
            failure.detail
        }
    }
}
