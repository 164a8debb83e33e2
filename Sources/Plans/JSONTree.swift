/// A JSON value as it was written: numbers with their digits, keys in their order.
///
/// For comparing what people expect with what was made: `differences` looks at values and not at spellings.
public indirect enum JSONTree: Sendable, Hashable {
    case null
    case boolean(Bool)
    /// The digits as written.
    case number(String)
    case text(String)
    case list([JSONTree])
    case object([Member])

    /// One pair of an object.
    public struct Member: Sendable, Hashable {
        /// The key, escapes resolved.
        public var key: String
        /// The value.
        public var value: JSONTree

        /// Pairs a key with a value.
        public init(key: String, value: JSONTree) {
            self.key = key
            self.value = value
        }
    }

    /// Reads one value; white space may stand around it.
    ///
    /// - Throws: What is wrong and at which byte; a key that stands twice is wrong, too.
    public init(reading bytes: [UInt8]) throws(JSONTreeProblem) {
        var reader = JSONTreeReader(bytes)
        self = try reader.document()
    }

    /// The value of a key; nil for anything but an object that has it.
    public subscript(key: String) -> JSONTree? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
    }

    /// The characters of a text; nil for anything else.
    public var text: String? { if case .text(let text) = self { text } else { nil } }
}

/// Why a text is not JSON.
public struct JSONTreeProblem: Error, Sendable, Hashable {
    /// Where, in bytes from 0.
    public var offset: Int
    /// What is wrong: lower case, no full stop.
    public var message: String
}

extension JSONTree {
    /// One place where two values differ.
    public struct Difference: Sendable, Hashable {
        /// The place, such as `events[0].user_id`; empty for the whole.
        public var path: String
        /// What was expected; nil when nothing was.
        public var expected: JSONTree?
        /// What is there; nil when nothing is.
        public var actual: JSONTree?
    }

    /// Where `actual` is not what this value expects, in the order of the expectation, unexpected members last.
    ///
    /// The order of keys does not matter, numbers are compared by value. Where the actual value is a text that holds
    /// a JSON object, as in the `Detail` of a bus event, an object may be expected in its place.
    public func differences(from actual: JSONTree, at path: String = "") -> [Difference] {
        switch (self, actual) {
        case (.object(let expected), .object(let found)):
            return Self.differences(expected, found, at: path)
        case (.list(let expected), .list(let found)):
            return (0..<max(expected.count, found.count)).flatMap { index -> [Difference] in
                let place = "\(path)[\(index)]"
                guard index < expected.count else {
                    return [Difference(path: place, actual: found[index])]
                }
                guard index < found.count else {
                    return [Difference(path: place, expected: expected[index])]
                }
                return expected[index].differences(from: found[index], at: place)
            }
        case (.object, .text(let text)):
            if let inner = try? JSONTree(reading: Array(text.utf8)), case .object = inner {
                return differences(from: inner, at: path)
            }
            return [Difference(path: path, expected: self, actual: actual)]
        case (.number(let left), .number(let right)) where DecimalNumber.order(left, right) == 0:
            return []
        default:
            return self == actual ? [] : [Difference(path: path, expected: self, actual: actual)]
        }
    }

    private static func differences(_ expected: [Member], _ found: [Member], at path: String) -> [Difference]
    {
        let lead = path.isEmpty ? "" : "\(path)."
        var actual = Dictionary(found.map { (Array($0.key.utf8), $0.value) }) { first, _ in first }
        var differences: [Difference] = []
        for member in expected {
            let place = lead + member.key
            guard let value = actual.removeValue(forKey: Array(member.key.utf8)) else {
                differences.append(Difference(path: place, expected: member.value))
                continue
            }
            differences += member.value.differences(from: value, at: place)
        }
        for member in found where actual[Array(member.key.utf8)] != nil {
            differences.append(Difference(path: lead + member.key, actual: member.value))
        }
        return differences
    }
}

extension JSONTree {
    /// The value as JSON on one line.
    public var json: String {
        switch self {
        case .null: "null"
        case .boolean(let flag): flag ? "true" : "false"
        case .number(let digits): digits
        case .text(let text): Self.quoted(text)
        case .list(let items): "[" + items.map(\.json).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { Self.quoted($0.key) + ":" + $0.value.json }.joined(separator: ",") + "}"
        }
    }

    /// A text as JSON writes it; every other character than those that must be escaped, and DEL, is as it was.
    package static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
