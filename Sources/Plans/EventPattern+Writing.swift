/// Writes a pattern in EventBridge's own JSON form, so that a plan reads as the pattern it holds.
///
/// The form is canonical: keys, tests and alternatives are sorted, what is said twice is said once, and alternatives
/// that concern one object stand in that object. So filters that mean the same in another order are the same bytes.
extension EventPattern {
    /// A pattern that has no JSON form; filters read from specs always have one.
    struct NotExpressible: Error {
        var reason: String
    }

    /// The pattern on one line of JSON, such as `{"properties":{"campaign_name":["spring"]}}`.
    public var text: String { (try? json().line) ?? "{}" }

    /// The pattern in the form that a plan file gives back: sorted, numbers in one spelling, nothing said twice.
    public var canonical: EventPattern {
        guard let json = try? json(), let pattern = try? EventPattern(json: json) else { return self }
        return pattern
    }

    /// Writes the pattern's JSON form.
    public func encode(to encoder: any Encoder) throws { try json().encode(to: encoder) }

    func json() throws -> CanonicalJSON { try simplified().json(below: 0) }

    /// Conditions in a flat list, without `$or` of one alternative.
    private func simplified() throws -> EventPattern {
        switch self {
        case .field: return self
        case .all(let parts):
            let flat = try parts.map { try $0.simplified() }.flatMap(\.conjuncts)
            return flat.count == 1 ? flat[0] : .all(flat)
        case .any(let parts):
            var seen: Set<String> = []
            let different = try parts.map { try $0.simplified() }
                .filter { seen.insert(try $0.json(below: 0).line).inserted }
            return different.count == 1 ? different[0] : .any(different)
        }
    }

    /// The conditions that must all hold.
    public var conjuncts: [EventPattern] {
        guard case .all(let parts) = self else { return [self] }
        return parts
    }

    /// The keys that every field of the pattern lies below; nil for a pattern without fields.
    private var commonPath: [String]? {
        switch self {
        case .field(let path, _): return Array(path.dropLast())
        case .all(let parts), .any(let parts):
            let paths = parts.map(\.commonPath)
            guard !paths.isEmpty else { return nil }
            return paths.dropFirst().reduce(paths[0]) { common, path in
                guard let common, let path else { return nil }
                return zip(common, path).prefix { $0 == $1 }.map(\.0)
            }
        }
    }

    /// The JSON object whose keys are those that follow `depth` keys of every path.
    private func json(below depth: Int) throws -> CanonicalJSON {
        var tree = PatternTree()
        var alternatives: [(path: [String], parts: [EventPattern])] = []
        for part in conjuncts {
            switch part {
            case .field(let path, let tests):
                let keys = Array(path.dropFirst(depth))
                guard tree.add(try Self.json(of: tests), at: keys) else {
                    throw NotExpressible(reason: "two conditions at '\(path.joined(separator: "."))'")
                }
            case .any(let parts):
                alternatives.append((Array((part.commonPath ?? []).dropFirst(depth)), parts))
            case .all: throw NotExpressible(reason: "conditions within conditions")
            }
        }
        // The deepest first: one that can stand further out finds room there.
        for (path, parts) in alternatives.sorted(by: { $0.path.count > $1.path.count }) {
            guard let home = tree.room(along: path) else {
                throw NotExpressible(reason: "more alternatives than objects to hold them")
            }
            let members = try parts.map { try $0.json(below: depth + home) }
            let sorted = members.sorted { $0.line.utf8.lexicographicallyPrecedes($1.line.utf8) }
            _ = tree.add(.array(sorted), at: path.prefix(home) + ["$or"])
        }
        return tree.json
    }
}

/// An object being put together.
private struct PatternTree {
    private var leaves: [String: CanonicalJSON] = [:]
    private var children: [String: PatternTree] = [:]

    /// Puts a value at a path, unless something stands in the way.
    mutating func add(_ value: CanonicalJSON, at path: [String]) -> Bool {
        guard let key = path.first, leaves[key] == nil else { return false }
        if path.count == 1 {
            guard children[key] == nil else { return false }
            leaves[key] = value
            return true
        }
        return children[key, default: PatternTree()].add(value, at: Array(path.dropFirst()))
    }

