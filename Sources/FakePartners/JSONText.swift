/// JSON put together from parts.
enum JSONText {
    /// A string in quotes.
    static func quoted(_ text: String) -> String { JSONEscapes.quoted(text.utf8) }

    /// An object of members whose values are JSON already, in the order given.
    static func object(_ members: [(name: String, json: String)]) -> String {
        "{" + members.map { "\(quoted($0.name)):\($0.json)" }.joined(separator: ",") + "}"
    }

    /// An array of values that are JSON already.
    static func array(_ values: [String]) -> String { "[" + values.joined(separator: ",") + "]" }
}
