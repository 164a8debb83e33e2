/// A finding that a comment in the file allows, so that it counts for nothing.
public struct AllowedDiagnostic: Sendable, Hashable {
    /// The finding.
    public var diagnostic: Diagnostic
    /// The last day of the allowance, such as `2027-03-31`, in UTC.
    public var until: String
    /// Why it is allowed, in the words of who allowed it.
    public var reason: String

    /// Pairs a finding with its allowance.
    public init(_ diagnostic: Diagnostic, until: String, reason: String) {
        self.diagnostic = diagnostic
        self.until = until
        self.reason = reason
    }
}
