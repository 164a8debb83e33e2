import Events
import Testing

@Suite("Lines of a chunk")
struct LineSplitterTests {
    private func split(_ text: String) -> (lines: [String], rest: String, consumed: Int) {
        Array(text.utf8).withUnsafeBytes { chunk in
            var splitter = LineSplitter(chunk)
            var lines: [String] = []
            while let line = splitter.next() { lines.append(String(decoding: line, as: UTF8.self)) }
            return (lines, String(decoding: splitter.rest, as: UTF8.self), splitter.consumed)
        }
    }

    @Test(
        arguments: [
            ("", [], "", 0), ("a", [], "a", 0), ("a\n", ["a"], "", 2), ("\n\n", ["", ""], "", 2),
            ("a\nbc\nd", ["a", "bc"], "d", 5), ("a\r\nb", ["a\r"], "b", 3),
        ] as [(String, [String], String, Int)]
    )
    func endAtNewlinesAndLeaveTheRest(text: String, lines: [String], rest: String, consumed: Int) {
        let found = split(text)
        #expect(found.lines == lines)
        #expect(found.rest == rest)
        #expect(found.consumed == consumed)
    }

    @Test func areTheSameHoweverTheChunksAreCut() {
        let text = Array("one\ntwo\r\n\nthree é\n".utf8)
        for cut in 0...text.count {
            var lines: [String] = []
            var carried: [UInt8] = []
            for chunk in [text[..<cut], text[cut...]] {
                carried += chunk
                carried = carried.withUnsafeBytes { bytes in
                    var splitter = LineSplitter(bytes)
                    while let line = splitter.next() { lines.append(String(decoding: line, as: UTF8.self)) }
                    return Array(splitter.rest)
                }
            }
            #expect(lines == ["one", "two\r", "", "three é"])
            #expect(carried.isEmpty)
        }
    }
}
