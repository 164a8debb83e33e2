/// JSON under construction: puts commas where they belong and escapes strings.
struct JSONText {
    /// What has been written so far.
    private(set) var text = ""
    private var needsComma = false

    /// Writes `{`, what `body` writes, and `}`.
    mutating func object(_ body: (inout JSONText) -> Void) {
        text += "{"
        needsComma = false
        body(&self)
        text += "}"
        needsComma = true
    }

    /// Writes an array with one value per element; `body` writes exactly one value.
    mutating func array<Element>(_ elements: [Element], _ body: (inout JSONText, Element) -> Void) {
        text += "["
        needsComma = false
        for element in elements {
            if needsComma { text += "," }
            body(&self, element)
            needsComma = true
        }
        text += "]"
        needsComma = true
    }

    /// Writes a name and a colon; the value follows.
    mutating func member(_ name: String) {
        if needsComma { text += "," }
        string(name)
        text += ":"
    }

    /// Writes a member whose value is a string or null.
    mutating func member(_ name: String, _ value: String?) {
        member(name)
        if let value { string(value) } else { text += "null" }
        needsComma = true
    }

    /// Writes a member whose value is `{"line":…,"column":…}` or null.
    mutating func member(_ name: String, _ value: SourcePosition?) {
        member(name)
        text += value.map { "{\"line\":\($0.line),\"column\":\($0.column)}" } ?? "null"
        needsComma = true
    }

    /// Writes a member whose value is a whole number.
    mutating func member(_ name: String, _ value: Int) {
        member(name)
        text += String(value)
        needsComma = true
    }

    /// Writes a member whose value is an object; `body` writes its members.
    mutating func object(_ name: String, _ body: (inout JSONText) -> Void) {
        member(name)
        object(body)
    }

    /// Writes a lone string, the one value of an array's element.
    mutating func string(_ value: String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value <= 0xFFFF && SafeText.isUnsafe(scalar): text += Self.escape(scalar)
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
