/// Reads `{"events":[…]}` and checks what every event must have.
enum EventList {
    /// What is wrong with a body, in words for whoever sent it.
    struct Problem: Error, Hashable, CustomStringConvertible {
        var description: String
    }

    /// The events in the order they stand, or the first thing that is wrong.
    static func read(_ body: [UInt8]) -> Result<[OfferedEvent], Problem> {
        guard String(validating: body, as: UTF8.self) != nil else {
            return .failure(Problem(description: "the body is not UTF-8"))
        }
        var reader = Reader()
        var walker = JSONWalker(body)
        do throws(JSONProblem) {
            let isObject = try walker.peek() == .object
            if isObject {
                try walker.object { walker, key throws(JSONProblem) in try reader.member(key, &walker) }
            } else {
                try walker.skip()
            }
            try walker.end()
            guard isObject else { return .failure(Problem(description: "the body is no object")) }
        } catch {
            return .failure(Problem(description: "not JSON at byte \(error.offset): \(error.message)"))
        }
        if let problem = reader.problem { return .failure(problem) }
        guard reader.hasEvents else { return .failure(Problem(description: "'events' is missing")) }
        return .success(reader.events)
    }

    /// Gathers events; keeps the first problem, but reads on, since a body that is no JSON at all is worse.
    private struct Reader {
        var events: [OfferedEvent] = []
        var hasEvents = false
        var problem: Problem?
        private var count = 0

        mutating func member(_ key: [UInt8], _ walker: inout JSONWalker) throws(JSONProblem) {
            guard key.elementsEqual("events".utf8) else {
                try walker.skip()
                return
            }
            if hasEvents { report("'events' is there twice") }
            hasEvents = true
            guard try walker.peek() == .array else {
                report("'events' is no array")
                try walker.skip()
                return
            }
            try walker.array { walker throws(JSONProblem) in try element(&walker) }
        }

        private mutating func element(_ walker: inout JSONWalker) throws(JSONProblem) {
            let index = count
            count += 1
            guard try walker.peek() == .object else {
                report("events[\(index)] is no object")
                try walker.skip()
                return
            }
            let start = walker.offset
            var event = EventFields()
            try walker.object { walker, key throws(JSONProblem) in try event.member(key, &walker) }
            if let problem = event.problem { report("events[\(index)]: \(problem)") }
            events.append(OfferedEvent(id: event.id, bytes: start..<walker.offset))
        }

        private mutating func report(_ text: String) {
            if problem == nil { problem = Problem(description: text) }
        }
    }
}

/// The members every event must have.
private struct EventFields {
    private(set) var id: [UInt8] = []
    private var seen: Set<[UInt8]> = []
    private var firstProblem: String?

    /// What is wrong, once all members have been read.
    var problem: String? {
        if let firstProblem { return firstProblem }
        let missing = Self.required.first { !seen.contains(Array($0.utf8)) }
        return missing.map { "'\($0)' is missing" }
    }

    private static let required = ["event_type", "id", "time", "user", "properties"]

    mutating func member(_ key: [UInt8], _ walker: inout JSONWalker) throws(JSONProblem) {
        let name = String(decoding: key, as: UTF8.self)
        if !seen.insert(key).inserted { report("'\(name)' is there twice") }
        let value = try walker.skip()
        switch name {
        case "event_type", "id":
            let text = value.kind == .string ? walker.text(of: value.range) : []
            if text.isEmpty { report("'\(name)' must be a string that is not empty") }
            if name == "id" { id = text }
        case "time":
            if !isSeconds(value, in: walker.bytes) {
                report("'time' must be a whole number of seconds since 1970")
            }
        case "user", "properties":
            if value.kind != .object { report("'\(name)' must be an object") }
        default:
            break
        }
    }

    /// A whole number; one of twelve digits or more can only be milliseconds.
    private func isSeconds(_ value: JSONSlice, in bytes: [UInt8]) -> Bool {
        guard value.kind == .number else { return false }
        let digits = bytes[value.range]
        return digits.count < 12 && digits.allSatisfy { (0x30...0x39).contains($0) }
    }

    private mutating func report(_ text: String) {
        if firstProblem == nil { firstProblem = text }
    }
}
