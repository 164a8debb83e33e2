/// The secrets of one current, by the names its plan uses.
///
/// Prints no secret.
public struct Credentials: Sendable, CustomStringConvertible {
    private let values: [String: String]

    /// Holds secrets by credential name.
    public init(_ values: [String: String]) { self.values = values }

    /// A secret, nil when the plan does not name it.
    public subscript(_ name: String) -> String? { values[name] }

    /// These secrets and others; of two with one name the other's counts.
    public func merging(_ others: [String: String]) -> Credentials {
        Credentials(values.merging(others) { $1 })
    }

    /// The names only.
    public var description: String { "credentials \(values.keys.sorted())" }

    /// `text` with every secret in it masked; partners sometimes quote what they were sent.
    public func scrub(_ text: String) -> String {
        // Longest first, so that a secret that holds another one leaves nothing behind.
        values.values.filter { !$0.isEmpty }.sorted { $0.utf8.count > $1.utf8.count }
            .reduce(text) {
                $0.split(separator: $1, omittingEmptySubsequences: false).joined(separator: "***")
            }
    }
}
