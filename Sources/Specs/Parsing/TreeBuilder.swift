import Diagnostics

/// Puts events together into documents, counting what aliases stand for before anything could follow them.
struct TreeBuilder {
    /// The documents without a reading error, in reading order.
    private(set) var documents: [Document] = []
    /// What was wrong.
    private(set) var findings: [Diagnostic] = []
    /// Nodes so far, each alias counted as all it stands for.
    private(set) var expandedNodes: Int
    /// Whether a limit was passed, so that nothing more may be read.
    private(set) var hasPassedLimit = false
    /// Whether any document began that was not empty.
    private(set) var hasSeenContent = false

    /// A finished value: the node, how many nodes it stands for, how deep it is, and where it ends.
    private struct Value {
        var node: Node
        var weight: Int
        var height: Int
        var end: Int
    }

    /// What an anchor stands for; nil while its value is still open.
    private typealias Anchor = Value?

    /// A collection whose end has not come yet.
    private struct Frame {
        var isMapping: Bool
        var start: Int
        var anchor: String?
        var tag: Node.Tag?
        var items: [Node] = []
        var entries: [Node.Entry] = []
        var key: Node?
        var keys: [String: SourceRange] = [:]
        var weight = 1
        var height = 1
        var end: Int
    }

    private let text: MarkedText
    private let patches: Set<Int>
    private var frames: [Frame] = []
    private var anchors: [String: Anchor] = [:]
    private var root: Value?
    private var isDamaged = false

    /// Starts with nothing read.
    ///
    /// - Parameters:
    ///   - text: The text that events speak of.
    ///   - patches: Characters where a `*` was replaced so that the library could go on.
    ///   - expandedNodes: Nodes of the same file that were counted before.
    init(_ text: MarkedText, patches: Set<Int>, expandedNodes: Int) {
        self.text = text
        self.patches = patches
        self.expandedNodes = expandedNodes
    }

    /// Takes the next event.
    mutating func take(_ event: YAMLEvent) {
        switch event.kind {
        case .documentStart: startDocument()
        case .documentEnd: endDocument()
        case .alias(let name): alias(name, event.stretch)
        case .scalar(let characters, let style, let properties):
            scalar(characters, style, properties, event.stretch)
        case .sequenceStart(let properties): open(isMapping: false, properties, event.stretch)
        case .mappingStart(let properties): open(isMapping: true, properties, event.stretch)
        case .collectionEnd: close(event.stretch)
        case .streamEnd, .other: break
        }
    }
}

extension TreeBuilder {
    private mutating func startDocument() {
        frames = []
        anchors = [:]
        root = nil
        isDamaged = false
    }

    private mutating func endDocument() {
        guard let root, !(root.node.text == "" && root.node.isNull && root.node.tag == nil) else { return }
        hasSeenContent = true
        if !isDamaged { documents.append(Document(root: root.node)) }
    }

    private mutating func report(_ finding: Diagnostic, damagesDocument: Bool) {
        findings.append(finding)
        isDamaged = isDamaged || damagesDocument
    }

    /// Whether what comes next may be a secret.
    private var isInCredentials: Bool { frames.contains { $0.key?.text == "credentials" } }

    /// Whether `weight` more nodes are too many; reports it once.
    private mutating func passesLimit(adding weight: Int, at stretch: Range<Int>) -> Bool {
        expandedNodes += weight
        guard expandedNodes > ReadingLimits.expandedNodes else { return false }
        hasPassedLimit = true
        report(ReadingRules.tooManyNodes(at: text.range(stretch)), damagesDocument: true)
        return true
    }

    /// Whether something of `height` would be nested too deep here; reports it once.
    private mutating func passesDepth(adding height: Int, at stretch: Range<Int>) -> Bool {
        guard frames.count + height > ReadingLimits.depth else { return false }
        hasPassedLimit = true
        report(ReadingRules.tooDeep(at: text.range(stretch)), damagesDocument: true)
        return true
    }
}

extension TreeBuilder {
    private mutating func alias(_ name: String, _ stretch: Range<Int>) {
        let range = text.range(stretch)
        guard let anchor = anchors[name] else {
            report(
                ReadingRules.undefinedAlias(isInCredentials ? nil : name, at: range),
                damagesDocument: true
            )
            return attach(placeholder(stretch))
        }
        guard var value = anchor else {
            report(ReadingRules.aliasCycle(name, at: range), damagesDocument: true)
            return attach(placeholder(stretch))
        }
        guard !passesLimit(adding: value.weight, at: stretch), !passesDepth(adding: value.height, at: stretch)
        else { return }
        value.node.range = range
        value.end = stretch.upperBound
        attach(value)
    }

