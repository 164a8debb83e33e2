import Events

/// Whose event it is: which of its ids Amplitude takes.
///
/// Facts: Amplitude, HTTP V2 API, `user_id`, `device_id` and `options.min_id_length`, read 2026-11-20.
struct AmplitudeIdentity {
    /// Amplitude's own rule for the shortest id, in characters.
    static let usualMinimum = 5

    /// The ids of one event that are sent; no id at all is `nobody`.
    enum Judgement: Equatable {
        case nobody
        case sent(user: Bool, device: Bool)
        /// The event cannot be sent; in words, without the id.
        case refused(String)
    }

    private enum Fault { case forbidden, short(Int) }

    /// The ids that stand for nobody.
    ///
    /// The documentation lists them in these spellings. We compare without regard to case: whoever writes `null` for
    /// nobody also writes `NULL`, and one event refused here is cheaper than a request refused there.
    private static let forbidden: [[UInt8]] = [
        "anonymous", "nil", "none", "null", "n/a", "na", "undefined", "unknown",
        "00000000-0000-0000-0000-000000000000", "{}", "lmy47d", "0", "-1",
    ].map { Array($0.utf8) }

    /// The shortest id the project takes, in characters.
    let minimum: Int
    private let unescaped = RecordBuffer()

    init(minimum: Int) { self.minimum = minimum }

    /// Looks at the ids of one event; an empty id is none.
    func judge(_ event: borrowing ScannedEvent, line: UnsafeRawBufferPointer) -> Judgement {
        let user = event.externalUserID
        let device = event.deviceID
        if user.count > 0 {
            if let fault = fault(of: user, line) {
                return .refused(words("external_user_id", user, line, fault))
            }
            return .sent(user: true, device: device.count > 0 && fault(of: device, line) == nil)
        }
        guard device.count > 0 else { return .nobody }
        guard let fault = fault(of: device, line) else { return .sent(user: false, device: true) }
        return .refused(words("device_id", device, line, fault))
    }

    private func fault(of id: FieldRange, _ line: UnsafeRawBufferPointer) -> Fault? {
        withText(of: id, line) { text in
            if Self.isForbidden(text) { return .forbidden }
            // A character takes four bytes at the most, so most ids need not be counted.
            guard text.count < minimum * 4 else { return nil }
            var characters = 0
            for byte in text where byte & 0xC0 != 0x80 { characters += 1 }
            return characters < minimum ? .short(characters) : nil
        }
    }

    private static func isForbidden(_ text: UnsafeRawBufferPointer) -> Bool {
        guard let first = text.first, text.count <= 9 || text.count == 36 && first == UInt8(ascii: "0") else {
            return false
        }
        return forbidden.contains { word in
            word.count == text.count && zip(word, text).allSatisfy { $0 == lowercased($1) }
        }
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 {
        byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
    }

    private func withText<Result>(
        of id: FieldRange,
        _ line: UnsafeRawBufferPointer,
        _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        guard id.hasEscapes else { return body(id.bytes(in: line)) }
        unescaped.truncate(to: 0)
        unescaped.appendUnescaped(id.bytes(in: line))
        return unescaped.withUnsafeBytes(body)
    }

    /// Says which rule an id breaks; of the id itself three characters are shown at the most.
    private func words(_ field: String, _ id: FieldRange, _ line: UnsafeRawBufferPointer, _ fault: Fault)
        -> String
    {
        let scalars = withText(of: id, line) { Array(String(decoding: $0, as: UTF8.self).unicodeScalars) }
        let shown = scalars.prefix(3).map {
            $0.properties.isAlphabetic || (0x20...0x7E).contains($0.value) ? $0 : "?"
        }
        let name = "user.\(field) '\(String(String.UnicodeScalarView(shown)))\(scalars.count > 3 ? "…" : "")'"
        switch fault {
        case .forbidden:
            return "\(name) is one of the ids that Amplitude refuses because they stand for nobody"
        case .short(let characters):
            return "\(name) has \(characters) characters, and the project takes \(minimum) or more "
                + "(setting minIdLength)"
        }
    }
}
