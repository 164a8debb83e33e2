import Events
public import Plans

/// What a current would make of an event, without sending anything.
public struct EventPreview: ~Copyable {
    /// What becomes of an event.
    ///
    /// The raw values are part of the command's output.
    public enum Outcome: String, Sendable, Hashable {
        /// The partner would get a record.
        case record
        /// It is left out on purpose.
        case filtered
        /// It would be set aside.
        case deadLettered = "dead_lettered"
        /// The line cannot be an event.
        case refused
    }

    /// What becomes of one line.
    public struct Result: Sendable, Hashable {
        /// The event's id, when there is one.
        public var id: String?
        /// What becomes of it.
        public var outcome: Outcome
        /// Why, unless it becomes a record.
        public var reason: String?
        /// The partner's record, as JSON.
        public var record: [UInt8]?
    }

    private var scanner: EventScanner
    private let selection: EventSelection
    private var mapper: any RecordMapper
    private let maximumRecordBytes: Int
    private var event = ScannedEvent()
    private let buffer = RecordBuffer()

    /// Prepares to show what `plan` makes of events.
    public init(plan: Plan, connector: any Connector, knownTypes: [String]) {
        let types = TypeTable(names: knownTypes)
        scanner = EventScanner(types: types)
        selection = EventSelection(plan: plan, types: types)
        mapper = connector.makeMapper()
        maximumRecordBytes = type(of: connector).requirements.limits.bytesPerRecord?.value ?? .max
    }

    /// What becomes of a line; nil for a blank one.
    public mutating func result(for line: UnsafeRawBufferPointer) -> Result? {
        let bytes = EventScanner.trimmed(line)
        guard !bytes.isEmpty else { return nil }
        if let refusal = scanner.scan(bytes, into: &event) {
            return Result(id: nil, outcome: .refused, reason: refusal.rawValue, record: nil)
        }
        let id = String(decoding: event.id.bytes(in: bytes), as: UTF8.self)
        if let reason = selection.judge(event, line: bytes) {
            return Result(id: id, outcome: .filtered, reason: reason.rawValue, record: nil)
        }
        guard bytes.count <= BatchBuilder.maximumEventBytes else {
            return Result(
                id: id,
                outcome: .deadLettered,
                reason: DeadLetterReason.oversize.rawValue,
                record: nil
            )
        }
        buffer.truncate(to: 0)
        switch mapper.map(event, line: bytes, into: buffer) {
        case .record where buffer.count > maximumRecordBytes:
            let reason = DeadLetterReason.tooLargeForPartner.rawValue
            return Result(id: id, outcome: .deadLettered, reason: reason, record: nil)
        case .record:
            return Result(id: id, outcome: .record, reason: nil, record: buffer.withUnsafeBytes { Array($0) })
        case .filtered(let reason):
            return Result(id: id, outcome: .filtered, reason: reason.rawValue, record: nil)
        case .deadLettered(let reason):
            return Result(id: id, outcome: .deadLettered, reason: reason.rawValue, record: nil)
        }
    }
}
