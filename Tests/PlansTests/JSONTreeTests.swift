import Testing

@testable import Plans

@Suite("JSON as it was written") struct JSONTreeTests {
    private func tree(_ text: String) throws -> JSONTree { try JSONTree(reading: Array(text.utf8)) }

    private func differences(_ expected: String, _ actual: String) throws -> [String] {
        try tree(expected).differences(from: try tree(actual)).map {
            "\($0.path): \($0.expected?.json ?? "-") / \($0.actual?.json ?? "-")"
        }
    }

    @Test func digitsAndOrderStay() throws {
        let text = #"{"b":1.0,"a":[1e400,-0,null,true,"\u00e9\ud83d\ude00\/"]}"#
        #expect(try tree(text).json == #"{"b":1.0,"a":[1e400,-0,null,true,"é😀/"]}"#)
    }

    @Test(arguments: [
        ("1", "1.0"), ("10", "1e1"), ("0.10", "1E-1"), ("-0", "0.000"), ("100e-2", "1"), ("0", "0e999"),
        ("12345678901234567890.0", "12345678901234567890"),
    ])
    func numbersAreComparedByValue(left: String, right: String) throws {
        #expect(try differences(left, right).isEmpty)
    }

    @Test(arguments: [
        ("1", "-1"), ("1", "10"), ("0.1", "0.01"), ("9007199254740993", "9007199254740992"), ("1", "\"1\""),
        ("1e9999", "1e9998"), ("0", "false"), ("null", "false"),
    ])
    func differentValuesDiffer(left: String, right: String) throws {
        #expect(try differences(left, right) == [": \(left) / \(right)"])
    }

    @Test func everyDifferenceHasItsPath() throws {
        let expected = #"{"a":{"b":[1,2,3],"c":"x"},"same":true,"gone":1}"#
        let actual = #"{"more":null,"same":true,"a":{"c":"y","b":[1,5]}}"#
        #expect(
            try differences(expected, actual) == [
                "a.b[1]: 2 / 5", "a.b[2]: 3 / -", "a.c: \"x\" / \"y\"", "gone: 1 / -", "more: - / null",
            ]
        )
    }

    @Test func aTextThatHoldsAnObjectMayBeExpectedAsOne() throws {
        #expect(try differences(#"{"Detail":{"n":1}}"#, #"{"Detail":"{\"n\":1.0}"}"#).isEmpty)
        #expect(try differences(#"{"Detail":{"n":2}}"#, #"{"Detail":"{\"n\":1}"}"#) == ["Detail.n: 2 / 1"])
        #expect(try differences(#"{"Detail":{}}"#, #"{"Detail":"text"}"#) == ["Detail: {} / \"text\""])
    }

    @Test(arguments: [
        ("", 0), ("{", 1), ("[1,]", 3), ("{\"a\":1,\"a\":2}", 7), ("01", 0), ("1.", 0), ("+1", 0), ("nul", 0),
        ("\"\\x\"", 1), ("\"\\ud800\"", 3), ("\"a", 2), ("\"\n\"", 1), ("[1 2]", 3), ("1 2", 2), ("{a:1}", 1),
        ("\"\\u12\"", 3),
    ])
    func whatIsNotJSONIsToldAtItsByte(text: String, offset: Int) {
        do throws(JSONTreeProblem) {
            _ = try JSONTree(reading: Array(text.utf8))
            #expect(Bool(false), "'\(text)' was read")
        } catch {
            #expect(error.offset == offset, "\(error.message)")
        }
    }

    @Test func depthIsLimited() {
        let text = String(repeating: "[", count: 100_000)
        #expect(throws: JSONTreeProblem.self) { try JSONTree(reading: Array(text.utf8)) }
    }
}
