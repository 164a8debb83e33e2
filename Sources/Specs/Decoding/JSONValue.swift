import Diagnostics
import Plans

/// Why a value has no form in JSON, and the smallest stretch that is to blame.
struct NoJSON: Error {
    /// The place.
    var range: SourceRange
    /// What is wrong: lower case, no full stop.
    var message: String
    /// What to write instead.
    var help: String?
}

extension Node {
    /// The value as JSON text on one line, by the types of YAML 1.2's core schema.
    ///
    /// Numbers keep their digits, so that `1.0` stays `1.0`; quotes make text. Keys keep their order; of a key given
    /// twice the first counts, since reading has reported the second.
    func json() -> Result<String, NoJSON> {
        var text = ""
        do throws(NoJSON) {
            try writeJSON(to: &text)
            return .success(text)
        } catch {
            return .failure(error)
        }
    }

    private func writeJSON(to out: inout String) throws(NoJSON) {
        switch content {
        case .scalar(let text, _):
            out += try jsonScalar(text)
        case .sequence(let items):
            out += "["
            for (index, item) in items.enumerated() {
                if index > 0 { out += "," }
                try item.writeJSON(to: &out)
            }
            out += "]"
        case .mapping(let entries):
            var seen: Set<String> = []
            out += "{"
            for entry in entries {
                guard let key = entry.key.text else {
                    throw NoJSON(range: entry.key.range, message: "a key of JSON must be a text")
                }
                guard seen.insert(key).inserted else { continue }
                out += (seen.count > 1 ? "," : "") + JSONTree.quoted(key) + ":"
                try entry.value.writeJSON(to: &out)
            }
            out += "}"
        }
        // Aliases can make a small file stand for a very long text.
        guard out.utf8.count <= ReadingLimits.fileBytes else {
            throw NoJSON(
                range: range,
                message: "as JSON this is longer than \(ReadingLimits.fileBytes) bytes"
            )
        }
    }

    private func jsonScalar(_ text: String) throws(NoJSON) -> String {
        if tag == .text || (tag == nil && !isPlain) { return JSONTree.quoted(text) }
        let value = CoreValue(text)
        switch (tag, value) {
        case (nil, .text): return JSONTree.quoted(text)
        case (nil, .null), (.null, .null): return "null"
        case (nil, .boolean(let flag)), (.boolean, .boolean(let flag)): return flag ? "true" : "false"
        case (nil, .number(let json, _)), (.number, .number(let json, _)),
            (.integer, .number(let json, true)):
            return json
        case (_, .notJSON(let why)):
            throw NoJSON(
                range: range,
                message: "'\(Self.shorten(text))' \(why)",
                help: "put a text in quotes"
            )
        default:
            let name = tag?.rawValue ?? "str"
            throw NoJSON(
                range: range,
                message: "'\(Self.shorten(text))' is no '!!\(name)'",
                help: "remove the tag, or write a value of its type"
            )
        }
    }
}

/// What a plain text is in YAML 1.2's core schema.
///
/// Source: YAML 1.2.2, section 10.3.2 "Tag Resolution", read 2026-11-20.
private enum CoreValue {
    case null
    case boolean(Bool)
    /// A number as JSON writes it.
    case number(String, isWhole: Bool)
    /// A number that JSON cannot write, and why.
    case notJSON(String)
    case text

    init(_ text: String) {
        switch text {
        case "", "~", "null", "Null", "NULL": self = .null
        case "true", "True", "TRUE": self = .boolean(true)
        case "false", "False", "FALSE": self = .boolean(false)
        default: self = Self.number(text) ?? .text
        }
    }

    private static func number(_ text: String) -> CoreValue? {
        var unsigned = text[...]
        let sign = unsigned.first.flatMap { $0 == "-" || $0 == "+" ? $0 : nil }
        if sign != nil { unsigned = unsigned.dropFirst() }
        if [".inf", ".Inf", ".INF"].contains(unsigned) || [".nan", ".NaN", ".NAN"].contains(text) {
            return .notJSON("is a number that JSON cannot write")
        }
        if text.hasPrefix("0o") || text.hasPrefix("0x") { return otherBase(text) }
        return decimal(unsigned, isNegative: sign == "-")
    }

    /// `0o17` and `0x1F`, which JSON writes in tens.
    private static func otherBase(_ text: String) -> CoreValue? {
        guard let number = WholeNumber(text) else { return nil }
        guard let value = number.value else { return .notJSON("is larger than can be written in tens") }
        return .number(String(value), isWhole: true)
    }

    /// Digits, a point and an exponent; JSON wants a digit on both sides of the point and no zero in front.
    private static func decimal(_ text: Substring, isNegative: Bool) -> CoreValue? {
        let isDigit = { (character: Character) in character.isASCII && character.isNumber }
        let whole = text.prefix(while: isDigit)
        var rest = text[whole.endIndex...]
        var fraction: Substring?
        if rest.first == "." {
            let digits = rest.dropFirst().prefix(while: isDigit)
            rest = rest[digits.endIndex...]
            fraction = digits
        }
        guard !whole.isEmpty || fraction?.isEmpty == false else { return nil }
        guard let exponent = exponent(rest) else { return nil }
        let significant = whole.drop { $0 == "0" }
        var json = (isNegative ? "-" : "") + (significant.isEmpty ? "0" : String(significant))
        if let fraction { json += "." + (fraction.isEmpty ? "0" : String(fraction)) }
        return .number(json + exponent, isWhole: fraction == nil && exponent.isEmpty)
    }

    /// `e-3` as it stands; empty for nothing, nil for anything else.
    private static func exponent(_ text: Substring) -> String? {
        guard let mark = text.first else { return "" }
        guard mark == "e" || mark == "E" else { return nil }
        let digits = text.dropFirst().drop { $0 == "-" || $0 == "+" }
        let signs = text.utf8.count - 1 - digits.utf8.count
        guard signs <= 1, !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else {
            return nil
        }
        return String(text)
    }
}
