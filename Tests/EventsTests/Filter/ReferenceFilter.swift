import Foundation
import Plans

/// A slow evaluator to compare with: events are parsed, then flattened into values that know their place in arrays.
struct ReferenceFilter {
    /// A value without anything below it, and which element of which array it lies in.
    private struct Leaf {
        var path: [String]
        var value: Any
        /// Array by array from the outside: the array's place, and the element's number.
        var elements: [[Int]: Int]
    }

    private let leaves: [Leaf]

    init(_ event: String) throws {
        let root = try JSONSerialization.jsonObject(with: Data(event.utf8), options: [.fragmentsAllowed])
        var leaves: [Leaf] = []
        var arrays = 0
        Self.flatten(root, [], [:], &arrays, &leaves)
        self.leaves = leaves
    }

    private static func flatten(
        _ value: Any,
        _ path: [String],
        _ elements: [[Int]: Int],
        _ arrays: inout Int,
        _ leaves: inout [Leaf]
    ) {
        if let object = value as? [String: Any] {
            for (key, value) in object { flatten(value, path + [key], elements, &arrays, &leaves) }
        } else if let array = value as? [Any] {
            arrays += 1
            let place = [arrays]
            for (index, value) in array.enumerated() {
                // An element of an array of plain values is no place of its own: only objects keep fields together.
                flatten(value, path, elements.merging([place: index]) { $1 }, &arrays, &leaves)
            }
        } else {
            leaves.append(Leaf(path: path, value: value, elements: elements))
        }
    }

    /// Whether the event passes: some choice of one value per condition lies in one object of each array.
    func passes(_ pattern: EventPattern) -> Bool {
        Self.choices(pattern).contains { holds($0[...], [:]) }
    }

    /// Every way to pick one alternative of each `$or`.
    private static func choices(_ pattern: EventPattern) -> [[EventPattern]] {
        switch pattern {
        case .field: [[pattern]]
        case .any(let parts): parts.flatMap(choices)
        case .all(let parts):
            parts.reduce([[]]) { sofar, part in sofar.flatMap { left in choices(part).map { left + $0 } } }
        }
    }

    private func holds(_ conditions: ArraySlice<EventPattern>, _ chosen: [[Int]: Int]) -> Bool {
        guard let first = conditions.first, case .field(let path, let tests) = first else {
            return conditions.isEmpty
        }
        let found = leaves.filter { $0.path == path }
        if tests.contains(.exists(false)), found.isEmpty, holds(conditions.dropFirst(), chosen) {
            return true
        }
        return found.contains { leaf in
            guard tests.contains(where: { Self.passes(leaf.value, $0) }),
                leaf.elements.allSatisfy({ chosen[$0.key] == nil || chosen[$0.key] == $0.value })
            else { return false }
            return holds(conditions.dropFirst(), chosen.merging(leaf.elements) { $1 })
        }
    }

    private static func passes(_ value: Any, _ test: EventPattern.ValueTest) -> Bool {
        if case .anythingBut(let tests) = test { return !tests.contains { passes(value, $0) } }
        if case .exists(let flag) = test { return flag }
        if value is NSNull { return test == .null }
        if let text = value as? String { return passes(text, test) }
        guard let number = value as? NSNumber else { return false }
        let isBoolean = CFGetTypeIDIsBoolean(number)
        switch test {
        case .boolean(let flag): return isBoolean && number.boolValue == flag
        case .number(let wanted): return !isBoolean && number.doubleValue == Double(wanted)
        case .numeric(let bounds):
            return !isBoolean
                && bounds.allSatisfy { bound in
                    let limit = Double(bound.bound) ?? .nan
                    return switch bound.relation {
                    case .less: number.doubleValue < limit
                    case .atMost: number.doubleValue <= limit
                    case .equal: number.doubleValue == limit
                    case .atLeast: number.doubleValue >= limit
                    case .greater: number.doubleValue > limit
                    }
                }
        default: return false
        }
    }

    private static func CFGetTypeIDIsBoolean(_ number: NSNumber) -> Bool {
        String(cString: number.objCType) == "c" || String(cString: number.objCType) == "B"
    }

    private static func passes(_ text: String, _ test: EventPattern.ValueTest) -> Bool {
        switch test {
        case .text(let wanted): text.utf8.elementsEqual(wanted.utf8)
        case .prefix(let part, false): text.utf8.starts(with: part.utf8)
        case .suffix(let part, false): text.utf8.reversed().starts(with: part.utf8.reversed())
        case .prefix(let part, true): text.lowercased().utf8.starts(with: part.lowercased().utf8)
        case .suffix(let part, true):
            text.lowercased().utf8.reversed().starts(with: part.lowercased().utf8.reversed())
        case .equalsIgnoringCase(let wanted): text.lowercased() == wanted.lowercased()
        case .wildcard(let pattern): wildcard(Array(pattern.utf8)[...], Array(text.utf8)[...])
        default: false
        }
    }

    private static func wildcard(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        let rest = pattern.dropFirst()
        if first == UInt8(ascii: "*") {
            return wildcard(rest, text) || (!text.isEmpty && wildcard(pattern, text.dropFirst()))
        }
        if first == UInt8(ascii: "\\") {
            return rest.first == text.first && !text.isEmpty && wildcard(rest.dropFirst(), text.dropFirst())
        }
        return first == text.first && wildcard(rest, text.dropFirst())
    }
}