    /// Stands where a reported alias stood until the document is dropped.
    private func placeholder(_ stretch: Range<Int>) -> Value {
        let range = text.range(stretch)
        let node = Node(content: .scalar(text.text(stretch), .plain), range: range, definition: range)
        return Value(node: node, weight: 1, height: 0, end: stretch.upperBound)
    }

    private mutating func scalar(
        _ characters: String,
        _ style: Node.Style,
        _ properties: YAMLEvent.Properties,
        _ stretch: Range<Int>
    ) {
        guard !passesLimit(adding: 1, at: stretch) else { return }
        let (start, tag) = begin(properties, stretch, allowing: [.text, .integer, .boolean, .null, .number])
        var end = max(start, stretch.upperBound)
        if style == .block {
            while end > start, let last = text.ascii(end - 1), last.isWhitespace { end -= 1 }
        }
        let range = text.range(start..<end)
        var characters = characters
        if style == .plain, patches.contains(start) {
            characters = "*" + characters.dropFirst()
            report(
                ReadingRules.globWithoutQuotes(isInCredentials ? nil : characters, at: range),
                damagesDocument: false
            )
        }
        if characters.utf8.count > ReadingLimits.scalarBytes {
            report(ReadingRules.textTooLong(characters.utf8.count, at: range), damagesDocument: true)
        }
        var node = Node(content: .scalar(characters, style), range: range, definition: range, tag: tag)
        if style == .plain, characters.isEmpty { node.comment = comment(at: end) }
        finish(Value(node: node, weight: 1, height: 0, end: end), anchor: properties.anchor)
    }

    /// A comment that looks like a text, such as `#name`, on the rest of a line.
    private func comment(at index: Int) -> SourceRange? {
        var index = index
        while text.ascii(index) == " " { index += 1 }
        guard text.ascii(index) == "#", let next = text.ascii(index + 1), !next.isWhitespace, next != "#"
        else {
            return nil
        }
        return text.range(index..<text.start(ofLine: text.line(of: index) + 1))
    }

    private mutating func open(isMapping: Bool, _ properties: YAMLEvent.Properties, _ stretch: Range<Int>) {
        guard !passesLimit(adding: 1, at: stretch), !passesDepth(adding: 1, at: stretch) else { return }
        let (start, tag) = begin(properties, stretch, allowing: [isMapping ? .mapping : .sequence])
        if let anchor = properties.anchor { anchors[anchor] = .some(nil) }
        frames.append(
            Frame(isMapping: isMapping, start: start, anchor: properties.anchor, tag: tag, end: start)
        )
    }

    private mutating func close(_ stretch: Range<Int>) {
        guard let frame = frames.popLast() else { return }
        // A block's end has no character of its own and is noticed only at the next content.
        let end = stretch.isEmpty ? frame.end : stretch.upperBound
        let range = text.range(frame.start..<max(frame.start, end))
        let content = frame.isMapping ? Node.Content.mapping(frame.entries) : .sequence(frame.items)
        let node = Node(content: content, range: range, definition: range, tag: frame.tag)
        finish(Value(node: node, weight: frame.weight, height: frame.height, end: end), anchor: frame.anchor)
    }

    private mutating func finish(_ value: Value, anchor: String?) {
        if let anchor { anchors[anchor] = .some(value) }
        attach(value)
    }

    private mutating func attach(_ value: Value) {
        guard var frame = frames.popLast() else {
            root = value
            return
        }
        frame.weight += value.weight
        frame.height = max(frame.height, value.height + 1)
        frame.end = max(frame.end, value.end)
        if !frame.isMapping {
            frame.items.append(value.node)
        } else if let key = frame.key {
            let entry = Node.Entry(key: key, value: value.node)
            if let parts = split(entry) {
                frame.entries.append(parts)
                check(key: parts.key, &frame.keys)
            } else {
                frame.entries.append(entry)
            }
            frame.key = nil
        } else {
            frame.key = value.node
            check(key: value.node, &frame.keys)
        }
        frames.append(frame)
    }

