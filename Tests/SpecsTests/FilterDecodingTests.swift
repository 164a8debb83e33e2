import Diagnostics
import Plans
import Testing

@testable import Specs

@Suite("Reading filters") struct FilterDecodingTests {
    private static func spec(_ filter: String) -> String {
        """
        apiVersion: currents/v1
        kind: Current
        metadata: { name: mail }
        spec:
          source: events
          partner: http
          events: [users.messages.email.Open]
          filter: \(filter)

        """
    }

    private func read(_ text: String) -> (filter: FilterSpec?, findings: [Diagnostic]) {
        let (workspace, findings) = SpecReader.read([SourceFile(path: "a.yaml", bytes: Array(text.utf8))])
        return (workspace.currents.first?.filter, findings)
    }

    /// The only test of field `a`, as JSON.
    private func test(_ yaml: String) throws -> String {
        let (filter, findings) = read(Self.spec("{ a: [\(yaml)] }"))
        #expect(findings.isEmpty, "\(findings.map(\.message))")
        guard case .all(let parts) = filter?.condition, case .field(let path, let tests) = parts.first else {
            return ""
        }
        #expect(path.map(\.value) == ["a"])
        return try #require(tests.first).value.text
    }

    @Test(arguments: [
        ("spring", #""spring""#), ("5", "5"), ("\"5\"", #""5""#), ("'5'", #""5""#), ("!!str 5", #""5""#),
        ("5.0", "5"),
        ("0x1F", "31"), ("0o17", "15"), ("007", "7"), ("+3", "3"), (".5", "0.5"), ("5.", "5"),
        ("1e3", "1000"), ("-0", "0"),
        ("true", "true"), ("FALSE", "false"), ("yes", #""yes""#), ("null", "null"), ("~", "null"),
        ("\"\"", #""""#),
        ("1_000", #""1_000""#), ("2026-01-01", #""2026-01-01""#), ("1.2.3", #""1.2.3""#), ("0x", #""0x""#),
    ])
    func plainValuesAreWhatYAMLSaysTheyAre(yaml: String, json: String) throws {
        #expect(try test(yaml) == json)
    }

    @Test(arguments: [
        ("{ prefix: a }", #"{"prefix":"a"}"#),
        ("{ prefix: { equals-ignore-case: a } }", #"{"prefix":{"equals-ignore-case":"a"}}"#),
        ("{ suffix: a }", #"{"suffix":"a"}"#),
        ("{ suffix: { equals-ignore-case: a } }", #"{"suffix":{"equals-ignore-case":"a"}}"#),
        ("{ equals-ignore-case: a }", #"{"equals-ignore-case":"a"}"#),
        ("{ wildcard: \"a*\" }", #"{"wildcard":"a*"}"#),
        ("{ cidr: 10.0.0.0/8 }", #"{"cidr":"10.0.0.0/8"}"#),
        ("{ exists: false }", #"{"exists":false}"#),
        ("{ numeric: [\">\", 0, \"<=\", 5.50] }", #"{"numeric":[">",0,"<=",5.5]}"#),
        ("{ numeric: [=, 3] }", #"{"numeric":["=",3]}"#),
        ("{ anything-but: a }", #"{"anything-but":"a"}"#),
        ("{ anything-but: 5 }", #"{"anything-but":5}"#),
        ("{ anything-but: [b, a] }", #"{"anything-but":["a","b"]}"#),
        ("{ anything-but: { prefix: a } }", #"{"anything-but":{"prefix":"a"}}"#),
        ("{ anything-but: { suffix: [a, b] } }", #"{"anything-but":{"suffix":["a","b"]}}"#),
        ("{ anything-but: { equals-ignore-case: [a] } }", #"{"anything-but":{"equals-ignore-case":"a"}}"#),
        ("{ anything-but: { wildcard: \"*a\" } }", #"{"anything-but":{"wildcard":"*a"}}"#),
    ])
    func everyOperatorIsRead(yaml: String, json: String) throws {
        #expect(try test(yaml) == json)
    }

    @Test func keysAndTestsRememberTheirPlaces() throws {
        let text = Self.spec("{ user: { user_id: [abc, { prefix: x }] } }")
        guard case .all(let parts) = read(text).filter?.condition, case .all(let inner) = parts.first,
            case .field(let path, let tests) = inner.first
        else {
            Issue.record("no field")
            return
        }
        let bytes = Array(text.utf8)
        let words = (path.map(\.range) + tests.map(\.range)).map { range in
            String(decoding: bytes[range.start.offset..<range.end.offset], as: UTF8.self)
        }
        #expect(words == ["user", "user_id", "abc", "{ prefix: x }"])
    }

    @Test func whatWasReportedIsNoFilter() {
        let (filter, findings) = read(Self.spec("{ a: [x], b: y }"))
        #expect(filter == nil, "half a filter would let other events pass")
        #expect(findings.count == 1)
    }

    @Test(arguments: [
        "{ a: x }", "{ a: 5 }", "{ a: \"x, y\" }", "{ a: { prefix: x } }", "{ a: { numeric: [\">\", 0] } }",
        "{ a: [{ prefx: x }] }", "{ a: [{ startsWith: x }] }", "{ a: [{ prefix: 5 }] }",
        "{ a: [{ exists: \"yes\" }] }",
        "{ a: [{ numeric: [=>, 5] }] }", "{ a: [{ numeric: [\">\", \"5\"] }] }",
        "{ a: [{ wildcard: \"x***y\" }] }",
        "{ a: [{ anything-but: { sufix: x } }] }", "{ a: [{ not: x }] }", "\n    a:\n      prefix: x",
    ])
    func whatIsProposedIsRight(filter: String) throws {
        let text = Self.spec(filter)
        let findings = read(text).findings
        #expect(findings.count == 1)
        let fixes = try #require(findings.first?.fixes)
        #expect(!fixes.isEmpty)
        var bytes = Array(text.utf8)
        for fix in fixes.sorted(by: { $0.range.start > $1.range.start }) {
            bytes.replaceSubrange(fix.range.start.offset..<fix.range.end.offset, with: fix.replacement.utf8)
        }
        let fixed = String(decoding: bytes, as: UTF8.self)
        #expect(read(fixed).findings.isEmpty, "\(fixed)")
        #expect(read(fixed).filter != nil)
    }
}