    /// How many keys of a path lead to the innermost object that can take an `$or`.
    func room(along path: [String]) -> Int? {
        if let key = path.first, leaves[key] == nil {
            let inner = (children[key] ?? PatternTree()).room(along: Array(path.dropFirst()))
            if let inner { return inner + 1 }
        }
        return leaves["$or"] == nil && children["$or"] == nil ? 0 : nil
    }

    var json: CanonicalJSON {
        .object(leaves.merging(children.mapValues(\.json)) { leaf, _ in leaf })
    }
}

extension EventPattern {
    /// A field's tests: sorted, each once.
    fileprivate static func json(of tests: [ValueTest]) throws -> CanonicalJSON {
        var lines: Set<String> = []
        let different = try tests.map { try $0.json() }.map { ($0, $0.line) }
            .filter { lines.insert($0.1).inserted }
        return .array(
            different.sorted { $0.1.utf8.lexicographicallyPrecedes($1.1.utf8) }.map(\.0)
        )
    }
}

extension EventPattern.ValueTest {
    /// The test on one line of JSON, such as `{"prefix":"a"}`.
    public var text: String { (try? json().line) ?? "null" }

    func json() throws -> CanonicalJSON {
        switch self {
        case .text(let text): .text(text)
        case .number(let number): try Self.json(ofNumber: number)
        case .boolean(let flag): .boolean(flag)
        case .null: .null
        case .prefix(let text, let ignoringCase): Self.json("prefix", text, ignoringCase)
        case .suffix(let text, let ignoringCase): Self.json("suffix", text, ignoringCase)
        case .equalsIgnoringCase(let text): .object(["equals-ignore-case": .text(text)])
        case .wildcard(let text): .object(["wildcard": .text(text)])
        case .cidr(let text): .object(["cidr": .text(text)])
        case .exists(let flag): .object(["exists": .boolean(flag)])
        case .numeric(let bounds): .object(["numeric": .array(try Self.json(of: bounds))])
        case .anythingBut(let tests): .object(["anything-but": try Self.operand(of: tests)])
        }
    }

    private static func json(_ name: String, _ text: String, _ ignoringCase: Bool) -> CanonicalJSON {
        .object([name: ignoringCase ? .object(["equals-ignore-case": .text(text)]) : .text(text)])
    }

    private static func json(ofNumber text: String) throws -> CanonicalJSON {
        guard let canonical = DecimalNumber.canonical(text) else {
            throw EventPattern.NotExpressible(reason: "'\(text)' is no number that a plan can hold")
        }
        if let whole = Int(canonical) { return .integer(whole) }
        return Double(canonical).map { .decimal($0) } ?? .null
    }

    /// Lower bounds come first, as EventBridge wants them.
    private static func json(of bounds: [EventPattern.NumericBound]) throws -> [CanonicalJSON] {
        let order: [EventPattern.NumericBound.Relation] = [.equal, .greater, .atLeast, .less, .atMost]
        let sorted = bounds.sorted {
            (order.firstIndex(of: $0.relation) ?? 0, $0.bound)
                < (order.firstIndex(of: $1.relation) ?? 0, $1.bound)
        }
        return try sorted.flatMap { [.text($0.relation.rawValue), try json(ofNumber: $0.bound)] }
    }

    /// Values stand as they are, other tests below the operator they share.
    private static func operand(of tests: [EventPattern.ValueTest]) throws -> CanonicalJSON {
        let parts = try tests.map { try $0.json() }
        let operators = Set(
            parts.map { part -> String? in
                guard case .object(let members) = part else { return nil }
                return members.keys.first
            }
        )
        guard operators.count == 1, let shared = operators.first else {
            throw EventPattern.NotExpressible(reason: "'anything-but' of different tests")
        }
        guard let shared else { return list(parts) }
        return .object([shared: list(parts.compactMap { $0[shared] })])
    }

    /// One value by itself, several in a sorted list, each once.
    private static func list(_ values: [CanonicalJSON]) -> CanonicalJSON {
        let sorted = Set(values).sorted { $0.line.utf8.lexicographicallyPrecedes($1.line.utf8) }
        return sorted.count == 1 ? sorted[0] : .array(sorted)
    }
}
