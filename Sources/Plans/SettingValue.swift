/// The value of a partner-specific setting, already checked against its declaration.
public enum SettingValue: Sendable, Hashable, Codable {
    /// Text, or one choice of a closed list.
    case text(String)
    /// A whole number.
    case integer(Int)
    /// Yes or no.
    case boolean(Bool)

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
