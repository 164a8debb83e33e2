import Machine
import Testing

@testable import Ledger

@Suite("Finished stretches as bytes")
struct FinishedRangesTests {
    @Test func nothingFinishedTakesNoBytes() {
        #expect(FinishedRanges.encode([], above: 12) == [])
        #expect(FinishedRanges.decode([], above: 12) == [])
    }

    @Test func aStretchIsAGapAndALength() {
        #expect(FinishedRanges.encode([15..<25, 325..<326], above: 12) == [3, 10, 0xAC, 0x02, 1])
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func whatIsWrittenIsReadAgain(_ seed: UInt64) throws {
        var random = RandomSource(seed: seed)
        let position = Int64.random(in: 0...(1 << 40), using: &random)
        var end = position
        let ranges = (0..<Int.random(in: 0...500, using: &random)).map { _ in
            let lower =
                end + Int64.random(in: 0...(1 << Int64.random(in: 0...40, using: &random)), using: &random)
            end =
                lower + Int64.random(in: 1...(1 << Int64.random(in: 0...40, using: &random)), using: &random)
            return lower..<end
        }
        let bytes = try #require(FinishedRanges.encode(ranges, above: position))
        #expect(FinishedRanges.decode(bytes, above: position) == ranges)
    }

    @Test func theLargestPositionFits() throws {
        let bytes = try #require(FinishedRanges.encode([0..<1, 1..<Int64.max], above: 0))
        #expect(FinishedRanges.decode(bytes, above: 0) == [0..<1, 1..<Int64.max])
        #expect(FinishedRanges.decode(bytes, above: 1) == nil)
    }

    @Test(arguments: [[5..<6], [20..<30, 15..<16], [20..<30, 29..<31], [20..<20]] as [[Range<Int64>]])
    func refusesStretchesThatAreNotInOrder(_ ranges: [Range<Int64>]) {
        #expect(FinishedRanges.encode(ranges, above: 12) == nil)
    }

    @Test(
        arguments: [
            [1], [1, 0], [0x80], [1, 0x80], [0x80, 0x00, 1], [1, 1, 1],
            [UInt8](repeating: 0xFF, count: 20),
        ] as [[UInt8]]
    )
    func refusesBytesNobodyWrote(_ bytes: [UInt8]) {
        #expect(FinishedRanges.decode(bytes, above: 0) == nil)
    }

    @Test(arguments: 0..<500 as Range<UInt64>)
    func anyBytesAreStretchesInOrderOrNone(_ seed: UInt64) {
        var random = RandomSource(seed: seed)
        let bytes = (0..<Int.random(in: 0...40, using: &random)).map { _ in
            UInt8.random(in: 0...255, using: &random)
        }
        guard let ranges = FinishedRanges.decode(bytes, above: 5) else { return }
        #expect(FinishedRanges.encode(ranges, above: 5) == bytes)
    }
}
