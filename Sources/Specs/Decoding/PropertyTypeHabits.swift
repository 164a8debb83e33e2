/// What the words of other languages for types are called here.
enum PropertyTypeHabits {
    /// The words, in lower case.
    private static let words: [CustomEventSpec.PropertyType: [String]] = [
        .string: ["str", "text", "varchar", "char", "keyword", "uuid", "enum"],
        .integer: ["int", "int32", "int64", "long", "bigint", "short", "whole"],
        .number: ["float", "double", "decimal", "numeric", "real", "num"],
        .boolean: ["bool", "flag", "bit"],
        .array: ["list", "set", "strings", "array<string>", "[]", "string[]"],
        .object: ["map", "dict", "dictionary", "json", "struct", "record", "mapping", "map<any>"],
    ]

    /// Words for points in time, which travel as text.
    private static let times = ["date", "datetime", "date-time", "time", "timestamp"]

    /// The type a word stands for elsewhere, and what to say about it; nil for words that are no habit.
    static func meaning(of word: String) -> (type: CustomEventSpec.PropertyType, help: String)? {
        let word = word.lowercased()
        if times.contains(word) { return (.string, "write 'string': points in time travel as text") }
        return CustomEventSpec.PropertyType.allCases.first { words[$0]?.contains(word) == true }
            .map { ($0, "write '\($0.rawValue)'") }
    }
}
