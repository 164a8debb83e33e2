import Testing

@testable import Diagnostics

@Suite("Places in a text") struct SourceFileTests {
    @Test func linesEndAtAnyLineEnd() {
        let file = SourceFile(path: "a", bytes: Array("one\r\ntwo\rthree\nfour".utf8))
        #expect((1...4).map { file.text(ofLine: $0) } == ["one", "two", "three", "four"])
        #expect(file.text(ofLine: 0).isEmpty)
        #expect(file.text(ofLine: 5).isEmpty)
    }

    @Test func columnsCountScalars() {
        let file = SourceFile(path: "a", bytes: Array("x\né🎉y".utf8))
        #expect(file.position(atOffset: 8) == SourcePosition(line: 2, column: 3, offset: 8))
        #expect(file.position(atOffset: 99) == SourcePosition(line: 2, column: 4, offset: 9))
        #expect(file.position(atOffset: -1) == .start)
    }
}
