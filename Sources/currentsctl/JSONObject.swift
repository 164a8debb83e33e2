import Plans

/// A JSON value with its keys in the order to print them, for the answers of commands.
indirect enum JSONValue {
    case null
    case text(String)
    case integer(Int64)
    case boolean(Bool)
    case list([JSONValue])
    case object(JSONObject)
    /// JSON text that is known to be valid, passed on as it is.
    case raw(String)

    /// Text, or null.
    static func optional(_ text: String?) -> JSONValue { text.map { .text($0) } ?? .null }

    /// The value as one line.
    var text: String {
        switch self {
        case .null: "null"
        case .text(let text): JSONTree.quoted(text)
        case .integer(let number): String(number)
        case .boolean(let flag): flag ? "true" : "false"
        case .list(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
        case .object(let object): object.text
        case .raw(let text): text
        }
    }
}

/// A JSON object whose keys keep their order.
struct JSONObject {
    private let members: [(String, JSONValue)]

    init(_ members: [(String, JSONValue)]) { self.members = members }

    /// The object as one line.
    var text: String {
        "{" + members.map { JSONValue.text($0.0).text + ":" + $0.1.text }.joined(separator: ",") + "}"
    }
}
