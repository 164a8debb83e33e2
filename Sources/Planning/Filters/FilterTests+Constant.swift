import Glossary
import Plans

extension EventPattern.ValueTest {
    /// Whether this is one plain value.
    var isExact: Bool {
        switch self {
        case .text, .number, .boolean, .null: true
        default: false
        }
    }

    /// Whether a plain value passes.
    func passes(_ value: EventPattern.ValueTest) -> Bool {
        switch (self, value) {
        case (.exists(let flag), _): return flag
        case (.anythingBut(let tests), _): return !tests.contains { $0.passes(value) }
        case (.number(let number), .number(let other)): return DecimalNumber.order(number, other) == 0
        case (.numeric(let bounds), .number(let number)): return bounds.allSatisfy { $0.holds(for: number) }
        case (_, .text(let text)): return passes(text: text)
        default: return self == value
        }
    }

    private func passes(text: String) -> Bool {
        switch self {
        case .text(let wanted): text.utf8.elementsEqual(wanted.utf8)
        case .prefix(let part, let ignoringCase):
            Self.cased(text, ignoringCase).starts(with: Self.cased(part, ignoringCase))
        case .suffix(let part, let ignoringCase):
            Self.cased(text, ignoringCase).reversed().starts(with: Self.cased(part, ignoringCase).reversed())
        case .equalsIgnoringCase(let wanted): Self.cased(text, true) == Self.cased(wanted, true)
        case .wildcard(let pattern):
            // A literal star is beyond a glob: such a pattern may pass for all that is known here.
            pattern.contains("\\") || Glob(pattern).matches(text.utf8)
        case .cidr(let block): AddressBlock(block).map { Self.contains($0, text) } ?? false
        default: false
        }
    }

    private static func cased(_ text: String, _ ignoringCase: Bool) -> [UInt8] {
        Array((ignoringCase ? text.lowercased() : text).utf8)
    }

    private static func contains(_ block: AddressBlock, _ text: String) -> Bool {
        var text = text
        return text.withUTF8 { IPAddress(UnsafeRawBufferPointer($0)) }.map { block.contains($0) } ?? false
    }

    /// Whether everything that passes `other` passes this test too, as far as can be told from their words.
    func covers(_ other: EventPattern.ValueTest) -> Bool {
        switch (self, other) {
        case (_, .exists): return self == other
        case (.exists(let flag), _): return flag
        case (.prefix(let part, false), .prefix(let text, false)): return text.utf8.starts(with: part.utf8)
        case (.suffix(let part, false), .suffix(let text, false)):
            return text.utf8.reversed().starts(with: part.utf8.reversed())
        default: return other.isExact ? passes(other) : self == other
        }
    }
}

extension EventPattern.NumericBound {
    /// Whether a number keeps to the bound.
    func holds(for number: String) -> Bool {
        guard let order = DecimalNumber.order(number, bound) else { return false }
        return switch relation {
        case .less: order < 0
        case .atMost: order <= 0
        case .equal: order == 0
        case .atLeast: order >= 0
        case .greater: order > 0
        }
    }

    private var isLower: Bool { relation == .greater || relation == .atLeast || relation == .equal }
    private var isUpper: Bool { relation == .less || relation == .atMost || relation == .equal }
    private var isStrict: Bool { relation == .greater || relation == .less }

    /// Whether no number keeps to all of these.
    static func excludeEachOther(_ bounds: [EventPattern.NumericBound]) -> Bool {
        bounds.filter(\.isLower).contains { lower in
            bounds.filter(\.isUpper).contains { upper in
                guard let order = DecimalNumber.order(lower.bound, upper.bound) else { return false }
                return order > 0 || (order == 0 && (lower.isStrict || upper.isStrict))
            }
        }
    }
}
