import Testing

@testable import Events

@Suite("Hashes of values")
struct HashKeyTests {
    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    private func keyed(_ key: [UInt8], _ data: [UInt8]) -> String? {
        data.withUnsafeBytes { HashKey(key).hash($0) }.map(Self.hex)
    }

    /// RFC 4231, "Identifiers and Test Vectors for HMAC-SHA", section 4, read 2026-11-20.
    @Test(
        arguments: [
            (
                [UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8),
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
            ),
            (
                Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
            (
                [UInt8](repeating: 0xAA, count: 20), [UInt8](repeating: 0xDD, count: 50),
                "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
            ),
            (
                Array(1...25), [UInt8](repeating: 0xCD, count: 50),
                "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
            ),
            (
                [UInt8](repeating: 0xAA, count: 131),
                Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
            (
                [UInt8](repeating: 0xAA, count: 131),
                Array(
                    ("This is a test using a larger than block-size key and a larger than block-size data. "
                        + "The key needs to be hashed before being used by the HMAC algorithm.").utf8
                ),
                "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
            ),
        ]
    )
    func agreesWithThePublishedKeyedHashes(key: [UInt8], data: [UInt8], expected: String) {
        #expect(keyed(key, data) == expected)
    }

    /// NIST, "Secure Hashing, example values" (SHA-256), read 2026-11-20.
    @Test(
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ]
    )
    func agreesWithThePublishedPlainHashes(text: String, expected: String) {
        let hash = Array(text.utf8).withUnsafeBytes { Self.hex(HashKey.sha256($0)) }
        #expect(hash == expected)
    }

    @Test func aKeyServesMoreThanOnce() {
        let key = HashKey(Array("Jefe".utf8))
        let hashes = (0..<3).map { _ in
            Array("what do ya want for nothing?".utf8).withUnsafeBytes { key.hash($0) }.map(Self.hex)
        }
        #expect(Set(hashes) == ["5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"])
    }

    @Test func showsNothingOfTheKey() {
        #expect("\(HashKey(Array("a secret of sixteen bytes".utf8)))" == "***")
        #expect(HashKey.masked.hash(UnsafeRawBufferPointer(start: nil, count: 0)) == nil)
    }
}
