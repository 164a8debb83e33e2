/// A value found in a text, and what a strict reader asks about it.
struct JSONSurvey: Hashable {
    var slice: JSONSlice
    /// Objects and arrays around the innermost value, this one included; 0 for a plain value.
    var depth = 0
    /// Whether an object in it names a member twice.
    var repeatsMember = false
}

extension JSONWalker {
    /// Reads any value and all that is in it.
    mutating func survey() throws(JSONProblem) -> JSONSurvey {
        let kind = try peek()
        let start = offset
        var depth = 0
        var repeats = false
        switch kind {
        case .object:
            var names: Set<[UInt8]> = []
            try object { walker, key throws(JSONProblem) in
                if !names.insert(key).inserted { repeats = true }
                let inner = try walker.survey()
                depth = max(depth, inner.depth)
                repeats = repeats || inner.repeatsMember
            }
        case .array:
            try array { walker throws(JSONProblem) in
                let inner = try walker.survey()
                depth = max(depth, inner.depth)
                repeats = repeats || inner.repeatsMember
            }
        default:
            return JSONSurvey(slice: try skip())
        }
        let slice = JSONSlice(kind: kind, range: start..<offset)
        return JSONSurvey(slice: slice, depth: depth + 1, repeatsMember: repeats)
    }
}
