import Diagnostics

/// Turns nodes into values of the type the language wants, and collects what does not fit.
///
/// A value that was reported is nil from then on, so that one mistake makes one finding.
struct NodeDecoder {
    /// What did not fit, in the order it was met.
    private(set) var findings: [Diagnostic] = []
    /// Stretches that may hold a secret.
    private(set) var secrets: [SourceRange] = []
    /// Keys of the present document that stand in the wrong mapping.
    var misplacedKeys: Set<String> = []
    /// The mappings that these keys belong to.
    var misplacedHomes: Set<String> = []
    /// Findings about unknown keys that account for a missing one, by number.
    var claimedStrays: Set<Int> = []
    /// The kind of the present document; nil before it is known.
    var kind: String?

    /// Adds a finding.
    mutating func report(_ finding: Diagnostic) { findings.append(finding) }

    /// Replaces the next step of a finding that was made already, as more is known by now.
    mutating func advise(_ help: String, onFinding index: Int) {
        guard findings.indices.contains(index) else { return }
        findings[index].help = help
    }

    /// Keeps a node out of every excerpt.
    mutating func hide(_ node: Node) {
        secrets.append(node.range)
        if node.definition != node.range { secrets.append(node.definition) }
    }
}

extension NodeDecoder {
    /// A text: for a plain scalar its characters, whatever they look like.
    mutating func text(
        _ node: Node,
        named name: String,
        wanted: String = "a text",
        allowsEmpty: Bool = false
    ) -> Located<String>? {
        guard let text = node.text, !node.isNull else {
            wrongType(node, named: name, wanted: wanted)
            return nil
        }
        if text.isEmpty, !allowsEmpty {
            badValue(node.range, "'\(name)' is empty", help: "write \(wanted), or remove the key")
            return nil
        }
        if let scalar = text.unicodeScalars.first(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            let isLineEnd = scalar == "\n"
            let what = isLineEnd ? "a line end" : "a control character"
            badValue(
                node.range,
                "'\(name)' holds \(what)",
                help: isLineEnd ? "write the text on one line" : "remove it"
            )
            return nil
        }
        return Located(text, at: node.range)
    }

    /// `true` or `false` without quotes.
    mutating func boolean(_ node: Node, named name: String) -> Located<Bool>? {
        let allowed: [Node.Tag?] = [nil, .boolean]
        if let text = node.text, node.isPlain || node.tag == .boolean, allowed.contains(node.tag) {
            if ["true", "True", "TRUE"].contains(text) { return Located(true, at: node.range) }
            if ["false", "False", "FALSE"].contains(text) { return Located(false, at: node.range) }
        }
        let meant = node.text.flatMap { Self.meantBoolean($0.lowercased()) }
        let fix = meant.map { Fix("write '\($0)'", replace: node.range, with: "\($0)") }
        wrongType(
            node,
            named: name,
            wanted: "true or false",
            help: meant.map { "write \($0), without quotes" },
            fixes: fix.map { [$0] } ?? []
        )
        return nil
    }

    private static func meantBoolean(_ text: String) -> Bool? {
        switch text {
        case "true", "yes", "on", "y", "1": true
        case "false", "no", "off", "n", "0": false
        default: nil
        }
    }

    /// A whole number without quotes, at least `minimum`.
    mutating func integer(_ node: Node, named name: String, minimum: Int) -> Located<Int>? {
        let allowed: [Node.Tag?] = [nil, .integer]
        guard let text = node.text, node.isPlain || node.tag == .integer, allowed.contains(node.tag),
            let number = WholeNumber(text)
        else {
            let meant = node.text.flatMap { WholeNumber($0.filter { $0 != "_" && $0 != "," }) }?.value
            let fix = meant.map { Fix("write \($0)", replace: node.range, with: "\($0)") }
            let help = meant.map { "write \($0), without quotes" }
            wrongType(node, named: name, wanted: "a whole number", help: help, fixes: fix.map { [$0] } ?? [])
            return nil
        }
        guard let value = number.value, value >= minimum else {
            badValue(
                node.range,
                "'\(name)' is \(Node.shorten(text)), which is \(number.isTooLarge ? "too large" : "too small")",
                help: number.isTooLarge ? "write a smaller number" : "it must be at least \(minimum)"
            )
            return nil
        }
        return Located(value, at: node.range)
    }

