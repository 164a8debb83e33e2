/// The value of a partner-specific setting, already checked against its declaration.
public enum SettingValue: Sendable, Hashable, Codable {
    /// Text, or one choice of a closed list.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// Yes or no.
    case boolean(Bool)

    /// The text; nil for another kind.
    public var text: String? { if case .text(let value) = self { value } else { nil } }
    /// The number; nil for another kind.
    public var integer: Int? { if case .integer(let value) = self { value } else { nil } }
    /// Yes or no; nil for another kind.
    public var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }

    /// Reads a JSON string, number or Boolean.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Int.self) {
            self = .integer(value)
        } else {
            self = .text(try container.decode(String.self))
        }
    }

    /// Writes a JSON string, number or Boolean.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .boolean(let value): try container.encode(value)
        }
    }
}
