import Events
import Plans
import Testing

@Suite("JSON grammar")
struct GrammarTests {
    @Test(
        arguments: [
            "0", "-0", "7", "-12", "1234567890123456789012345678901234567890", "0.5", "-0.0", "3.14159",
            "1e5",
            "1E5", "1e+5", "1e-5", "0e0", "12.34E-56", "1e400", #""""#, #""text""#, #""\"\\\/\b\f\n\r\t""#,
            #""\u0000\uFFFF\uabCD""#, #""\ud83d\ude00""#, "true", "false", "null", "[]", "[ ]", "[1]",
            "[[],[[]],{}]",
            "[1 , 2\t,\r3]", "{}", "{ }", #"{"":""}"#, #"{"a":{"b":{"c":[null]}}}"#, "\"\u{7F}\"",
            "\"\u{2028}\"",
        ]
    )
    func accepts(value: String) {
        #expect(ScannedLine(event(holding: value)).refusal == nil)
    }

    @Test(
        arguments: [
            "", "-", "+1", "01", "-01", "00", "1.", ".5", "-.5", "1.e5", "1e", "1e+", "1e1.5", "1..2", "0x10",
            "1_000",
            "NaN", "Infinity", "-Infinity", "1 2", "--1", "1-", "tru", "True", "truee", "nul", "NULL",
            "falsey", "undefined",
            "'a'", "a", #""a"#, #"a""#, #""\""#, #""\x41""#, #""\u12""#, #""\u12G4""#, #""\U0041""#,
            #""\u+123""#,
            #""\'""#, "\"\t\"", "\"\n\"", "\"\u{0}\"", "\"\u{1F}\"", "[", "]", "[1", "[1,", "[1,]", "[,1]",
            "[1,,2]",
            "[1 2]", "[1}", "{", "}", #"{"a"}"#, #"{"a":}"#, #"{"a":1"#, #"{"a":1,}"#, #"{,"a":1}"#,
            #"{"a" 1}"#,
            #"{"a"::1}"#, #"{"a":1:2}"#, #"{a:1}"#, "{1:1}", #"{"a":1]"#, #"{"a":1 "b":2}"#, "/* */1",
            "1 // a", #"\"a""#,
            #""a"\"#, "\u{FEFF}1", "\u{A0}1", "\u{0B}1",
        ]
    )
    func refuses(value: String) {
        #expect(ScannedLine(event(holding: value)).refusal == .notJSON)
    }

    @Test(
        arguments: [
            "", " ", "[]", #"["id"]"#, #""id""#, "1", "null", "{", "}", "{}{}", #"{"id":"1"} x"#,
            #"{"id":"1"},"#,
            #"{"id":"1"}}"#, "\u{FEFF}{\"id\":\"1\"}", #"{"id":"1""#, #"{"id":"1"#,
        ]
    )
    func refusesWhatIsNotOneObject(line: String) {
        #expect(ScannedLine(line).refusal == .notJSON)
    }

    @Test(arguments: [
        "{\"id\":\"1\"}\r", " \t\r\n{\"id\":\"1\"}", "{ \"id\"\t:\r\n\"1\" } ", "{\r\n\"id\":\"1\"\r\n}\r\n",
    ])
    func allowsWhiteSpaceBetweenTokens(line: String) {
        let scanned = ScannedLine(line)
        #expect(scanned.refusal == nil)
        #expect(scanned.text(scanned.event.id) == "1")
    }

    @Test func allowsTabsBetweenTokensButNotInsideStringsOfTheSameLine() {
        #expect(ScannedLine("{\t\"id\":\"1\",\t\"a\":\"b\"}").refusal == nil)
        #expect(ScannedLine("{\t\"id\":\"1\",\t\"a\":\"b\tc\"}").refusal == .notJSON)
    }

    @Test(arguments: ["[", #"{"a":"#])
    func allows128Levels(opener: String) {
        let closer = opener == "[" ? "]" : "}"
        func nested(_ levels: Int) -> String {
            event(
                holding: String(repeating: opener, count: levels) + "1"
                    + String(repeating: closer, count: levels)
            )
        }
        #expect(ScannedLine(nested(EventScanner.maximumDepth - 1)).refusal == nil)
        #expect(ScannedLine(nested(EventScanner.maximumDepth)).refusal == .notJSON)
    }

    @Test func refusesAMillionOpenBracketsWithoutRecursion() {
        #expect(
            ScannedLine(#"{"id":"1","a":"# + String(repeating: "[", count: 1_000_000)).refusal == .notJSON
        )
    }

    @Test(arguments: [1, 7, 8, 15, 16, 17, 31, 32, 33, 47, 62, 63, 64, 65, 127, 128, 129, 65_536])
    func findsTheEndOfAStringOfAnyLength(length: Int) {
        let text = String(repeating: "x", count: length)
        let scanned = ScannedLine(#"{"id":"\#(text)","a":"\#(text)\\","b":"\\\"\#(text)"}"#)
        #expect(scanned.refusal == nil)
        #expect(scanned.text(scanned.event.id) == text)
    }

    @Test(arguments: 1..<140)
    func tellsEscapedQuotesWhereverBlocksEnd(shift: Int) {
        let padding = String(repeating: "p", count: shift)
        for slashes in 0..<6 {
            let run = String(repeating: #"\"#, count: slashes)
            let isClosed = slashes.isMultiple(of: 2)
            let line = #"{"id":"\#(padding)\#(run)""# + (isClosed ? "}" : #"","a":""}"#)
            #expect(
                ScannedLine(line).refusal == (isClosed ? nil : ReferenceParser.read(Array(line.utf8)).refusal)
            )
        }
    }

    @Test func findsNothingLeftOverFromTheLineBefore() {
        var scanner = EventScanner(types: TypeTable(names: []), seed: 3)
        _ = ScannedLine(Array(#"{"id":"1\\"}  \"#.utf8), &scanner)
        _ = ScannedLine(Array("{\"id\":\"1\t\", \"a".utf8), &scanner)
        let scanned = ScannedLine(Array(#"{"id":"2","a":"b"}"#.utf8), &scanner)
        #expect(scanned.refusal == nil)
        #expect(scanned.text(scanned.event.id) == "2")
        #expect(!scanned.event.time.isPresent)
    }

    @Test func tellsBlankLines() {
        func isBlank(_ text: String) -> Bool { Array(text.utf8).withUnsafeBytes { EventScanner.isBlank($0) } }
        #expect(isBlank(""))
        #expect(isBlank(" \t\r"))
        #expect(!isBlank(" {"))
        #expect(!isBlank("\u{0B}"))
    }
}
