/// The form of one character of several bytes in UTF-8.
enum UTF8Sequence {
    /// The length of the character at `bytes`, whose first byte is not ASCII.
    ///
    /// `available` says how many bytes may be read: at least 1.
    ///
    /// - Returns: 2, 3 or 4; 0 when the bytes are no character: overlong, surrogate, above U+10FFFF, cut short.
    @inline(__always)
    static func length(_ bytes: UnsafePointer<UInt8>, available: Int) -> Int {
        let lead = bytes[0]
        guard available >= 2, isContinuation(bytes[1]) else { return 0 }
        if lead < 0xE0 { return lead >= 0xC2 ? 2 : 0 }
        guard available >= 3, isContinuation(bytes[2]) else { return 0 }
        let second = bytes[1]
        if lead < 0xF0 {
            if lead == 0xE0 && second < 0xA0 || lead == 0xED && second >= 0xA0 { return 0 }
            return 3
        }
        guard available >= 4, isContinuation(bytes[3]), lead <= 0xF4 else { return 0 }
        if lead == 0xF0 && second < 0x90 || lead == 0xF4 && second >= 0x90 { return 0 }
        return 4
    }

    @inline(__always)
    private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