    /// Takes a key without a value that reads `key:value`, as it may in `{ }`, for what was meant, and reports it.
    ///
    /// The value may be a secret, and only its key tells.
    private mutating func split(_ entry: Node.Entry) -> Node.Entry? {
        guard case .scalar(let written, .plain) = entry.key.content, entry.value.isPlain,
            entry.value.text == "",
            entry.value.range.start == entry.value.range.end, let colon = written.utf8.firstIndex(of: 0x3A)
        else { return nil }
        let (name, rest) = (written[..<colon], written[colon...].dropFirst())
        let range = entry.key.range
        let isKey = !name.isEmpty && name.utf8.allSatisfy { $0 != 0x20 && $0 < 0x80 && $0 != 0x2E }
        guard isKey, !rest.isEmpty, !rest.hasPrefix("/"), range.start.line == range.end.line,
            range.end.offset - range.start.offset == written.utf8.count
        else { return nil }
        let sign = SourceRange(
            file: range.file,
            start: range.start.moved(by: name.utf8.count),
            end: range.start.moved(by: name.utf8.count + 1)
        )
        report(ReadingRules.missingSpace(at: sign), damagesDocument: false)
        var parts = entry
        parts.key.content = .scalar(String(name), .plain)
        parts.key.range.end = sign.start
        parts.key.definition = parts.key.range
        parts.value.content = .scalar(String(rest), .plain)
        parts.value.range = SourceRange(file: range.file, start: sign.end, end: range.end)
        parts.value.definition = parts.value.range
        return parts
    }

    private mutating func check(key: Node, _ keys: inout [String: SourceRange]) {
        guard let name = key.text else { return }
        if name == "<<", key.isPlain {
            return report(ReadingRules.mergeKey(at: key.range), damagesDocument: true)
        }
        if let first = keys[name] {
            if frames.isEmpty, name == "apiVersion" {
                // What follows is another document's, so its other keys are not given twice.
                keys = [:]
                return report(
                    ReadingRules.missingSeparator(at: key.range, first: first),
                    damagesDocument: true
                )
            }
            return report(
                ReadingRules.duplicateKey(name, at: key.range, first: first),
                damagesDocument: false
            )
        }
        keys[name] = key.range
    }
}

extension TreeBuilder {
    /// Where a value's own text starts, after its anchor and tag, and what the tag means.
    private mutating func begin(
        _ properties: YAMLEvent.Properties,
        _ stretch: Range<Int>,
        allowing allowed: [Node.Tag]
    ) -> (start: Int, tag: Node.Tag?) {
        guard properties.anchor != nil || properties.tag != nil else { return (stretch.lowerBound, nil) }
        var index = stretch.lowerBound
        var written: Range<Int>?
        while let sign = text.ascii(index), sign == "&" || sign == "!" {
            let end = endOfWord(from: index)
            if sign == "!" { written = index..<end }
            index = skipSpace(from: end)
        }
        let start = stretch.isEmpty ? index : max(stretch.lowerBound, index)
        guard let tag = properties.tag, let written else { return (start, nil) }
        let prefix = "tag:yaml.org,2002:"
        if tag.hasPrefix(prefix), let known = Node.Tag(rawValue: String(tag.dropFirst(prefix.count))) {
            if allowed.contains(known) { return (start, known) }
            report(
                ReadingRules.misplacedTag(at: text.range(written)),
                damagesDocument: false
            )
        } else {
            // A tag of YAML itself decides what the value is, and a tag without a value was meant as a text.
            report(
                ReadingRules.unknownTag(at: text.range(written), hidesText: isInCredentials),
                damagesDocument: tag.hasPrefix(prefix)
                    || allowed.contains(.text) && stretch.upperBound <= start
            )
        }
        return (start, nil)
    }

    private func endOfWord(from index: Int) -> Int {
        var index = index + 1
        while index < text.count {
            if let sign = text.ascii(index), sign.isWhitespace || ",[]{}".contains(sign) { break }
            index += 1
        }
        return index
    }

    private func skipSpace(from index: Int) -> Int {
        var index = index
        while let sign = text.ascii(index), sign.isWhitespace || sign == "#" {
            index = sign == "#" ? text.start(ofLine: text.line(of: index) + 1) : index + 1
        }
        return index
    }
}

extension SourcePosition {
    /// The place so many characters further on a line of ASCII.
    fileprivate func moved(by count: Int) -> SourcePosition {
        SourcePosition(line: line, column: column + count, offset: offset + count)
    }
}
