import Delivery
import Events
import Plans

/// One event → one event of Amplitude's HTTP API.
///
/// Values and keys are copied as they are written: a number keeps its digits and a text its escapes. Facts: Braze,
/// event glossary, Amplitude tabs, and Amplitude, HTTP V2 API, both read 2026-11-20.
struct AmplitudeMapping: RecordMapper {
    private let types: TypeTable
    private let kinds: [AmplitudeEventKind]
    private let identity: AmplitudeIdentity
    private let unescaped = RecordBuffer()

    /// Prepares the names of a plan's events.
    init(plan: Plan) {
        types = TypeTable(names: plan.events.map(\.type))
        let names = Dictionary(plan.events.map { ($0.type, $0.name) }) { first, _ in first }
        kinds = types.names.map { type in
            let usual = AmplitudeEventNames.naming.name(of: type)
            return AmplitudeEventKind(type: type, name: names[type].flatMap { $0 } ?? usual)
        }
        identity = AmplitudeIdentity(
            minimum: plan.settings["minIdLength"]?.integer ?? AmplitudeIdentity.usualMinimum
        )
    }

    mutating func map(
        _ event: borrowing ScannedEvent,
        line: UnsafeRawBufferPointer,
        into buffer: RecordBuffer
    ) -> MappingResult {
        let start = buffer.count
        let result = write(event, line, buffer)
        if result != .record { buffer.truncate(to: start) }
        return result
    }

    private func write(
        _ event: borrowing ScannedEvent,
        _ line: UnsafeRawBufferPointer,
        _ buffer: RecordBuffer
    ) -> MappingResult {
        let number = number(ofTypeOf: event, line)
        guard kinds.indices.contains(number) else { return failed("its event type is not in the plan") }
        switch identity.judge(event, line: line) {
        case .nobody: return .filtered(.noIdentity)
        case .refused(let words): return failed(words)
        case .sent(let user, let device):
            buffer.append("{")
            if user { append(#""user_id":""#, event.externalUserID, line, buffer) }
            if device { append(#""device_id":""#, event.deviceID, line, buffer) }
        }
        guard kinds[number].append(name: event.name, of: line, to: buffer) else {
            return failed("the custom event has no name (properties.name)")
        }
        buffer.append(#","time":"#)
        if let words = AmplitudeTime.append(event.time.bytes(in: line), to: buffer) { return failed(words) }
        buffer.append(#","insert_id":""#)
        buffer.append(event.id, of: line)
        buffer.append(#"","library":"Braze""#)
        let properties = AmplitudeProperties(event, line, of: kinds[number], unescaped)
        guard properties.append(to: buffer) else {
            return failed("an own property and another property would share a key")
        }
        buffer.append("}")
        return .record
    }

    private func failed(_ words: String) -> MappingResult { .deadLettered(.mappingFailed, words) }

    /// Appends a member whose value is a text of the event, and a comma.
    @inline(__always)
    private func append(
        _ name: StaticString,
        _ value: FieldRange,
        _ line: UnsafeRawBufferPointer,
        _ buffer: RecordBuffer
    ) {
        buffer.append(name)
        buffer.append(value, of: line)
        buffer.append(#"","#)
    }

    /// The scan's own number counts another table's types.
    private func number(ofTypeOf event: borrowing ScannedEvent, _ line: UnsafeRawBufferPointer) -> Int {
        let name = event.eventType.bytes(in: line)
        guard event.eventType.hasEscapes else { return Int(types.index(of: name)) }
        unescaped.truncate(to: 0)
        unescaped.appendUnescaped(name)
        return Int(unescaped.withUnsafeBytes { types.index(of: $0) })
    }
}

/// What the mapping does with all events of one type.
struct AmplitudeEventKind {
    /// The member `event_type`; the own name of a custom event goes between the two.
    private let head: [UInt8]
    private let tail: [UInt8]
    /// Whether the name a project sees holds the event's own name.
    let takesOwnName: Bool
    /// Whether price, quantity and product are Amplitude's, not just properties.
    let isPurchase: Bool

    init(type: String, name: String) {
        isPurchase = type == "users.behaviors.Purchase"
        let star = type == EventNaming.customEvent ? name.firstRange(of: EventNaming.ownName) : nil
        takesOwnName = star != nil
        head = Array(#""event_type":""#.utf8) + Self.escaped(star.map { name[..<$0.lowerBound] } ?? name[...])
        tail = (star.map { Self.escaped(name[$0.upperBound...]) } ?? []) + [UInt8(ascii: "\"")]
    }

    /// Appends the member `event_type`.
    ///
    /// - Returns: Whether the event has the own name that its type needs; nothing is appended otherwise.
    func append(name: FieldRange, of line: UnsafeRawBufferPointer, to buffer: RecordBuffer) -> Bool {
        guard !takesOwnName || name.count > 0 else { return false }
        head.withUnsafeBytes { buffer.append($0) }
        if takesOwnName { buffer.append(name, of: line) }
        tail.withUnsafeBytes { buffer.append($0) }
        return true
    }

    private static func escaped(_ text: Substring) -> [UInt8] {
        let buffer = RecordBuffer()
        buffer.appendJSONString(String(text))
        return buffer.withUnsafeBytes { Array($0.dropFirst().dropLast()) }
    }
}
