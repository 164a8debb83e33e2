import Diagnostics

/// Reads the `command` of a credential reference: a program and its arguments, which no shell will read.
enum CommandDecoder {
    /// The words of a command; nil when it was reported.
    static func decode(
        _ node: Node,
        named name: String,
        with nodes: inout NodeDecoder
    ) -> Located<CredentialSpec.Reference>? {
        if let items = node.items { return list(items, in: node, name, with: &nodes) }
        guard node.text != nil, !node.isNull else {
            nodes.wrongType(
                node,
                named: name,
                wanted: "a list of texts",
                help: "write the program and its arguments: [PROGRAM, ARGUMENT]",
                hidesText: !node.isNull
            )
            return nil
        }
        return line(node, name, with: &nodes)
    }

    private static func list(
        _ items: [Node],
        in node: Node,
        _ name: String,
        with nodes: inout NodeDecoder
    ) -> Located<CredentialSpec.Reference>? {
        guard let program = items.first else {
            nodes.badValue(node.range, "'\(name)' names no program", help: "write [PROGRAM, ARGUMENT]")
            return nil
        }
        let first = word(program, name, with: &nodes)
        let arguments = items.dropFirst().map { word($0, name, allowsEmpty: true, with: &nodes)?.value }
        let sound = arguments.compactMap { $0 }
        guard let first, sound.count == arguments.count else { return nil }
        if items.count == 1, first.value.utf8.contains(UInt8(ascii: " ")) {
            warnOfOneItem(first, name, with: &nodes)
        }
        return Located(.command([first.value] + sound), at: node.range)
    }

    private static func word(
        _ item: Node,
        _ name: String,
        allowsEmpty: Bool = false,
        with nodes: inout NodeDecoder
    ) -> Located<String>? {
        if let text = item.text, SecretText.isSecretArgument(text) {
            nodes.reportSecret(item, named: name, "has a word that looks like a secret itself")
            return nil
        }
        return nodes.place(item, named: name, allowsEmpty: allowsEmpty)
    }

    private static func warnOfOneItem(
        _ item: Located<String>,
        _ name: String,
        with nodes: inout NodeDecoder
    ) {
        let words = split(item.value)
        nodes.report(
            CredentialRules.commandInOneItem.diagnostic(
                at: item.range,
                "'\(name)' is the name of a program with spaces in it, and no arguments",
                help: "write every argument as an item of its own",
                fixes: words.map {
                    [Fix("write the words one by one", replace: item.range, with: written($0, inList: true))]
                } ?? []
            )
        )
    }

    private static func line(
        _ node: Node,
        _ name: String,
        with nodes: inout NodeDecoder
    ) -> Located<CredentialSpec.Reference>? {
        let raw = node.text ?? ""
        let pieces = raw.split { $0.isWhitespace }.map(String.init)
        if SecretText.isSecret(raw) || pieces.contains(where: SecretText.isSecretArgument)
            || SecretText.isSecretArgument(raw)
        {
            nodes.reportSecret(node, named: name, "holds what looks like a secret itself")
            return nil
        }
        guard let text = nodes.place(node, named: name) else { return nil }
        let found = text.value.filter { Self.signs.contains($0) }
        guard !found.isEmpty else {
            guard !pieces.isEmpty else {
                nodes.badValue(node.range, "'\(name)' names no program", help: "write [PROGRAM, ARGUMENT]")
                return nil
            }
            return Located(.command(pieces), at: node.range)
        }
        let list = split(text.value).map { written($0, inList: false) }
        // Quotes alone are easily put right; of all others the first is named.
        let sign = found.first { $0 != "'" && $0 != "\"" }
        nodes.report(
            CredentialRules.commandNeedsList.diagnostic(
                at: node.range,
                "'\(name)' holds \(sign.map { "'\($0)'" } ?? "quotes"), and no shell will read it",
                help: list.map { "write \(Node.shorten($0))" }
                    ?? "write a list, or, if a shell is meant, [sh, -c, 'TEXT']",
                fixes: list.map { [Fix("write a list", replace: node.range, with: $0)] } ?? []
            )
        )
        return nil
    }

    /// What a shell would not take literally.
    private static let signs: Set<Character> = Set("\"'\\`$&|;<>()*?[]{}~#!")

    /// The words of a line whose only signs are quotes round whole words or parts of words; nil for any other.
    private static func split(_ line: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
                if open == "\"", "\\$`".contains(character) { return nil }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character == " " {
                if let done = word { words.append(done) }
                word = nil
            } else if signs.contains(character) {
                return nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        guard quote == nil else { return nil }
        if let done = word { words.append(done) }
        return words.isEmpty ? nil : words
    }

    /// The words as items of a YAML list, in quotes where plain text could mean something else.
    private static func written(_ words: [String], inList: Bool) -> String {
        let items = words.map { word in
            let isPlain =
                !word.isEmpty
                && word.utf8.allSatisfy {
                    (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                        || "-_./=".utf8.contains($0)
                }
                && word.utf8.first != UInt8(ascii: "-") && word.utf8.first != UInt8(ascii: "=")
            return isPlain ? word : "'" + word.replacing("'", with: "''") + "'"
        }
        let text = items.joined(separator: ", ")
        return inList ? text : "[\(text)]"
    }
}
