import Crypto

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A JSON value whose text is decided to the byte: equal values give equal bytes, on every machine and toolchain.
///
/// Keys are sorted by their UTF-8 bytes, indentation is two spaces, slashes stay as they are, and the text ends with
/// a line feed. Only control characters, quotes and backslashes are escaped.
package enum CanonicalJSON: Sendable, Hashable {
    case null
    case boolean(Bool)
    case integer(Int)
    case decimal(Double)
    case text(String)
    case array([CanonicalJSON])
    case object([String: CanonicalJSON])

    /// The JSON form of a value.
    package init(encoding value: some Encodable) throws {
        // The encoder decides which keys exist, never how they are laid out: that is for `bytes` alone.
        let data = try JSONEncoder().encode(value)
        self = try CanonicalJSONParser.parse([UInt8](data))
    }

    /// Reads the value as `type`.
    package func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
        try JSONDecoder().decode(type, from: Data(bytes))
    }

    /// The text, in UTF-8.
    package var bytes: [UInt8] {
        var output: [UInt8] = []
        write(to: &output, depth: 0)
        output.append(UInt8(ascii: "\n"))
        return output
    }

    /// `sha256:` and 64 hexadecimal digits over `bytes`.
    package var digest: String { "sha256:" + Self.sha256(of: bytes) }

    /// The value of a key, nil for anything but an object that has it.
    package subscript(key: String) -> CanonicalJSON? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    /// The object without a key; anything else unchanged.
    package func removing(_ key: String) -> CanonicalJSON {
        guard case .object(var members) = self else { return self }
        members[key] = nil
        return .object(members)
    }

    /// The object with a key set; anything else unchanged.
    package func setting(_ key: String, to value: CanonicalJSON) -> CanonicalJSON {
        guard case .object(var members) = self else { return self }
        members[key] = value
        return .object(members)
    }

    /// The characters of a text.
    package var text: String? {
        guard case .text(let value) = self else { return nil }
        return value
    }

    /// The value of a whole number.
    package var integer: Int? {
        guard case .integer(let value) = self else { return nil }
        return value
    }

    /// SHA-256 as 64 hexadecimal digits.
    package static func sha256(of bytes: [UInt8]) -> String {
        var hasher = SHA256()
        bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        var digits = ""
        for byte in hasher.finalize() {
            digits += (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }
        return digits
    }
}

extension CanonicalJSON {
    private func write(to output: inout [UInt8], depth: Int) {
        switch self {
        case .null: output += "null".utf8
        case .boolean(let value): output += (value ? "true" : "false").utf8
        case .integer(let value): output += String(value).utf8
        case .decimal(let value): output += value.isFinite ? Array(String(value).utf8) : Array("null".utf8)
        case .text(let value): Self.write(value, to: &output)
        case .array(let items):
            Self.writeLines(items, between: "[", and: "]", to: &output, depth: depth) { item, output in
                item.write(to: &output, depth: depth + 1)
            }
        case .object(let members):
            let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            Self.writeLines(sorted, between: "{", and: "}", to: &output, depth: depth) { member, output in
                Self.write(member.key, to: &output)
                output += ": ".utf8
                member.value.write(to: &output, depth: depth + 1)
            }
        }
    }

    private static func writeLines<Item>(
        _ items: [Item],
        between open: String,
        and close: String,
        to output: inout [UInt8],
        depth: Int,
        each: (Item, inout [UInt8]) -> Void
    ) {
        output += open.utf8
        for (index, item) in items.enumerated() {
            output += (index == 0 ? "\n" : ",\n").utf8
            output += repeatElement(UInt8(ascii: " "), count: 2 * (depth + 1))
            each(item, &output)
        }
        if !items.isEmpty {
            output.append(UInt8(ascii: "\n"))
            output += repeatElement(UInt8(ascii: " "), count: 2 * depth)
        }
        output += close.utf8
    }

    private static func write(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): output += "\\\"".utf8
            case UInt8(ascii: "\\"): output += "\\\\".utf8
            case UInt8(ascii: "\n"): output += "\\n".utf8
            case UInt8(ascii: "\r"): output += "\\r".utf8
            case UInt8(ascii: "\t"): output += "\\t".utf8
            case 0..<0x20, 0x7F: output += ("\\u00" + (byte < 16 ? "0" : "") + String(byte, radix: 16)).utf8
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }
}
