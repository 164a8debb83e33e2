/// The name of a thing at AWS in full, an ARN: `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`.
///
/// - Source: AWS, "Identify AWS resources with Amazon Resource Names (ARNs)", read 2026-11-20.
public struct AWSResourceName: Sendable, Hashable {
    /// Such as `secretsmanager`.
    public var service: String
    /// Such as `eu-west-1`.
    public var region: String
    /// What comes last, and may hold `:` itself.
    public var resource: String

    /// Takes an ARN apart; nil for one without a region, an account of digits, or a resource, and for other texts.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(
            String.init
        )
        guard Self.isMeant(by: text), parts.count == 6, !parts[1].isEmpty, !parts[2].isEmpty,
            !parts[3].isEmpty, !parts[5].isEmpty, parts[4].utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        service = parts[2]
        region = parts[3]
        resource = parts[5]
    }

    /// Whether a text begins like an ARN.
    public static func isMeant(by text: String) -> Bool { text.hasPrefix("arn:") }

    /// Whether a text is shaped like the name of an AWS region, such as `eu-west-1`.
    public static func isRegion(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 3, text.utf8.count <= 32, let number = parts.last, !number.isEmpty,
            number.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return false }
        return parts.dropLast().allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { (0x61...0x7A).contains($0) }
        }
    }
}
