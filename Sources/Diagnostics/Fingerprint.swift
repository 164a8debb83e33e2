/// A name for a finding that stays the same while the finding does, wherever it moves within its file.
///
/// It is made of the code, the file and the summary, never of the text at the place: that may be a secret. Equal
/// findings of one file are numbered in reading order.
struct Fingerprints {
    private var seen: [String: Int] = [:]

    /// The fingerprint of the next finding in reading order: 16 hexadecimal digits, `:` and a number from 1.
    mutating func next(_ diagnostic: Diagnostic) -> String {
        let key = [diagnostic.code, diagnostic.range?.file ?? "", diagnostic.message].joined(separator: "\0")
        let number = seen[key, default: 0] + 1
        seen[key] = number
        return "\(Self.hash(key)):\(number)"
    }

    /// FNV-1a of 64 bits: small, the same on every machine, and enough to tell findings apart.
    private static func hash(_ text: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
