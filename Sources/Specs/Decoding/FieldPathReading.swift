import Diagnostics
import Plans

/// Holds what a person wrote as a field's path to its form, and knows the habits of other languages.
enum FieldPathReading {
    /// The path, or nil when it was reported.
    static func path(
        _ text: Located<String>,
        named name: String,
        allowsGlobs: Bool,
        with nodes: inout NodeDecoder
    ) -> Located<String>? {
        if let problem = problem(of: text.value) {
            report(text, problem, with: &nodes)
            return nil
        }
        if !allowsGlobs, text.value.utf8.contains(UInt8(ascii: "*")) {
            nodes.report(
                ShapeRules.badFieldPath.diagnostic(
                    at: text.range,
                    "'\(Node.shorten(text.value))' is a glob, and '\(name)' wants whole paths",
                    help: "name one field; 'remove', 'keep', 'hash' and 'redact' take globs"
                )
            )
            return nil
        }
        return text
    }

    private struct Problem {
        /// What is wrong with it.
        var words: String
        /// The path that was meant; empty when nobody can tell.
        var meant: String
    }

    private static func report(_ text: Located<String>, _ problem: Problem, with nodes: inout NodeDecoder) {
        let fix = quoted(problem.meant)
        nodes.report(
            ShapeRules.badFieldPath.diagnostic(
                at: text.range,
                "'\(Node.shorten(text.value))' is not the path of a field: \(problem.words)",
                help: problem.meant.isEmpty
                    ? "write keys with dots between them, such as 'properties.campaign_name'"
                    : "write '\(Node.shorten(problem.meant))'",
                fixes: problem.meant.isEmpty
                    ? [] : [Fix("write '\(problem.meant)'", replace: text.range, with: fix)]
            )
        )
    }

    private static func problem(of path: String) -> Problem? {
        var words: [String] = []
        var meant = path
        if meant == "$" || meant.hasPrefix("$.") || meant.hasPrefix("$[") {
            words.append("paths begin at the top of the event, without '$'")
            meant = String(meant.dropFirst(meant.hasPrefix("$.") ? 2 : 1))
        }
        if meant.hasPrefix("/") || (meant.contains("/") && !meant.contains(".")) {
            words.append("a dot stands between two keys, not a slash")
            meant = meant.split(separator: "/").joined(separator: ".")
        }
        let plain = withoutBrackets(meant)
        if plain != meant {
            words.append("keys stand behind dots, and no path leads into a list")
            meant = plain
        }
        if let escape = badEscape(in: meant) {
            words.append("a backslash stands before a dot or a backslash of a key only")
            meant = escape
        }
        let parts = segments(of: meant)
        if parts.contains("") {
            words.append("a key is empty")
            meant = parts.filter { !$0.isEmpty }.joined(separator: ".")
        }
        return words.first.map { Problem(words: $0, meant: meant) }
    }

    /// The texts between the dots, escapes as written.
    private static func segments(of path: String) -> [String] {
        var segments = [""]
        var isEscaped = false
        for character in path.unicodeScalars {
            if character == ".", !isEscaped {
                segments.append("")
                continue
            }
            segments[segments.count - 1].unicodeScalars.append(character)
            isEscaped = character == "\\" && !isEscaped
        }
        return segments
    }

    /// The path with `[0]` and `[*]` left out, and `['key']` as a key behind a dot.
    private static func withoutBrackets(_ path: String) -> String {
        guard path.utf8.contains(UInt8(ascii: "[")) else { return path }
        let keyed = path.replacing(/\[(?:'([^']*)'|"([^"]*)")\]/) { match in
            "." + (match.output.1 ?? match.output.2 ?? "")
        }
        let bare = keyed.replacing(/\[(?:[0-9]+|\*)?\]/, with: "")
        return bare.hasPrefix(".") && !path.hasPrefix(".") ? String(bare.dropFirst()) : bare
    }

    /// The path with its stray backslashes doubled; nil when there are none.
    private static func badEscape(in path: String) -> String? {
        var result = ""
        var isEscaped = false
        var isBad = false
        for character in path.unicodeScalars {
            if isEscaped, character != ".", character != "\\" {
                result += "\\"
                isBad = true
            }
            isEscaped = character == "\\" && !isEscaped
            result.unicodeScalars.append(character)
        }
        if isEscaped {
            result += "\\"
            isBad = true
        }
        return isBad ? result : nil
    }

    /// The path as YAML can take it anywhere: in quotes unless it is made of letters, digits, `_`, `-` and dots.
    private static func quoted(_ path: String) -> String {
        let isPlain = path.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
        return isPlain ? path : JSONTree.quoted(path)
    }
}
