public import Plans

/// Which events one current wants, decided from a scan by the number of the event's type.
public struct EventSelection: Sendable {
    /// The event type whose events carry a name of their own.
    public static let customEventType = "users.behaviors.CustomEvent"

    private enum Rule: UInt8, Sendable {
        case leaveOut, take, takeNamed
    }

    /// One rule per type of the table.
    private let rules: [Rule]
    private let names: [NamePattern]
    /// What events of the types taken must pass besides; nil lets all pass.
    public let filter: EventFilter?

    /// Compiles a plan's selection.
    ///
    /// - Parameters:
    ///   - plan: What the current selects; types that are not in the table are never met and so ignored.
    ///   - types: The table the events are scanned with.
    public init(plan: Plan, types: TypeTable) {
        let selected = Set(plan.events.map { Array($0.type.utf8) })
        let isNarrowed = plan.customEvents != nil
        rules = types.names.map { name in
            guard selected.contains(Array(name.utf8)) else { return .leaveOut }
            return isNarrowed && name == Self.customEventType ? .takeNamed : .take
        }
        names = (plan.customEvents ?? []).map { NamePattern($0) }
        filter = plan.filter.map(EventFilter.init)
    }

    /// Decides about one event.
    ///
    /// - Parameters:
    ///   - event: What scanning `line` found, with the table this selection was made for.
    ///   - line: The bytes that were scanned.
    /// - Returns: Why the event is left out, or nil when the current wants it.
    public func judge(_ event: borrowing ScannedEvent, line: UnsafeRawBufferPointer) -> FilterReason? {
        let type = Int(event.type)
        guard type >= 0, type < rules.count else { return .unknownEventType }
        switch rules[type] {
        case .leaveOut: return .notSelected
        case .take: return isFiltered(event, line) ? .notSelected : nil
        case .takeNamed:
            guard isNamed(event.name, line) else { return .notSelected }
            return isFiltered(event, line) ? .notSelected : nil
        }
    }

    /// Why the filter left an event out, for people; nil when its type or name was the reason.
    ///
    /// Not for the hot path.
    public func filterDetail(
        of event: borrowing ScannedEvent,
        line: UnsafeRawBufferPointer
    ) -> String? {
        let type = Int(event.type)
        guard let filter, type >= 0, type < rules.count, rules[type] != .leaveOut else { return nil }
        if rules[type] == .takeNamed, !isNamed(event.name, line) { return nil }
        guard !filter.passes(event, line: line) else { return nil }
        let condition = filter.firstFailure(of: event, line: line)
        return condition.map { "the filter asks for \($0)" } ?? "the filter left it out"
    }

    private func isFiltered(_ event: borrowing ScannedEvent, _ line: UnsafeRawBufferPointer) -> Bool {
        guard let filter else { return false }
        return !filter.passes(event, line: line)
    }

    private func isNamed(_ name: FieldRange, _ line: UnsafeRawBufferPointer) -> Bool {
        guard name.isPresent else { return false }
        guard name.hasEscapes else { return isMatch(name.bytes(in: line)) }
        let text = RecordBuffer(capacity: name.count)
        text.appendUnescaped(name.bytes(in: line))
        return text.withUnsafeBytes { isMatch($0) }
    }

    private func isMatch(_ name: UnsafeRawBufferPointer) -> Bool {
        names.contains { $0.matches(name) }
    }
}
