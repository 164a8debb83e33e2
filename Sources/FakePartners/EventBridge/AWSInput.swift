/// A JSON value, read whole.
enum AWSValue: Sendable, Hashable {
    case object([String: AWSValue])
    case array([AWSValue])
    case string(String)
    case number(Double)
    case boolean(Bool)
    case null

    /// Reads a text; what is not UTF-8, not JSON, or has a member twice is unreadable.
    static func read(_ bytes: [UInt8]) throws(AWSError) -> AWSValue {
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw .unreadable("the body is not UTF-8")
        }
        var walker = JSONWalker(bytes)
        do throws(JSONProblem) {
            let value = try value(&walker)
            try walker.end()
            return value
        } catch {
            throw .unreadable("not JSON at byte \(error.offset): \(error.message)")
        }
    }

    private static func value(_ walker: inout JSONWalker) throws(JSONProblem) -> AWSValue {
        switch try walker.peek() {
        case .object:
            var members: [String: AWSValue] = [:]
            try walker.object { walker, key throws(JSONProblem) in
                let place = walker.offset
                let value = try value(&walker)
                guard members.updateValue(value, forKey: String(decoding: key, as: UTF8.self)) == nil else {
                    throw JSONProblem(message: "a member is there twice", offset: place)
                }
            }
            return .object(members)
        case .array:
            var elements: [AWSValue] = []
            try walker.array { walker throws(JSONProblem) in elements.append(try value(&walker)) }
            return .array(elements)
        case .string:
            let slice = try walker.skip()
            return .string(String(decoding: walker.text(of: slice.range), as: UTF8.self))
        case .number:
            let slice = try walker.skip()
            return .number(Double(String(decoding: walker.bytes[slice.range], as: UTF8.self)) ?? .infinity)
        case .boolean:
            let slice = try walker.skip()
            return .boolean(slice.range.count == 4)
        case .null:
            try walker.skip()
            return .null
        }
    }
}

/// The members of an operation's input, or of a structure in it, taken by the type the service's model gives them.
///
/// Members that the model does not know are passed over, as AWS does. A null is as good as a missing member.
struct AWSInput {
    private let members: [String: AWSValue]
    /// Stands in front of names in messages; empty for the input itself.
    private let prefix: String

    init(_ value: AWSValue, prefix: String = "") throws(AWSError) {
        guard case .object(let members) = value else { throw .unreadable("an object is due, \(prefix)") }
        self.members = members
        self.prefix = prefix
    }

    func text(_ name: String) throws(AWSError) -> String? {
        switch members[name] {
        case nil, .null: return nil
        case .string(let text): return text
        default: throw .unreadable("\(prefix)\(name) must be a string")
        }
    }

    func number(_ name: String) throws(AWSError) -> Double? {
        switch members[name] {
        case nil, .null: return nil
        case .number(let number) where number.isFinite: return number
        default: throw .unreadable("\(prefix)\(name) must be a JSON number")
        }
    }

    func list(_ name: String) throws(AWSError) -> [AWSValue]? {
        switch members[name] {
        case nil, .null: return nil
        case .array(let elements): return elements
        default: throw .unreadable("\(prefix)\(name) must be an array")
        }
    }

    func texts(_ name: String) throws(AWSError) -> [String] {
        var texts: [String] = []
        for element in try list(name) ?? [] {
            guard case .string(let text) = element else {
                throw .unreadable("\(prefix)\(name) must be an array of strings")
            }
            texts.append(text)
        }
        return texts
    }

    func required(_ name: String) throws(AWSError) -> String {
        guard let text = try text(name) else { throw .invalid(path(name), "not be null") }
        return text
    }

    /// The name as messages have it, beginning in lower case.
    func path(_ name: String) -> String { prefix + name.prefix(1).lowercased() + name.dropFirst() }
}
