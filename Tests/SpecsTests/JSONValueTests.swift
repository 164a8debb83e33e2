import Diagnostics
import Testing

@testable import Specs

@Suite("YAML values become JSON") struct JSONValueTests {
    private func result(_ value: String) throws -> (Result<String, NoJSON>, text: String) {
        let text = "key: \(value)\n"
        let (documents, findings) = Reading.parse(text)
        #expect(findings.isEmpty)
        let node = try #require(documents.first?.root["key"])
        return (node.json(), text)
    }

    @Test(arguments: [
        ("", "null"), ("~", "null"), ("null", "null"), ("NULL", "null"), ("nULL", "\"nULL\""),
        ("true", "true"), ("True", "true"), ("FALSE", "false"), ("yes", "\"yes\""), ("on", "\"on\""),
        ("1", "1"), ("-3", "-3"), ("+5", "5"), ("007", "7"), ("-0", "-0"), ("0o17", "15"), ("0x1F", "31"),
        ("1.0", "1.0"), ("1.50", "1.50"), (".5", "0.5"), ("-.5", "-0.5"), ("5.", "5.0"), ("1e400", "1e400"),
        ("1.E+3", "1.0E+3"), ("123456789012345678901234567890", "123456789012345678901234567890"),
        (".", "\".\""), ("1e", "\"1e\""), ("1e+-3", "\"1e+-3\""), ("1_000", "\"1_000\""), ("0b1", "\"0b1\""),
        ("12:30", "\"12:30\""), ("2026-01-01", "\"2026-01-01\""), ("[~]", "[null]"),
        ("\"1\"", "\"1\""), ("'true'", "\"true\""), ("!!str 1", "\"1\""), ("!!int \"1\"", "1"),
        ("!!float 1", "1"), ("text with \\ and \"", "\"text with \\\\ and \\\"\""),
        ("\"a\\n\\t\\u0001é😀\"", "\"a\\n\\t\\u0001é😀\""),
        ("{ b: 1, a: [x, 2, {}], \"c d\": null }", "{\"b\":1,\"a\":[\"x\",2,{}],\"c d\":null}"),
    ])
    func everyFormOfValue(yaml: String, json: String) throws {
        #expect(try result(yaml).0.get() == json)
    }

    @Test(arguments: [
        (".inf", ".inf", "'.inf' is a number that JSON cannot write"),
        ("-.INF", "-.INF", "'-.INF' is a number that JSON cannot write"),
        ("[1, .nan]", ".nan", "'.nan' is a number that JSON cannot write"),
        (
            "0xFFFFFFFFFFFFFFFFFF", "0xFFFFFFFFFFFFFFFFFF",
            "'0xFFFFFFFFFFFFFFFFFF' is larger than can be written in tens"
        ),
        ("{ a: !!int x }", "x", "'x' is no '!!int'"),
        ("!!int 1.5", "1.5", "'1.5' is no '!!int'"),
        ("{ [a]: 1 }", "[a]", "a key of JSON must be a text"),
    ])
    func whatJSONCannotSayIsToldAtItsPlace(yaml: String, marked: String, message: String) throws {
        let (result, text) = try result(yaml)
        guard case .failure(let problem) = result else { return #expect(Bool(false), "\(result)") }
        #expect(problem.message == message)
        #expect(Reading.slice(text, problem.range).hasSuffix(marked))
    }

    @Test func aliasesCannotMakeItEndless() throws {
        let text = String(repeating: "x", count: 60_000)
        let aliases = Array(repeating: "*a", count: 100).joined(separator: ", ")
        let (result, _) = try result("[&a \(text), \(aliases)]")
        #expect(throws: NoJSON.self) { try result.get() }
    }
}
