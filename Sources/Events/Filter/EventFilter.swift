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
    private let root: FilterNode
    /// Where the scan keeps each of the root's keys; empty when it does not find them all.
    private let topFields: [TopField]

    /// Compiles a filter.
    public init(_ pattern: EventPattern) {
        self.pattern = pattern
        root = FilterNode(pattern)
        let fields = root.keys.compactMap { TopField($0.bytes) }
        topFields = fields.count == root.keys.count ? fields : []
    }

    /// Whether an event passes.
    ///
    /// - Parameters:
    ///   - event: What scanning `line` found.
    ///   - line: The bytes that were scanned.
    public func passes(_ event: borrowing ScannedEvent, line: UnsafeRawBufferPointer) -> Bool {
        guard !topFields.isEmpty, topFields.areKnown(in: event) else {
            // A field that the scan does not know is absent, null, or of another kind than it should be.
            return root.passes(Self.object(of: line), line)
        }
        if root.isConjunction {
            for (field, key) in zip(topFields, root.keys) {
                guard root.holds(key, field.value(in: event), line) else { return false }
            }
            return true
        }
        let event = copy event
        return root.decide { answers in
            for (field, key) in zip(topFields, root.keys) {
                root.answer(key, field.value(in: event), line, into: answers)
            }
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
