import Testing

@testable import Events

@Suite("Record buffer")
struct RecordBufferTests {
    private func text(_ buffer: RecordBuffer) -> String {
        buffer.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }

    private func unescaped(_ content: String) -> String {
        let buffer = RecordBuffer()
        Array(content.utf8).withUnsafeBytes { buffer.appendUnescaped($0) }
        return text(buffer)
    }

    @Test func appendsBytesLiteralsFieldsAndNumbersInOrder() {
        let buffer = RecordBuffer(capacity: 1)
        let line = Array(#"{"id":"7"}"#.utf8)
        buffer.append("{\"é\":")
        line.withUnsafeBytes { buffer.append(FieldRange(start: 6, end: 9), of: $0) }
        buffer.append(UInt8(ascii: ","))
        line.withUnsafeBytes { buffer.append(FieldRange.absent, of: $0) }
        line.withUnsafeBytes { buffer.append(FieldRange(start: 6, end: 99), of: $0) }
        buffer.appendDecimal(-42)
        #expect(text(buffer) == #"{"é":"7",-42"#)
    }

    @Test(arguments: [0, 1, -1, 9, 10, 1_700_000_000, Int64.max, Int64.min])
    func writesNumbersAsTheStandardLibraryDoes(number: Int64) {
        let buffer = RecordBuffer()
        buffer.appendDecimal(number)
        #expect(text(buffer) == String(number))
    }

    @Test func growsFarBeyondItsCapacity() {
        let buffer = RecordBuffer(capacity: 64)
        let piece = [UInt8](repeating: 0x61, count: 1_000)
        for _ in 0..<1_000 { piece.withUnsafeBytes { buffer.append($0) } }
        #expect(buffer.count == 1_000_000)
        #expect(buffer.withUnsafeBytes { $0.allSatisfy { $0 == 0x61 } })
    }

    @Test func escapesWhatJSONDoesNotAllowInStrings() {
        let buffer = RecordBuffer()
        buffer.appendJSONString("a\"b\\c\n\r\t\u{8}\u{C}\u{0}\u{1F}\u{7F}é😀/")
        #expect(text(buffer) == #""a\"b\\c\n\r\t\b\f\u0000\u001f"# + "\u{7F}é😀/\"")
        buffer.truncate(to: 0)
        buffer.appendJSONString("")
        #expect(text(buffer) == #""""#)
    }

    @Test func undoesEscapes() {
        #expect(unescaped(#"\"\\\/\b\f\n\r\t"#) == "\"\\/\u{8}\u{C}\n\r\t")
        #expect(unescaped(#"\u0041\u00e9\u20AC\ud83d\ude00"#) == "Aé€😀")
        #expect(unescaped("plain é") == "plain é")
        #expect(unescaped("") == "")
    }

    @Test func replacesHalvesOfSurrogatePairs() {
        #expect(unescaped(#"\ud800"#) == "\u{FFFD}")
        #expect(unescaped(#"\ud800\ud83d\ude00"#) == "\u{FFFD}😀")
        #expect(unescaped(#"\ude00\ud83d"#) == "\u{FFFD}\u{FFFD}")
    }

    @Test(arguments: [#"\"#, #"a\x"#, #"\u12"#, #"\u00G0"#, #"\ud83d\u"#])
    func copiesMalformedEscapes(content: String) {
        #expect(unescaped(content) == content.replacing(#"\ud83d"#, with: "\u{FFFD}"))
    }

    @Test func readsBackWhatItEscaped() {
        let original = "tab\t quote\" slash\\ nul\u{0} é 😀"
        let buffer = RecordBuffer()
        buffer.appendJSONString(original)
        #expect(unescaped(String(text(buffer).dropFirst().dropLast())) == original)
    }

    @Test func truncatesButNeverGrows() {
        let buffer = RecordBuffer()
        buffer.append("abcdef")
        buffer.truncate(to: 9)
        #expect(text(buffer) == "abcdef")
        buffer.truncate(to: -1)
        buffer.truncate(to: 2)
        #expect(text(buffer) == "ab")
    }

    @Test func handsOverItsMemoryAndStartsAgain() {
        let buffer = RecordBuffer()
        #expect(buffer.takeStorage().baseAddress == nil)
        buffer.append("first")
        let taken = buffer.takeStorage()
        defer { taken.deallocate() }
        #expect(buffer.count == 0)
        buffer.append("second")
        #expect(String(decoding: UnsafeRawBufferPointer(taken), as: UTF8.self) == "first")
        #expect(text(buffer) == "second")
    }
}
