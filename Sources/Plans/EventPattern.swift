/// A filter in the form of Amazon EventBridge's event patterns, checked and ready to be evaluated.
///
/// Source: Amazon EventBridge user guide, "Creating event patterns" and "Comparison operators", read 2026-11-20.
public indirect enum EventPattern: Sendable, Hashable, Codable {
    /// Every one of these holds; holds when there are none.
    case all([EventPattern])
    /// At least one of these holds (`$or`).
    case any([EventPattern])
    /// The value at a path, one key a level, passes at least one test; of an array, any element may.
    case field([String], [ValueTest])

    /// One test of a value.
    public enum ValueTest: Sendable, Hashable, Codable {
        /// Exactly this text.
        case text(String)
        /// A number equal to this one, as written.
        case number(String)
        /// `true` or `false`.
        case boolean(Bool)
        /// `null`.
        case null
        /// Text that begins so.
        case prefix(String, ignoringCase: Bool)
        /// Text that ends so.
        case suffix(String, ignoringCase: Bool)
        /// This text, whatever its case.
        case equalsIgnoringCase(String)
        /// Text that fits a pattern in which `*` stands for any run of characters; `\\*` and `\\\\` stand for themselves.
        case wildcard(String)
        /// A value that passes none of these tests.
        case anythingBut([ValueTest])
        /// A number within these bounds.
        case numeric([NumericBound])
        /// Whether there is such a field.
        case exists(Bool)
        /// An IP address within this block.
        case cidr(String)
    }

    /// One bound of a numeric test.
    public struct NumericBound: Sendable, Hashable, Codable {
        /// How a number is compared with the bound.
        public enum Relation: String, Sendable, Hashable, Codable {
            case less = "<"
            case atMost = "<="
            case equal = "="
            case atLeast = ">="
            case greater = ">"
        }

        /// How a number is compared.
        public var relation: Relation
        /// The bound, as written.
        public var bound: String

        /// Describes a bound.
        public init(_ relation: Relation, _ bound: String) {
            self.relation = relation
            self.bound = bound
        }
    }
}
