public import Machine

/// Turns the credentials a plan names into short-lived ones, such as those of an assumed role.
///
/// The engine asks once for all requests of a current, and again before the credentials expire or when the partner
/// refuses them.
public protocol CredentialExchange: Sendable {
    /// The request that asks for short-lived credentials.
    func request(credentials: Credentials, at moment: WallInstant) -> HTTPRequest

    /// What the answer means.
    ///
    /// - Parameters:
    ///   - answer: The service's answer.
    ///   - credentials: Those the request was made with.
    /// - Returns: The credentials for requests, or why there are none.
    func outcome(of answer: PartnerAnswer, for credentials: Credentials) -> ExchangeOutcome
}

/// What an exchange of credentials ended with.
public enum ExchangeOutcome: Sendable {
    /// Requests may use these until they expire.
    case credentials(Credentials, expires: WallInstant)
    /// There are none; never `delivered` or `perEvent`.
    case failed(Verdict)
}
