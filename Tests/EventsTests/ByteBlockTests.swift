import Testing

@testable import Events

@Suite("Blocks of bytes")
struct ByteBlockTests {
    private func expectTruth<Block: ByteBlockForm>(_ form: Block.Type, _ bytes: [UInt8]) {
        let block = bytes.withUnsafeBytes { $0.baseAddress.map { Block($0) } }
        func mask(_ belongs: (UInt8) -> Bool) -> UInt64 {
            bytes.enumerated().reduce(0) { belongs($1.element) ? $0 | 1 << UInt64($1.offset) : $0 }
        }
        let slashes = mask { $0 == UInt8(ascii: "\\") }
        let controls = mask { $0 < 0x20 }
        let nonASCII = mask { $0 >= 0x80 }
        #expect(block?.quotes == mask { $0 == UInt8(ascii: "\"") })
        #expect(block?.backslashes == slashes)
        #expect(block?.nonASCII == nonASCII)
        #expect(block?.hasBackslashes == (slashes != 0))
        #expect(block?.hasControls == (controls != 0))
        #expect(block?.hasNonASCII == (nonASCII != 0))
        #expect(block?.isUnusual == (slashes | controls | nonASCII != 0))
    }

    private func expectTruth(_ bytes: [UInt8]) {
        expectTruth(PortableBlock.self, bytes)
        expectTruth(ByteBlock.self, bytes)
    }

    @Test func tellEveryByteAtEveryPlace() {
        for place in 0..<64 {
            for byte in UInt8.min...UInt8.max {
                var bytes = [UInt8](repeating: 0x61, count: 64)
                bytes[place] = byte
                expectTruth(bytes)
            }
        }
    }

    @Test func tellMixturesOfTheBytesThatMatter() {
        var random = SeededGenerator(state: 5)
        let telling: [UInt8] = [
            0x22, 0x23, 0x21, 0x5C, 0x5D, 0x00, 0x1F, 0x20, 0x7F, 0x80, 0xA2, 0xDC, 0xFF, 0x61,
        ]
        for _ in 0..<500 {
            expectTruth((0..<64).map { _ in telling[Int.random(in: 0..<telling.count, using: &random)] })
        }
    }
}