    /// A length of time such as `48h`.
    mutating func duration(_ node: Node, named name: String, minimum: Duration = .zero) -> Located<Duration>?
    {
        guard let written = text(node, named: name, wanted: "a length of time such as 30s") else {
            return nil
        }
        guard let duration = DurationText.parse(written.value) else {
            let isNumber = written.value.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
            let message =
                isNumber
                ? "'\(name)' is \(Node.shorten(written.value)) without a unit"
                : "'\(Node.shorten(written.value))' is not a length of time"
            badValue(
                node.range,
                message,
                help: "write a whole number and ms, s, m, h or d, such as 30s or 48h"
            )
            return nil
        }
        guard duration >= minimum else {
            badValue(
                node.range,
                "'\(name)' is \(written.value), which is too short",
                help: "it must be longer than nothing"
            )
            return nil
        }
        return Located(duration, at: node.range)
    }

    /// One word of a closed list.
    mutating func choice(
        _ node: Node,
        named name: String,
        among choices: [String],
        unsupported: [String] = []
    ) -> Located<String>? {
        guard let written = text(node, named: name, wanted: "one of \(Self.list(choices))") else {
            return nil
        }
        if choices.contains(written.value) { return written }
        if unsupported.contains(written.value) {
            notSupported("\(name): \(written.value)", at: node.range)
            return nil
        }
        let meant = Suggestion.closest(to: written.value, among: choices)
        report(
            ShapeRules.unknownChoice.diagnostic(
                at: node.range,
                "'\(Node.shorten(written.value))' is not a choice of '\(name)'",
                help: meant.map { "did you mean '\($0)'?" } ?? "it takes \(Self.list(choices))",
                fixes: meant.map { [Fix("write '\($0)'", writing: $0, at: node.range)] } ?? []
            )
        )
        return nil
    }

    /// The items of a list.
    mutating func list(_ node: Node, named name: String) -> [Node]? {
        if let items = node.items { return items }
        wrongType(
            node,
            named: name,
            wanted: "a list",
            help: node.text == nil || node.isNull ? nil : "put it in [ ]"
        )
        return nil
    }

    /// A mapping from free names to texts; of a name given twice, which was reported, the first counts.
    ///
    /// - Returns: The pairs that could be read, in reading order, or nil for something other than a mapping.
    mutating func texts(_ node: Node, named name: String) -> [NamedText]? {
        guard let entries = node.entries else {
            wrongType(node, named: name, wanted: "a mapping")
            return nil
        }
        var seen: Set<String> = []
        return entries.compactMap { entry in
            guard let key = keyText(entry.key), seen.insert(key).inserted,
                let text = text(entry.value, named: "\(name).\(Node.shorten(key))")
            else { return nil }
            return NamedText(name: Located(key, at: entry.key.range), text: text)
        }
    }

    /// The name of a document.
    mutating func name(_ node: Node, named name: String) -> Located<String>? {
        guard let written = text(node, named: name) else { return nil }
        if !Self.isName(written.value) {
            badValue(
                node.range,
                "'\(Node.shorten(written.value))' is not a name",
                help: "use 1 to 63 lower-case letters, digits and '-', with a letter or digit at both ends"
            )
        }
        // A name that was reported still tells documents apart.
        return written
    }

    private static func isName(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (1...63).contains(bytes.count), bytes.first != UInt8(ascii: "-"),
            bytes.last != UInt8(ascii: "-")
        else {
            return false
        }
        return bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }
}
