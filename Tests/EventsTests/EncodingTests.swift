import Events
import Plans
import Testing

@Suite("UTF-8 of lines")
struct EncodingTests {
    /// An event whose value holds the bytes, so far into the line that they meet each place of a block.
    private func line(_ bytes: [UInt8], shift: Int) -> [UInt8] {
        Array(#"{"id":"1","a":""#.utf8) + [UInt8](repeating: 0x61, count: shift) + bytes + Array(#""}"#.utf8)
    }

    @Test(
        arguments: [
            [0xC2, 0x80], [0xDF, 0xBF], [0xE0, 0xA0, 0x80], [0xED, 0x9F, 0xBF], [0xEE, 0x80, 0x80],
            [0xEF, 0xBF, 0xBF],
            [0xF0, 0x90, 0x80, 0x80], [0xF4, 0x8F, 0xBF, 0xBF], [0xE2, 0x80, 0x93, 0xC3, 0xBC], [0x7F],
        ] as [[UInt8]]
    )
    func acceptsCharacters(bytes: [UInt8]) {
        for shift in 0..<70 { #expect(ScannedLine(line(bytes, shift: shift)).refusal == nil) }
    }

    @Test(
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xC2, 0xC2, 0x80],
            [0xE0, 0x80, 0x80],
            [0xE0, 0x9F, 0xBF], [0xE2, 0x80], [0xE2, 0x41, 0x80], [0xE2, 0x80, 0x41], [0xED, 0xA0, 0x80],
            [0xED, 0xBF, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF0, 0x9F, 0x98, 0x41],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE],
            [0xFF],
            [0xC3, 0xBC, 0xBC],
        ] as [[UInt8]]
    )
    func refusesWhatIsNoCharacter(bytes: [UInt8]) {
        for shift in 0..<70 { #expect(ScannedLine(line(bytes, shift: shift)).refusal == .invalidUTF8) }
    }

    @Test(arguments: [[0xC3], [0xE2, 0x80], [0xF0, 0x9F, 0x98]] as [[UInt8]])
    func refusesACharacterCutByTheEndOfTheLine(bytes: [UInt8]) {
        for shift in 0..<70 {
            let line = Array(line([], shift: shift).dropLast(2)) + bytes
            #expect(ScannedLine(line).refusal == .invalidUTF8)
        }
    }

    @Test func agreesWithTheStandardLibraryOnEveryPairOfBytes() {
        var scanner = EventScanner(types: TypeTable(names: []), seed: 1)
        for lead in UInt8(0x80)...0xFF {
            for next in UInt8(0x80)...0xFF {
                for last in [0x7A, 0x80, 0xBF] as [UInt8] {
                    let bytes = [lead, next, last, last]
                    let expected: RefusalReason? =
                        String(validating: bytes, as: UTF8.self) == nil ? .invalidUTF8 : nil
                    #expect(ScannedLine(line(bytes, shift: 0), &scanner).refusal == expected)
                }
            }
        }
    }

    @Test func namesBadUTF8BeforeEveryOtherFault() {
        #expect(ScannedLine(Array(#"{"a":1,"a":2,"b":"#.utf8) + [0xFF]).refusal == .invalidUTF8)
        #expect(ScannedLine([0xFF]).refusal == .invalidUTF8)
    }

    @Test(arguments: [#""\ud800""#, #""\udc00\ud800""#, #""\ud800\u0041""#, #""\ud800x""#])
    func allowsHalfASurrogatePairAsTheGrammarDoes(value: String) {
        #expect(ScannedLine(event(holding: value)).refusal == nil)
    }
}
