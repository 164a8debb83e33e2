/// A text to find whatever its case: two characters are the same when their lower-case forms are.
///
/// Characters are Unicode scalars; one whose lower-case form is several scalars stands for itself.
struct FoldedText: Sendable {
    /// Where in a value the text must stand.
    enum Place: Sendable { case whole, beginning, end }

    private let scalars: [UInt32]
    private let place: Place

    init(_ text: String, at place: Place) {
        scalars = text.unicodeScalars.map { Self.folded($0.value) }
        self.place = place
    }

    /// Whether a text in UTF-8 has it in its place.
    func matches(_ text: UnsafeRawBufferPointer) -> Bool {
        var offset = 0
        if place == .end {
            // Bytes that continue a character begin with the bits 10.
            var surplus = text.reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 } - scalars.count
            guard surplus >= 0 else { return false }
            while surplus > 0 {
                offset += Self.width(text[offset])
                surplus -= 1
            }
        }
        for scalar in scalars {
            guard offset < text.count else { return false }
            let (found, width) = Self.scalar(text, at: offset)
            guard found == scalar || Self.folded(found) == scalar else { return false }
            offset += width
        }
        return place == .beginning || offset >= text.count
    }

    private static func folded(_ value: UInt32) -> UInt32 {
        if value < 0x80 { return value >= 0x41 && value <= 0x5A ? value | 0x20 : value }
        guard let scalar = Unicode.Scalar(value) else { return value }
        let lower = scalar.properties.lowercaseMapping.unicodeScalars
        guard let first = lower.first, lower.count == 1 else { return value }
        return first.value
    }

    private static func width(_ lead: UInt8) -> Int {
        lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    }

    /// The character at an offset of valid UTF-8, and how many bytes it has.
    private static func scalar(_ text: UnsafeRawBufferPointer, at offset: Int) -> (UInt32, Int) {
        let lead = text[offset]
        let width = width(lead)
        guard width > 1, offset + width <= text.count else { return (UInt32(lead), 1) }
        var value = UInt32(lead) & (0x7F >> UInt32(width))
        for index in 1..<width { value = value << 6 | UInt32(text[offset + index] & 0x3F) }
        return (value, width)
    }
}
