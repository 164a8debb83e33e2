/// An upload's body as it was read.
struct AmplitudeUpload {
    /// Nil when it is missing.
    var apiKey: [UInt8]?
    /// Nil when they are missing.
    var events: [AmplitudeEvent]?
    /// Shorter ids are refused.
    var minimumIDLength = 5

    /// Reads a body.
    ///
    /// - Parameters:
    ///   - body: The body.
    ///   - now: Milliseconds since 1970, to tell which times are plausible.
    /// - Returns: Nil for what is no JSON object, names a member twice or has a member of another kind than
    ///   documented; all of this is `Invalid JSON request body`.
    static func read(_ body: [UInt8], now: Int64) -> AmplitudeUpload? {
        guard String(validating: body, as: UTF8.self) != nil else { return nil }
        var reader = Reader(now: now)
        var walker = JSONWalker(body)
        do throws(JSONProblem) {
            guard try walker.peek() == .object else { return nil }
            try walker.object { walker, key throws(JSONProblem) in try reader.member(key, &walker) }
            try walker.end()
        } catch {
            return nil
        }
        return reader.isWellFormed ? reader.upload : nil
    }

    private struct Reader {
        let now: Int64
        var upload = AmplitudeUpload()
        var isWellFormed = true
        private var names: Set<[UInt8]> = []

        init(now: Int64) { self.now = now }

        mutating func member(_ key: [UInt8], _ walker: inout JSONWalker) throws(JSONProblem) {
            if !names.insert(key).inserted { isWellFormed = false }
            switch String(decoding: key, as: UTF8.self) {
            case "api_key": try readKey(&walker)
            case "events": try readEvents(&walker)
            case "options": try readOptions(&walker)
            default: try walker.skip()
            }
        }

        private mutating func readKey(_ walker: inout JSONWalker) throws(JSONProblem) {
            let value = try walker.skip()
            guard value.kind == .string else { return isWellFormed = false }
            upload.apiKey = walker.text(of: value.range)
        }

        private mutating func readEvents(_ walker: inout JSONWalker) throws(JSONProblem) {
            guard try walker.peek() == .array else {
                isWellFormed = false
                try walker.skip()
                return
            }
            var events: [AmplitudeEvent] = []
            let now = now
            try walker.array { walker throws(JSONProblem) in
                events.append(try AmplitudeEvent.read(&walker, now: now))
            }
            upload.events = events
        }

        private mutating func readOptions(_ walker: inout JSONWalker) throws(JSONProblem) {
            guard try walker.peek() == .object else {
                isWellFormed = false
                try walker.skip()
                return
            }
            var minimum: JSONSlice?
            try walker.object { walker, key throws(JSONProblem) in
                let value = try walker.skip()
                if key.elementsEqual("min_id_length".utf8) { minimum = value }
            }
            guard let minimum else { return }
            guard let length = UInt16(String(decoding: walker.bytes[minimum.range], as: UTF8.self)) else {
                return isWellFormed = false
            }
            upload.minimumIDLength = Int(length)
        }
    }
}
