/// Reads lengths of time such as `250ms`, `30s`, `5m`, `48h` and `7d`.
enum DurationText {
    /// Longer ones are mistakes, and adding them to a clock could overflow.
    private static let longest = Duration.seconds(3650 * 86_400)

    /// The length of time, or nil for any other text and for more than ten years.
    static func parse(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, digits.utf8.count <= 12, let count = Int64(digits) else { return nil }
        let duration: Duration
        switch text[digits.endIndex...] {
        case "ms": duration = .milliseconds(count)
        case "s": duration = .seconds(count)
        case "m": duration = .seconds(count * 60)
        case "h": duration = .seconds(count * 3_600)
        case "d": duration = .seconds(count * 86_400)
        default: return nil
        }
        return duration <= longest ? duration : nil
    }
}
