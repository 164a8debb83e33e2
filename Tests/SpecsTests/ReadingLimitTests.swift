import Diagnostics
import Testing

@testable import Specs

@Suite("No text uses up time or memory") struct ReadingLimitTests {
    private func codes(_ text: String) -> [String] { Reading.parse(text).findings.map(\.code) }

    @Test func bombsOfAliasesAreCountedAndNotFollowed() {
        let bomb = (1...40).reduce("a0: &a0 [x, x]\n") { text, level in
            text + "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n"
        }
        #expect(codes(bomb) == ["CUR120"])
    }

    @Test func bombsSpreadOverDocumentsAreCountedTogether() {
        let list = "- &a [" + String(repeating: "x,", count: 900) + "]\n"
        let document = list + String(repeating: "- *a\n", count: 60)
        #expect(codes(document).isEmpty)
        #expect(codes(document + "---\n" + document) == ["CUR120"])
    }

    @Test func chainsOfAliasesAreNestedToo() {
        let chain = (1...70).reduce("- &a0 [x]\n") { $0 + "- &a\($1) [*a\($1 - 1)]\n" }
        #expect(codes(chain) == ["CUR118"])
    }

    @Test func sixtyFourLevelsPassAndOneMoreDoesNot() {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(codes(nested(64)).isEmpty)
        #expect(codes(nested(65)) == ["CUR118"])
        #expect(codes(String(repeating: "[", count: 500_000)) == ["CUR118"])
        #expect(codes(String(repeating: "- ", count: 200_000)) == ["CUR118"])
        #expect(codes(String(repeating: "{a: ", count: 200_000)) == ["CUR118"])
    }

    @Test func textsOfSixtyFourKilobytesPassAndLongerOnesDoNot() {
        #expect(codes("a: " + String(repeating: "x", count: 65_536)).isEmpty)
        #expect(codes("a: " + String(repeating: "x", count: 65_537)) == ["CUR119"])
        #expect(codes("a: " + String(repeating: "é", count: 40_000)) == ["CUR119"])
    }

    @Test func filesOfOneMegabytePassAndLargerOnesDoNot() {
        let comment = "a: 1\n#"
        let full = comment + String(repeating: "x", count: 1_048_576 - comment.utf8.count)
        #expect(codes(full).isEmpty)
        #expect(codes(full + "x") == ["CUR101"])
    }

    @Test func aHundredThousandValuesPassAndOneMoreDoesNot() {
        let items = String(repeating: "0,", count: 99_999)
        #expect(codes("[\(items)]").isEmpty)
        #expect(codes("[\(items)0]") == ["CUR120"])
    }

    @Test func aFileFullOfSyntaxErrorsReportsTwenty() {
        #expect(codes(String(repeating: "---\n@\n", count: 100_000)).count == 20)
    }
}

@Suite("Only UTF-8 without control characters is read") struct ByteCheckTests {
    private func finding(_ bytes: [UInt8]) -> Diagnostic? {
        YAMLParser.parse(SourceFile(path: "spec.yaml", bytes: bytes)).findings.first
    }

    @Test(
        arguments: [
            [0xFF, 0xFE, 0x61, 0], [0xFE, 0xFF, 0, 0x61], [0x61, 0, 0x3A, 0], [0, 0x61, 0, 0x3A],
        ] as [[UInt8]]
    )
    func sixteenBitTextIsNamed(bytes: [UInt8]) {
        #expect(finding(bytes)?.code == "CUR102")
        #expect(finding(bytes)?.message.contains("UTF-16") == true)
    }

    @Test(
        arguments: [[0xFF, 0xFE, 0, 0], [0, 0, 0xFE, 0xFF], [0x61, 0, 0, 0], [0, 0, 0, 0x61]] as [[UInt8]]
    )
    func thirtyTwoBitTextIsNamed(bytes: [UInt8]) {
        #expect(finding(bytes)?.code == "CUR102")
        #expect(finding(bytes)?.message.contains("UTF-32") == true)
    }

    @Test(
        arguments: [[0xC3], [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]] as [[UInt8]]
    )
    func theFirstBadByteIsPointedAt(bytes: [UInt8]) {
        let found = finding(Array("é: ".utf8) + bytes)
        #expect(found?.code == "CUR102")
        #expect(found?.range?.start.offset == 4)
        #expect(found?.range?.start.column == 4)
    }

    @Test(arguments: [0x00, 0x07, 0x1B, 0x7F, 0x9B, 0xFEFF, 0xFFFE] as [UInt32])
    func controlCharactersAreReported(value: UInt32) throws {
        let scalar = try #require(Unicode.Scalar(value))
        let found = finding(Array("a: b".utf8) + Array(String(scalar).utf8))
        #expect(found?.code == "CUR103")
        #expect(found?.range?.start.column == 5)
    }
}
