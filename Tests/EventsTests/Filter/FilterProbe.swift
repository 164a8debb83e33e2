import Events
import Foundation
import Plans
import Testing

/// Asks filters of events, both as JSON text.
enum FilterProbe {
    /// A pattern from its JSON form, as a plan holds it.
    static func pattern(_ json: String) throws -> EventPattern {
        try JSONDecoder().decode(EventPattern.self, from: Data(json.utf8))
    }

    /// Whether an event passes; the scanner must take it.
    static func passes(_ event: String, _ pattern: EventPattern) -> Bool {
        let scanned = ScannedLine(event, types: ["users.messages.email.Open"])
        #expect(scanned.refusal == nil, "\(event)")
        // Memory of exactly the line's size, so that a sanitizer sees any read outside of it.
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: scanned.bytes.count, alignment: 1)
        defer { memory.deallocate() }
        memory.copyBytes(from: scanned.bytes)
        return EventFilter(pattern).passes(scanned.event, line: UnsafeRawBufferPointer(memory))
    }

    /// An event whose properties are these members.
    static func event(_ properties: String) -> String {
        #"{"id":"1","event_type":"users.messages.email.Open","time":1767225600,"user":{"user_id":"u1"},"#
            + #""properties":{\#(properties)}}"#
    }
}
