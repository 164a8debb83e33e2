import Diagnostics
import Glossary
import Plans
import Specs

/// Judges a filter as a whole: whether events of each selected type can pass it.
struct FilterJudge {
    let catalogue: FieldCatalogue

    /// Why no event of a type can pass a condition.
    private struct Obstacle {
        var range: SourceRange
        /// The reason, to follow on "no event of … passes: ".
        var reason: String
        var note: DiagnosticNote?
    }

    /// Conditions that hold already where another is judged, by path.
    private typealias Given = [[String]: (range: SourceRange, tests: [EventPattern.ValueTest])]

    /// Types that cannot pass, one finding per condition that keeps them out.
    func findings(of filter: FilterSpec) -> [Diagnostic] {
        var kept: [(obstacle: Obstacle, types: [String])] = []
        for type in catalogue.types {
            guard let obstacle = obstacle(filter.condition, type, [:]) else { continue }
            if let index = kept.firstIndex(where: { $0.obstacle.range == obstacle.range }) {
                kept[index].types.append(type.name)
            } else {
                kept.append((obstacle, [type.name]))
            }
        }
        let count = kept.reduce(0) { $0 + $1.types.count }
        guard count > 0 else { return [] }
        if count == catalogue.types.count { return [nothingPasses(filter, kept.map(\.obstacle))] }
        return kept.map { FilterLeavesOutType.finding($0.obstacle.range, $0.obstacle.reason, $0.types) }
    }

    private func nothingPasses(_ filter: FilterSpec, _ obstacles: [Obstacle]) -> Diagnostic {
        let only = obstacles.count == 1 ? obstacles.first : nil
        return FilterPassesNothing.entry.diagnostic(
            at: only?.range ?? filter.key,
            "no selected event can pass this filter" + (only.map { ": \($0.reason)" } ?? ""),
            notes: only.map { [$0.note].compactMap { $0 } }
                ?? obstacles.prefix(5).map { DiagnosticNote($0.reason, at: $0.range) },
            help: "change the condition, or select events that can pass it"
        )
    }

    /// Why no event of a type can pass; nil when one may.
    private func obstacle(_ condition: FilterSpec.Condition, _ type: EventType, _ given: Given) -> Obstacle? {
        switch condition {
        case .field(let path, let tests): return obstacle(path, tests, type, given)
        case .any(let parts, let range):
            let obstacles = parts.compactMap { obstacle($0, type, given) }
            guard obstacles.count == parts.count else { return nil }
            let shared = Set(obstacles.map(\.reason)).count == 1 ? obstacles.first?.reason : nil
            let note = obstacles.compactMap(\.note).first
            return Obstacle(range: range, reason: shared ?? "none of its alternatives can hold", note: note)
        case .all(let parts):
            var given = given
            for case .field(let path, let tests) in parts {
                if let obstacle = obstacle(path, tests, type, given) { return obstacle }
                given[path.map(\.value)] = (path.last?.range ?? tests[0].range, tests.map(\.value))
            }
            for part in parts {
                if case .field = part { continue }
                if let obstacle = obstacle(part, type, given) { return obstacle }
            }
            return nil
        }
    }

    private func obstacle(
        _ path: [Located<String>],
        _ tests: [Located<EventPattern.ValueTest>],
        _ type: EventType,
        _ given: Given
    ) -> Obstacle? {
        guard let last = path.last else { return nil }
        let keys = path.map(\.value)
        let fact = catalogue.fact(of: keys, in: type)
        let name = "'\(keys.joined(separator: "."))'"
        guard tests.contains(where: { Self.mayPass($0.value, fact) }) else {
            let reason = fact.isCarried ? "\(name) never fits" : "they have no \(name)"
            return Obstacle(range: last.range, reason: reason)
        }
        guard let other = given[keys], Self.contradict(tests.map(\.value), other.tests, fact) else {
            return nil
        }
        return Obstacle(
            range: last.range,
            reason: "\(name) cannot fit this and another condition",
            note: DiagnosticNote("the other condition", at: other.range)
        )
    }

    private static func mayPass(_ test: EventPattern.ValueTest, _ fact: FilterFact) -> Bool {
        switch (fact, test) {
        case (.absent, .exists(let wanted)), (.object, .exists(let wanted)): return !wanted
        case (.absent, _), (.object, _): return false
        case (_, .exists(let wanted)): return wanted || !fact.isRequired
        case (.eventType(let name), _): return test.passes(.text(name))
        case (_, .anythingBut): return true
        default:
            guard let kind = fact.kind, let wanted = FilterKind(of: test) else { return true }
            return kind.holds(wanted)
        }
    }

    /// Whether no value passes both; of a list of values, different ones may.
    private static func contradict(
        _ tests: [EventPattern.ValueTest],
        _ others: [EventPattern.ValueTest],
        _ fact: FilterFact
    ) -> Bool {
        guard let kind = fact.kind, kind != .texts else { return false }
        return !tests.contains { test in others.contains { isCompatible(test, $0) } }
    }

    private static func isCompatible(_ test: EventPattern.ValueTest, _ other: EventPattern.ValueTest) -> Bool
    {
        switch (test, other) {
        case (.exists(let flag), .exists(let otherFlag)): flag == otherFlag
        case (.exists(let flag), _), (_, .exists(let flag)): flag
        case (.numeric(let bounds), .numeric(let more)):
            !EventPattern.NumericBound.excludeEachOther(bounds + more)
        default: test.isExact ? other.passes(test) : other.isExact ? test.passes(other) : true
        }
    }
}
