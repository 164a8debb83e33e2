import Plans

/// One yes or no per question.
typealias FilterAnswers = UnsafeMutableBufferPointer<Bool>

/// What a filter asks of one object: which keys it looks at, and how what they hold decides.
///
/// Conditions below one key are one node of their own, so that of an array of objects one must pass them all.
struct FilterNode: Sendable {
    /// What is asked of one key's value.
    struct Probe: Sendable {
        /// Where the answer goes.
        var slot: Int
        /// What is asked.
        var question: Question
    }

    /// What is asked of a value.
    enum Question: Sendable {
        /// Whether the value passes any of these.
        case value([ValueMatcher])
        /// Whether there is a value at all.
        case presence
        /// Whether the object passes.
        indirect case object(FilterNode)
    }

    /// A key that is looked at.
    struct Key: Sendable {
        var bytes: [UInt8]
        var probes: [Probe]
    }

    /// How answers decide.
    indirect enum Formula: Sendable {
        case slot(Int)
        /// Whether a field is absent from the whole event, by its number.
        case absent(Int)
        case all([Formula])
        case any([Formula])

        func holds(_ answers: FilterAnswers, _ absent: FilterAnswers) -> Bool {
            switch self {
            case .slot(let slot): answers[slot]
            case .absent(let number): absent[number]
            case .all(let parts): parts.allSatisfy { $0.holds(answers, absent) }
            case .any(let parts): parts.contains { $0.holds(answers, absent) }
            }
        }
    }

    var keys: [Key]
    private let formula: Formula
    private let slots: Int
    /// Whether every answer must be yes, so that the first no decides.
    let isConjunction: Bool

    /// Compiles what is asked of the object that lies below `depth` keys of every path.
    init(_ condition: FilterCondition, depth: Int = 0) {
        var builder = Builder(depth: depth)
        formula = builder.formula(of: condition)
        keys = builder.keys
        slots = builder.slots
        isConjunction =
            switch formula {
            case .slot: true
            case .all(let parts): parts.allSatisfy { if case .slot = $0 { true } else { false } }
            default: false
            }
    }

    /// Gathers the probes of one object.
    private struct Builder {
        let depth: Int
        var keys: [Key] = []
        var slots = 0

        mutating func formula(of condition: FilterCondition) -> Formula {
            if case .key(let key) = condition.head(at: depth) {
                let slot = Formula.slot(probe(key, .object(FilterNode(condition, depth: depth + 1))))
                // What absent fields decide holds without an object, too.
                return condition.asksForAbsence ? .any([slot, condition.withoutFields]) : slot
            }
            switch condition {
            case .field(let path, let tests):
                return .slot(
                    probe(path.count > depth ? path[depth] : "", .value(tests.map(ValueMatcher.init)))
                )
            case .present(let path): return .slot(probe(path.count > depth ? path[depth] : "", .presence))
            case .absent(let number): return .absent(number)
            case .any(let parts): return .any(parts.map { formula(of: $0) })
            case .all(let parts): return .all(grouped(parts).map { formula(of: $0) })
            }
        }

        private mutating func probe(_ key: String, _ question: Question) -> Int {
            let bytes = Array(key.utf8)
            let probe = Probe(slot: slots, question: question)
            slots += 1
            if let index = keys.firstIndex(where: { $0.bytes == bytes }) {
                keys[index].probes.append(probe)
            } else {
                keys.append(Key(bytes: bytes, probes: [probe]))
            }
            return probe.slot
        }

        /// Conditions below one key become one.
        private func grouped(_ parts: [FilterCondition]) -> [FilterCondition] {
            var order: [String] = []
            var groups: [String: [FilterCondition]] = [:]
            var others: [FilterCondition] = []
            for part in parts {
                guard case .key(let key) = part.head(at: depth) else {
                    others.append(part)
                    continue
                }
                if groups[key] == nil { order.append(key) }
                groups[key, default: []].append(part)
            }
            return others + order.compactMap { groups[$0] }.map { $0.count == 1 ? $0[0] : .all($0) }
        }
    }
}

extension FilterNode {
    /// Whether an object passes; bytes that are no object pass what asks for nothing.
    func passes(_ object: FieldRange, _ line: UnsafeRawBufferPointer, _ absent: FilterAnswers) -> Bool {
        if isConjunction { return passesAll(object, line, absent) }
        return decide(absent) { answers in
            var members = ObjectMembers(object, of: line)
            while let member = members.nextMember() {
                guard let key = key(of: member, line) else { continue }
                answer(key, .token(member.value), line, absent, into: answers)
            }
        }
    }

    /// Decides by the answers that `fill` gives; what it leaves out is no.
    func decide(_ absent: FilterAnswers, _ fill: (FilterAnswers) -> Void) -> Bool {
        withUnsafeTemporaryAllocation(of: Bool.self, capacity: max(slots, 1)) { answers in
            answers.initialize(repeating: false)
            fill(answers)
            return formula.holds(answers, absent)
        }
    }

    /// Asks a key's value everything.
    func answer(
        _ key: Key,
        _ value: FilterValue,
        _ line: UnsafeRawBufferPointer,
        _ absent: FilterAnswers,
        into answers: FilterAnswers
    ) {
        for probe in key.probes { answers[probe.slot] = probe.question.holds(value, line, absent) }
    }

    /// Whether a key's value passes everything it is asked.
    func holds(
        _ key: Key,
        _ value: FilterValue,
        _ line: UnsafeRawBufferPointer,
        _ absent: FilterAnswers
    ) -> Bool {
        key.probes.allSatisfy { $0.question.holds(value, line, absent) }
    }

    private func passesAll(
        _ object: FieldRange,
        _ line: UnsafeRawBufferPointer,
        _ absent: FilterAnswers
    ) -> Bool {
        var open = keys.count
        var members = ObjectMembers(object, of: line)
        while open > 0, let member = members.nextMember() {
            guard let key = key(of: member, line) else { continue }
            guard holds(key, .token(member.value), line, absent) else { return false }
            open &-= 1
        }
        return open <= 0
    }

    private func key(of member: ObjectMember, _ line: UnsafeRawBufferPointer) -> Key? {
        FilterValue.withText(member.key, line) { text in
            for key in keys where key.bytes.count == text.count && text.elementsEqual(key.bytes) {
                return key
            }
            return nil
        }
    }
}

extension FilterNode.Question {
    /// Whether a value passes; of an array, whether any value in it does.
    func holds(_ value: FilterValue, _ line: UnsafeRawBufferPointer, _ absent: FilterAnswers) -> Bool {
        guard case .token(let token) = value, token.bytes(in: line).first == UInt8(ascii: "[") else {
            return holdsOne(value, line, absent)
        }
        var elements = ArrayElements(token, of: line)
        while let element = elements.nextElement() {
            if holdsOne(.token(element), line, absent) { return true }
        }
        return false
    }

    private func holdsOne(
        _ value: FilterValue,
        _ line: UnsafeRawBufferPointer,
        _ absent: FilterAnswers
    ) -> Bool {
        let isObject =
            if case .token(let token) = value { token.bytes(in: line).first == UInt8(ascii: "{") } else {
                false
            }
        switch self {
        case .presence: return !isObject
        case .value(let matchers): return !isObject && ValueMatcher.anyMatches(matchers, value, line)
        case .object(let node):
            guard isObject, case .token(let token) = value else { return false }
            return node.passes(token, line, absent)
        }
    }
}
