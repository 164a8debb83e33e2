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
        /// More about the outcome, for people; empty when there is no more.
        public var detail = ""
        /// The partner's record, as JSON.
        public var record: [UInt8]?
    }

    private var scanner: EventScanner
    private let selection: EventSelection
    private let rewriter: EventRewriter?
    /// Whether hashes with a key are shown as `HashKey.mask`.
    private let isMasked: Bool
    private var mapper: any RecordMapper
    private let maximumRecordBytes: Int
    private var event = ScannedEvent()
    private let buffer = RecordBuffer()

    /// Prepares to show what `plan` makes of events.
    ///
    /// No secret is asked for: hashes with a key are shown as `HashKey.mask`, and the result's detail says so.
    public init(plan: Plan, connector: any Connector, knownTypes: [String]) {
        let types = TypeTable(names: knownTypes)
        scanner = EventScanner(types: types)
        selection = EventSelection(plan: plan, types: types)
        rewriter = EventRewriter(plan: plan, types: types, key: .masked)
        isMasked = plan.hashKey != nil
        mapper = connector.makeMapper()
        maximumRecordBytes = min(plan.delivery.recordBytes ?? .max, plan.delivery.batchBytes)
    }

    /// What becomes of a line; nil for a blank one.
    public mutating func result(for line: UnsafeRawBufferPointer) -> Result? {
        let bytes = EventScanner.trimmed(line)
        guard !bytes.isEmpty else { return nil }
        if let refusal = scanner.scan(bytes, into: &event) {
            return Result(id: nil, outcome: .refused, reason: refusal.rawValue)
        }
        let id = String(decoding: event.id.bytes(in: bytes), as: UTF8.self)
        if let reason = selection.judge(event, line: bytes) {
            let detail = selection.filterDetail(of: event, line: bytes) ?? ""
            return Result(id: id, outcome: .filtered, reason: reason.rawValue, detail: detail)
        }
        guard bytes.count <= BatchBuilder.maximumEventBytes else {
            return Result(id: id, outcome: .deadLettered, reason: DeadLetterReason.oversize.rawValue)
        }
        switch rewriter?.rewrite(event, line: bytes) {
        case nil, .unchanged:
            return mapped(event, bytes, id: id)
        case .failed(let words):
            let reason = DeadLetterReason.mappingFailed.rawValue
            return Result(id: id, outcome: .deadLettered, reason: reason, detail: words)
        case .rewritten:
            var result = rewriter?.withRewritten { mapped($0, $1, id: id) }
            if isMasked, result?.outcome == .record, result?.detail == "" {
                result?.detail = "hashes with a key are shown as \(HashKey.mask)"
            }
            return result
        }
    }

    private mutating func mapped(
        _ event: borrowing ScannedEvent,
        _ bytes: UnsafeRawBufferPointer,
        id: String
    ) -> Result {
        buffer.truncate(to: 0)
        let weight: Int
        switch mapper.map(event, line: bytes, into: buffer) {
        case .record:
            weight = buffer.count
        case .recordWeighing(let bytes):
            weight = bytes
        case .filtered(let reason):
            return Result(id: id, outcome: .filtered, reason: reason.rawValue)
        case .deadLettered(let reason, let words):
            return Result(id: id, outcome: .deadLettered, reason: reason.rawValue, detail: words)
        }
        guard weight <= maximumRecordBytes else {
            let reason = DeadLetterReason.tooLargeForPartner.rawValue
            return Result(id: id, outcome: .deadLettered, reason: reason)
        }
        return Result(id: id, outcome: .record, record: buffer.withUnsafeBytes { Array($0) })
    }
}
