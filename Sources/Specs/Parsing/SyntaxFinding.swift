import Diagnostics

/// Says in our words what the YAML library could not read.
enum SyntaxFinding {
    /// The finding about `failure`.
    static func diagnostic(for failure: YAMLFailure, in text: MarkedText) -> Diagnostic {
        if let tabs = indentingTabs(failure, in: text) { return tab(tabs, in: text) }
        let place = text.range(failure.index..<min(failure.index + 1, max(text.count, failure.index)))
        if failure.problem == "found undefined tag handle" {
            return ReadingRules.unknownTag(at: place, hidesText: false)
        }
        if failure.context == "while scanning an alias" {
            return ReadingRules.globWithoutQuotes(nil, at: place)
        }
        if failure.context.contains("quoted scalar"), failure.problem.hasPrefix("found unexpected") {
            return unclosedQuote(failure, in: text)
        }
        if let slip = SlipGuess.diagnostic(for: failure, in: text) { return slip }
        let (message, help) = words(for: failure, in: text)
        let isElsewhere = text.line(of: failure.contextIndex) != text.line(of: failure.index)
        let isOpenedThere = isElsewhere && failure.context.hasPrefix("while parsing a")
        let opened = text.range(failure.contextIndex..<min(failure.contextIndex + 1, text.count))
        return ReadingRules.syntax.diagnostic(
            at: place,
            message,
            notes: isOpenedThere ? [DiagnosticNote("it belongs to what begins here", at: opened)] : [],
            help: help
        )
    }

    private static func unclosedQuote(_ failure: YAMLFailure, in text: MarkedText) -> Diagnostic {
        let start = failure.contextIndex
        let quote = text.text(start..<start + 1)
        return ReadingRules.syntax.diagnostic(
            at: text.range(start..<min(start + 1, text.count)),
            "the text that begins here has no closing \(quote)",
            help: "close it with \(quote)"
        )
    }

    /// The tabs before the first character of the line where reading stopped.
    private static func indentingTabs(_ failure: YAMLFailure, in text: MarkedText) -> Range<Int>? {
        var index = text.start(ofLine: text.line(of: failure.index))
        while text.ascii(index) == " " { index += 1 }
        // Behind the '-' of an item a tab would indent what follows.
        if text.ascii(failure.index) == "\t" { index = failure.index }
        var end = index
        while text.ascii(end) == "\t" { end += 1 }
        return end > index ? index..<end : nil
    }

    private static func tab(_ tabs: Range<Int>, in text: MarkedText) -> Diagnostic {
        let range = text.range(tabs)
        if text.start(ofLine: text.line(of: tabs.lowerBound)) != tabs.lowerBound,
            text.ascii(tabs.lowerBound - 1) != " "
        {
            return ReadingRules.tabIndentation.diagnostic(
                at: range,
                "a tab stands where YAML wants a space",
                help: "write a space",
                fixes: [Fix("write a space", replace: range, with: " ")]
            )
        }
        let spaces = String(repeating: "  ", count: tabs.count)
        return ReadingRules.tabIndentation.diagnostic(
            at: range,
            "a tab indents this line; YAML indents with spaces only",
            help: "use two spaces for each level",
            fixes: [Fix("replace each tab by two spaces", replace: range, with: spaces)]
        )
    }

    private static func words(for failure: YAMLFailure, in text: MarkedText) -> (
        message: String, help: String?
    ) {
        if let known = phrases[failure.problem] { return known }
        switch failure.problem {
        case "found character that cannot start any token":
            let sign = text.text(failure.index..<failure.index + 1)
            return ("a text cannot begin with '\(sign)'", "put the text in quotes")
        case _ where failure.context == "while scanning an anchor":
            return (
                "'&' begins an anchor, and no name follows it", "put the text in quotes if '&' belongs to it"
            )
        case _ where failure.problem.contains("escape"):
            return (
                "this is not an escape that YAML knows", "use single quotes, or write '\\\\' for a backslash"
            )
        default:
            let context = failure.context.isEmpty ? "" : " \(failure.context)"
            return ("this is not YAML: \(failure.problem)\(context)", nil)
        }
    }

    /// The library's commonest complaints, each with our words for it and what to try.
    private static let phrases: [String: (message: String, help: String?)] = [
        "did not find expected key": (
            "this does not fit the mapping it stands in",
            "check the indentation, and quotes or brackets left open on the lines before"
        ),
        "mapping values are not allowed in this context": (
            "a ':' makes a key of what stands before it, and no key can stand here",
            "put the text in quotes if ':' belongs to it, or check the indentation"
        ),
        "did not find expected ',' or ']'": (
            "the list opened with '[' is not closed here", "add ',' before the next item, or ']'"
        ),
        "did not find expected ',' or '}'": (
            "the mapping opened with '{' is not closed here", "add ',' before the next key, or '}'"
        ),
        "did not find expected '-' indicator": (
            "this does not fit the list it stands in", "begin each item with '- ' in the same column"
        ),
        "could not find expected ':'": (
            "a line stands here that is neither a key nor part of a text",
            "write 'key: value', with a space after ':'"
        ),
        "block sequence entries are not allowed in this context": (
            "a list item cannot begin here", "put '- ' on a line of its own below the key"
        ),
        "did not find expected node content": (
            "no value can begin here", "remove this, or close what is open before it"
        ),
        "did not find expected comment or line break": (
            "the text after '|' or '>' begins on the next line",
            "put the text on a line of its own, or in quotes"
        ),
        "found unknown directive name": (
            "a line that begins with '%' is an instruction to YAML, and there is none of this name",
            "remove the line, or put the text in quotes"
        ),
        "found incompatible YAML document": (
            "this version of YAML is not read", "write '%YAML 1.2', or remove the line"
        ),
        "mapping keys are not allowed in this context": ("a key cannot begin here", "check the indentation"),
        "did not find expected <document start>": (
            "the document before has ended, and this does not begin a new one",
            "separate documents with '---'"
        ),
    ]
}
