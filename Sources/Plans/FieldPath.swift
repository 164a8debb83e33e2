/// The text of a field's path, taken apart into keys and put together from them.
///
/// A dot stands between two keys, the outermost first; `\.` is a dot and `\\` a backslash that belongs to a key.
public enum FieldPath {
    /// The keys of a path; a path without a dot is one key.
    public static func keys(of path: String) -> [String] {
        var keys: [String] = []
        var key: [UInt8] = []
        var isEscaped = false
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "\\") where !isEscaped:
                isEscaped = true
                continue
            case UInt8(ascii: ".") where !isEscaped:
                keys.append(String(decoding: key, as: UTF8.self))
                key = []
            default:
                key.append(byte)
            }
            isEscaped = false
        }
        return keys + [String(decoding: key, as: UTF8.self)]
    }

    /// The path of some keys.
    public static func text(of keys: some Sequence<String>) -> String {
        keys.map { $0.replacing("\\", with: "\\\\").replacing(".", with: "\\.") }.joined(separator: ".")
    }

    /// Whether a path lies below another one.
    public static func isBelow(_ path: String, _ other: String) -> Bool {
        // Byte by byte: a mark that combines with the dot before it would hide the dot from `hasPrefix`.
        guard path.utf8.starts(with: other.utf8) else { return false }
        return path.utf8.dropFirst(other.utf8.count).first == UInt8(ascii: ".")
    }

    /// Where the keys of a path end, the outermost first; the last is the end of the path.
    static func ends(in path: String) -> [String.Index] {
        var ends: [String.Index] = []
        var isEscaped = false
        for index in path.utf8.indices {
            let byte = path.utf8[index]
            if byte == UInt8(ascii: "."), !isEscaped { ends.append(index) }
            isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        }
        return ends + [path.endIndex]
    }
}
