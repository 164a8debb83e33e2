/// One event of an upload, with what is wrong with it alone.
struct AmplitudeEvent {
    /// Where it stands in the body.
    var bytes: Range<Int>
    var userID: [UInt8]?
    var deviceID: [UInt8]?
    var insertID: [UInt8]?
    /// Required fields it lacks.
    var missing: Set<String> = []
    /// Fields with a value that is not as documented.
    var invalid: Set<String> = []
    /// Fields the documentation does not name.
    var unknownFields: [String] = []
    /// Whether it is no object, or an object in it names a member twice.
    var isBroken = false

    private var present: Set<String> = []

    private init(at offset: Int) { bytes = offset..<offset }

    /// Reads the event the walker stands before.
    static func read(_ walker: inout JSONWalker, now: Int64) throws(JSONProblem) -> AmplitudeEvent {
        let kind = try walker.peek()
        let start = walker.offset
        var event = AmplitudeEvent(at: start)
        guard kind == .object else {
            try walker.skip()
            event.isBroken = true
            return event
        }
        try walker.object { walker, key throws(JSONProblem) in
            let value = try walker.survey()
            event.member(String(decoding: key, as: UTF8.self), value, walker, now: now)
        }
        event.bytes = start..<walker.offset
        event.noteMissing()
        return event
    }

    private mutating func member(_ name: String, _ value: JSONSurvey, _ walker: JSONWalker, now: Int64) {
        if !present.insert(name).inserted || value.repeatsMember { isBroken = true }
        guard let kind = AmplitudeField.kinds[name] else {
            if !AmplitudeField.toleratedFields.contains(name) { unknownFields.append(name) }
            return
        }
        guard AmplitudeField.accepts(value, as: kind, in: walker, now: now) else {
            invalid.insert(name)
            return
        }
        switch name {
        case "user_id": userID = walker.text(of: value.slice.range)
        case "device_id": deviceID = walker.text(of: value.slice.range)
        case "insert_id":
            let text = walker.text(of: value.slice.range)
            if text.isEmpty { invalid.insert(name) } else { insertID = text }
        case "event_type":
            // Two quotation marks are nothing, and nothing is missing.
            if value.slice.range.count == 2 { missing.insert(name) }
        default: break
        }
    }

    private mutating func noteMissing() {
        if !present.contains("event_type") { missing.insert("event_type") }
        // The documentation does not say which of the two it names.
        if !present.contains("user_id"), !present.contains("device_id") {
            missing.formUnion(["user_id", "device_id"])
        }
        // "You must send a price and quantity or revenue with this field"; quantity defaults to 1.
        let namesProduct = present.contains("productId") || present.contains("revenueType")
        if namesProduct, !present.contains("price"), !present.contains("revenue") { missing.insert("price") }
    }
}
