import Events
import Foundation
import Plans
import Testing

@Suite("Filters agree with a slow evaluator")
struct FilterPropertyTests {
    @Test(arguments: 0..<40)
    func onRandomPatternsAndEvents(seed: UInt64) throws {
        var random = FilterGenerator(seed: seed)
        var passed = 0
        for _ in 0..<150 {
            let pattern = random.pattern(depth: 0, below: [])
            let event = random.event()
            let expected = try ReferenceFilter(event).passes(pattern)
            #expect(FilterProbe.passes(event, pattern) == expected, "\(pattern.text)\n\(event)")
            if expected { passed += 1 }
        }
        #expect(passed > 0, "both answers are met")
        #expect(passed < 150)
    }

    @Test(arguments: 0..<20)
    func theCanonicalFormMeansTheSame(seed: UInt64) throws {
        var random = FilterGenerator(seed: seed &+ 1_000)
        for _ in 0..<100 {
            let pattern = random.pattern(depth: 0, below: [])
            let back = try FilterProbe.pattern(pattern.text)
            #expect(back == pattern.canonical)
            #expect(back.text == pattern.text)
            #expect(back.canonical == back)
            let event = random.event()
            #expect(
                try FilterProbe.passes(event, back) == ReferenceFilter(event).passes(pattern),
                "\(pattern.text)\n\(event)"
            )
        }
    }
}

/// Patterns and events over few keys and values, so that they meet.
struct FilterGenerator {
    private var random: SeededGenerator
    private static let keys = ["a", "b", "c"]
    private static let texts = ["", "x", "X", "xy", "yx", "é", "É", "a*b", "\"\\", "5", "true"]
    private static let numbers = ["0", "5", "-5", "2.5", "100"]

    init(seed: UInt64) { random = SeededGenerator(state: seed) }

    mutating func pattern(depth: Int, below path: [String]) -> EventPattern {
        var parts: [EventPattern] = []
        let root = depth == 0 ? ["user", "properties", "other"] : Self.keys
        for key in root.shuffled(using: &random).prefix(Int.random(in: 1...2, using: &random)) {
            // Objects hold fields; values stand at the bottom.
            if depth < 1 || (depth < 3 && Int.random(in: 0..<4, using: &random) == 0) {
                parts.append(pattern(depth: depth + 1, below: path + [key]))
            } else {
                parts.append(.field(path + [key], tests()))
            }
        }
        // Alternatives at the bottom of one object: elsewhere arrays make their meaning depend on how they are written.
        if Int.random(in: 0..<3, using: &random) == 0, depth > 0 {
            let alternatives = (0..<Int.random(in: 2...3, using: &random)).map { _ in
                EventPattern.field(path + [Self.keys.randomElement(using: &random) ?? "a"], tests())
            }
            parts = parts.filter { part in
                guard case .field(let own, _) = part else { return true }
                return !alternatives.contains { if case .field(own, _) = $0 { true } else { false } }
            }
            parts.append(.any(alternatives))
        }
        return parts.count == 1 ? parts[0] : .all(parts)
    }

    private mutating func tests() -> [EventPattern.ValueTest] {
        (0..<Int.random(in: 1...3, using: &random)).map { _ in test() }
    }

    private mutating func text() -> String { Self.texts.randomElement(using: &random) ?? "" }
    private mutating func number() -> String { Self.numbers.randomElement(using: &random) ?? "0" }

    private mutating func test() -> EventPattern.ValueTest {
        switch Int.random(in: 0..<13, using: &random) {
        case 0, 1: .text(text())
        case 2: .number(number())
        case 3: .boolean(.random(using: &random))
        case 4: .null
        case 5: .prefix(text(), ignoringCase: .random(using: &random))
        case 6: .suffix(text(), ignoringCase: .random(using: &random))
        case 7: .equalsIgnoringCase(text())
        case 8: .wildcard(["*", "x*", "*x", "a\\*b", "*x*y", ""].randomElement(using: &random) ?? "*")
        case 9: .anythingBut([.text(text()), .text(text())])
        case 10: .anythingBut([.number(number())])
        case 11: .numeric([.init(.greater, number()), .init(.atMost, number())])
        default: .exists(.random(using: &random))
        }
    }

    mutating func event() -> String {
        let user = value(depth: 1)
        let properties = object(depth: 1)
        let other = value(depth: 1)
        return #"{"id":"1","user":\#(user),"properties":\#(properties),"other":\#(other)}"#
    }

    private mutating func object(depth: Int) -> String {
        let keys = Self.keys.shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random))
        return "{" + keys.map { #""\#($0)": \#(value(depth: depth + 1))"# }.joined(separator: " ,") + "}"
    }

    private mutating func value(depth: Int) -> String {
        let most = depth > 3 ? 6 : depth == 1 ? 12 : 9
        switch Int.random(in: 0..<most, using: &random) {
        case 0, 1, 2:
            return (try? JSONEncoder().encode(text())).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
        case 3: return [number(), number() + "e0"].randomElement(using: &random) ?? "0"
        case 4: return ["true", "false"].randomElement(using: &random) ?? "true"
        case 5: return "null"
        case 6: return "[" + (0..<2).map { _ in value(depth: depth + 1) }.joined(separator: ",") + "]"
        case 7: return "[" + (0..<3).map { _ in object(depth: depth + 1) }.joined(separator: ",") + "]"
        default: return object(depth: depth)
        }
    }
}
