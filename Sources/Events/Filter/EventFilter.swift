public import Plans

/// A plan's filter, compiled to be asked of one event after another.
///
/// Reads only the objects it has tests for, compares bytes, and undoes escapes only where there are some. Time is
/// linear in the event's length, whatever the filter; nothing is allocated, save for texts with escapes of more than
/// about a kilobyte.
///
/// A value is a text, number, `true`, `false` or `null`. Of an array, each value within counts, however deep; of an
/// array of objects, one object must pass all that is asked of it. An object by itself is no value.
///
/// Source: Amazon EventBridge user guide, "Comparison operators" and "Arrays in event patterns", read 2026-11-20.
public struct EventFilter: Sendable {
    private let pattern: EventPattern
    private let root: TopNode
    /// For each field that may be absent, whether it is there.
    private let presences: [TopNode]

    /// Compiles a filter.
    public init(_ pattern: EventPattern) {
        self.pattern = pattern
        var absences: [[String]] = []
        root = TopNode(FilterNode(FilterCondition(pattern, &absences)))
        presences = absences.map { TopNode(FilterNode(.present($0))) }
    }

    /// Whether an event passes.
    ///
    /// - Parameters:
    ///   - event: What scanning `line` found.
    ///   - line: The bytes that were scanned.
    /// - Returns: Whether every condition holds.
    public func passes(_ event: borrowing ScannedEvent, line: UnsafeRawBufferPointer) -> Bool {
        let none = FilterAnswers(start: nil, count: 0)
        guard !presences.isEmpty else { return root.passes(event, line, none) }
        let event = copy event
        return withUnsafeTemporaryAllocation(of: Bool.self, capacity: presences.count) { absent in
            for (number, presence) in presences.enumerated() {
                absent.initializeElement(at: number, to: !presence.passes(event, line, none))
            }
            return root.passes(event, line, absent)
        }
    }

    /// The first condition that an event does not pass, for people; nil when it passes or no condition fails alone.
    ///
    /// Compiles each condition anew: not for the hot path.
    public func firstFailure(of event: borrowing ScannedEvent, line: UnsafeRawBufferPointer) -> String? {
        for condition in pattern.conjuncts {
            guard !EventFilter(condition).passes(event, line: line) else { continue }
            guard case .field(let path, let tests) = condition else { return condition.text }
            let asked = tests.map(\.text).sorted().joined(separator: ",")
            return "\(path.joined(separator: ".")): [\(asked)]"
        }
        return nil
    }
}

/// What is asked of the event itself.
private struct TopNode: Sendable {
    private let node: FilterNode
    /// Where the scan keeps each of the node's keys; empty when it does not find them all.
    private let fields: [TopField]

    init(_ node: FilterNode) {
        self.node = node
        let fields = node.keys.compactMap { TopField($0.bytes) }
        self.fields = fields.count == node.keys.count ? fields : []
    }

    func passes(
        _ event: borrowing ScannedEvent,
        _ line: UnsafeRawBufferPointer,
        _ absent: FilterAnswers
    ) -> Bool {
        guard !fields.isEmpty, fields.areKnown(in: event) else {
            // A field that the scan does not know is absent, null, or of another kind than it should be.
            return node.passes(Self.object(of: line), line, absent)
        }
        if node.isConjunction {
            for (field, key) in zip(fields, node.keys) {
                guard node.holds(key, field.value(in: event), line, absent) else { return false }
            }
            return true
        }
        let event = copy event
        return node.decide(absent) { answers in
            for (field, key) in zip(fields, node.keys) {
                node.answer(key, field.value(in: event), line, absent, into: answers)
            }
        }
    }

    private static func object(of line: UnsafeRawBufferPointer) -> FieldRange {
        var start = 0
        var end = line.count
        while start < end, EventScanner.isWhiteSpace(line[start]) { start &+= 1 }
        while end > start, EventScanner.isWhiteSpace(line[end &- 1]) { end &-= 1 }
        return FieldRange(start, end)
    }
}

/// The fields at the top of an event that a scan finds.
private enum TopField {
    case eventType, id, time, user, properties

    init?(_ key: [UInt8]) {
        switch String(decoding: key, as: UTF8.self) {
        case "event_type": self = .eventType
        case "id": self = .id
        case "time": self = .time
        case "user": self = .user
        case "properties": self = .properties
        default: return nil
        }
    }

    /// The field's value; without meaning when the scan does not know it.
    func value(in event: borrowing ScannedEvent) -> FilterValue {
        switch self {
        case .eventType: .text(event.eventType)
        case .id: .text(event.id)
        case .time: .token(event.time)
        case .user: .token(event.user)
        case .properties: .token(event.properties)
        }
    }
}

extension [TopField] {
    /// Whether the scan knows every one of these fields.
    fileprivate func areKnown(in event: borrowing ScannedEvent) -> Bool {
        for field in self {
            switch field.value(in: event) {
            case .text(let range), .token(let range): guard range.isPresent else { return false }
            }
        }
        return true
    }
}
