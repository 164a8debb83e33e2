import Testing

@testable import FakePartners

@Suite("The fakes' own JSON reader")
struct JSONWalkerTests {
    private func problem(_ text: String) -> JSONProblem? {
        var walker = JSONWalker(Array(text.utf8))
        do throws(JSONProblem) {
            try walker.skip()
            try walker.end()
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        "{}", "[]", " [ 1 , 2 ] ", "0", "-0", "-1.5e+10", "1E5", "\"\"", #""\u00e9\"\\\/\b\f\n\r\t""#, "true",
        "false", "null",
        #"{"a":{"b":[{}]},"a":1}"#, "\t\r\n1\n",
    ])
    func takesWhatIsJSON(text: String) {
        #expect(problem(text) == nil)
    }

    @Test(arguments: [
        "", " ", "{", "[", "[1,]", "{,}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "[1 2]", "1 2", "01",
        "1.", ".5", "-",
        "1e", "+1", "tru", "nulll", "True", "\"", "\"\\\"", #""\x""#, #""\u12g4""#, #""\u12"#, "\"\n\"",
        "'a'", "]", "[1]]",
        "NaN", "\u{feff}1",
    ])
    func refusesWhatIsNot(text: String) {
        #expect(problem(text) != nil)
    }

    @Test func refusesDeepNestingWithoutFallingOver() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(problem(deep)?.message == "nested too deeply")
        let most = JSONWalker.maximumDepth
        #expect(problem(String(repeating: "[", count: most) + String(repeating: "]", count: most)) == nil)
    }

    @Test func namesThePlaceOfTheProblem() {
        #expect(problem("[1, x]") == JSONProblem(message: "not a JSON value", offset: 4))
    }

    @Test(arguments: [
        (#""plain""#, "plain"), (#""a\n\"\\\/""#, "a\n\"\\/"), (#""\u0041\u00e9""#, "Aé"),
        (#""\ud83d\ude00!""#, "😀!"),
        (#""\ud83d""#, "\u{fffd}"), ("\"é\\t\"", "é\t"),
    ])
    func resolvesEscapes(text: String, expected: String) {
        let walker = JSONWalker(Array(text.utf8))
        #expect(walker.text(of: 0..<text.utf8.count) == Array(expected.utf8))
    }
}
