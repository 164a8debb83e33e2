import Events

/// The vendor's seconds as Amplitude's milliseconds, by their digits.
///
/// Source: Amplitude, HTTP V2 API: `time` is milliseconds since the epoch and anything else is refused, read
/// 2026-11-20.
enum AmplitudeTime {
    /// Milliseconds of more digits lie after the year 5138; whoever sends them has not sent seconds.
    static let maximumDigits = 14

    /// Appends the milliseconds of a time token; parts of a millisecond are cut off.
    ///
    /// - Returns: What is wrong with the token, in words; nothing is appended then.
    static func append(_ token: UnsafeRawBufferPointer, to buffer: RecordBuffer) -> String? {
        guard let first = token.first else { return "the event has no time" }
        if token.count <= maximumDigits - 3, first != UInt8(ascii: "0"), isPlain(token) {
            buffer.append(token)
            buffer.append("000")
            return nil
        }
        guard first != UInt8(ascii: "-") else { return "its time is negative" }
        guard first >= UInt8(ascii: "0"), first <= UInt8(ascii: "9") else {
            return "its time is not a number of seconds"
        }
        guard
            let digits = AmplitudeDecimal(token)?.wholePart(shiftedBy: 3, limit: maximumDigits)
        else { return "its time is too large for a number of seconds" }
        digits.withUnsafeBytes { buffer.append($0) }
        return nil
    }

    private static func isPlain(_ token: UnsafeRawBufferPointer) -> Bool {
        for byte in token where byte &- UInt8(ascii: "0") > 9 { return false }
        return true
    }
}
