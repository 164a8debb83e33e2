import Plans

/// One test of a value, compiled.
enum ValueMatcher: Sendable {
    case text([UInt8])
    case number(FilterNumber)
    case boolean(Bool)
    case null
    case prefix([UInt8])
    case suffix([UInt8])
    case folded(FoldedText)
    case wildcard(NamePattern)
    case block(AddressBlock)
    case bounds([FilterBound])
    case anythingBut([ValueMatcher])
    /// Every value passes.
    case anything
    /// None does: a test that says nothing, which no plan holds.
    case nothing

    init(_ test: EventPattern.ValueTest) {
        switch test {
        case .text(let text): self = .text(Array(text.utf8))
        case .number(let number): self = FilterNumber(number).map { .number($0) } ?? .nothing
        case .boolean(let flag): self = .boolean(flag)
        case .null: self = .null
        case .prefix(let text, false): self = .prefix(Array(text.utf8))
        case .suffix(let text, false): self = .suffix(Array(text.utf8))
        case .prefix(let text, true): self = .folded(FoldedText(text, at: .beginning))
        case .suffix(let text, true): self = .folded(FoldedText(text, at: .end))
        case .equalsIgnoringCase(let text): self = .folded(FoldedText(text, at: .whole))
        case .wildcard(let pattern):
            self = (try? WildcardText(pattern)).map { .wildcard(NamePattern(parts: $0.parts)) } ?? .nothing
        case .cidr(let block): self = AddressBlock(block).map { .block($0) } ?? .nothing
        case .numeric(let bounds):
            let read = bounds.compactMap(FilterBound.init)
            self = read.count == bounds.count ? .bounds(read) : .nothing
        case .anythingBut(let tests): self = .anythingBut(tests.map(ValueMatcher.init))
        case .exists(let flag): self = flag ? .anything : .nothing
        }
    }

    /// Whether a value that is neither object nor array passes any of these.
    static func anyMatches(
        _ matchers: [ValueMatcher],
        _ value: FilterValue,
        _ line: UnsafeRawBufferPointer
    ) -> Bool {
        switch value {
        case .text(let text):
            return FilterValue.withText(text, line) { bytes in matchers.contains { $0.matches(text: bytes) } }
        case .token(let token):
            let bytes = token.bytes(in: line)
            guard bytes.first == UInt8(ascii: "\""), bytes.count >= 2 else {
                return matchers.contains { $0.matches(scalar: bytes) }
            }
            // What the scan hands out as a whole, such as a time, does not say whether it holds escapes.
            let hasEscapes = token.hasEscapes || bytes.contains(UInt8(ascii: "\\"))
            let content = FieldRange(Int(token.start) &+ 1, Int(token.end) &- 1, hasEscapes: hasEscapes)
            return FilterValue.withText(content, line) { bytes in
                matchers.contains { $0.matches(text: bytes) }
            }
        }
    }

    /// Whether a text passes.
    func matches(text: UnsafeRawBufferPointer) -> Bool {
        switch self {
        case .text(let bytes): text.count == bytes.count && text.elementsEqual(bytes)
        case .prefix(let bytes): text.starts(with: bytes)
        case .suffix(let bytes):
            text.count >= bytes.count
                && UnsafeRawBufferPointer(rebasing: text[(text.count - bytes.count)...]).elementsEqual(bytes)
        case .folded(let folded): folded.matches(text)
        case .wildcard(let pattern): pattern.matches(text)
        case .block(let block): IPAddress(text).map { block.contains($0) } ?? false
        case .anythingBut(let matchers): !matchers.contains { $0.matches(text: text) }
        case .anything: true
        case .number, .boolean, .null, .bounds, .nothing: false
        }
    }

    /// Whether a number, `true`, `false` or `null` passes.
    func matches(scalar: UnsafeRawBufferPointer) -> Bool {
        switch self {
        case .number(let number): number.order(of: scalar) == 0
        case .bounds(let bounds): bounds.allSatisfy { $0.holds(for: scalar) }
        case .boolean(let flag): scalar.first == (flag ? UInt8(ascii: "t") : UInt8(ascii: "f"))
        case .null: scalar.first == UInt8(ascii: "n")
        case .anythingBut(let matchers): !matchers.contains { $0.matches(scalar: scalar) }
        case .anything: true
        case .text, .prefix, .suffix, .folded, .wildcard, .block, .nothing: false
        }
    }
}

/// A number of a filter, kept as its digits.
struct FilterNumber: Sendable {
    private let text: [UInt8]
    private let number: DecimalNumber

    /// Takes a number as written; nil for anything that is none.
    init?(_ written: String) {
        text = Array(written.utf8)
        guard let number = text.withUnsafeBytes({ DecimalNumber($0) }) else { return nil }
        self.number = number
    }

    /// How a value compares with the number: less than 0 when it is less; nil when it is no number.
    func order(of value: UnsafeRawBufferPointer) -> Int? {
        guard let other = DecimalNumber(value) else { return nil }
        return text.withUnsafeBytes { other.order(in: value, with: number, in: $0) }
    }
}

/// One bound of a numeric test.
struct FilterBound: Sendable {
    private let relation: EventPattern.NumericBound.Relation
    private let number: FilterNumber

    init?(_ bound: EventPattern.NumericBound) {
        relation = bound.relation
        guard let number = FilterNumber(bound.bound) else { return nil }
        self.number = number
    }

    func holds(for value: UnsafeRawBufferPointer) -> Bool {
        guard let order = number.order(of: value) else { return false }
        return switch relation {
        case .less: order < 0
        case .atMost: order <= 0
        case .equal: order == 0
        case .atLeast: order >= 0
        case .greater: order > 0
        }
    }
}
