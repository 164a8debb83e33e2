import Diagnostics
import Testing

@testable import Planning

/// Mistakes that leave gaps behind them: only what was done wrong is reported, not what follows from it.
@Suite("Root causes only") struct RootCauseTests {
    private static let source = """
        apiVersion: currents/v1
        kind: Source
        metadata: { name: events }
        spec: { schema: braze, file: { path: events.jsonl } }

        """
    private static let current = """
        apiVersion: currents/v1
        kind: Current
        metadata:
          name: mail
        spec:
          source: events
          partner: amplitude
          region: EU
          credentials: { apiKey: { env: A } }
          settings:
            minIdLength: 5
          events:
            - users.messages.email.Open

        """

    private func codes(_ source: String, _ current: String, separator: String = "---\n") -> [String] {
        Reading(source + separator + current).codes
    }

    @Test func theTextBeforeTheMistakeIsSound() { #expect(codes(Self.source, Self.current).isEmpty) }

    @Test(arguments: [
        ("partner: amplitude", "partner: amplitud", ["CUR401"]), ("spec:\n", "spce:\n", ["CUR204"]),
        ("spec:\n", "specification:\n", ["CUR204"]), ("metadata:\n", "metdata:\n", ["CUR204"]),
        ("  events:\n    -", "events:\n    -", ["CUR204"]),
        ("  events:\n    -", "    events:\n    -", ["CUR204"]), ("kind: Current", "kind: Curent", ["CUR203"]),
        ("credentials", "credentails", ["CUR204"]), ("{ env: A }", "{ enviroment: A }", ["CUR204"]),
        ("region", "regoin", ["CUR204"]), ("  name: mail", "  title: mail", ["CUR204"]),
        (
            "\n    - users.messages.email.Open",
            "\n    include: [users.messages.email.Opened]\n    exclude: [users.messages.email.Open]",
            ["CUR301"]
        ),
        ("\n    - users.messages.email.Open", "\n    inclued: [users.messages.email.Open]", ["CUR204"]),
        ("  partner: amplitude\n", "  partner: amplitude\n  partner: http\n", ["CUR112"]),
        ("partner: amplitude", "destination: amplitude", ["CUR204"]), ("apiKey", "key", ["CUR406"]),
        ("metadata:\n  name: mail", "metadata:\nname: mail", ["CUR205"]),
        ("metadata:\n  name: mail", "name: mail", ["CUR204"]),
        ("credentials: { apiKey: { env: A } }", "credentials:\n  apiKey: { env: A }", ["CUR205"]),
        (
            "  region: EU\n",
            "  region: EU\n  endpoint: { url: \"http://127.0.0.1:1\", allow: [plaintext, loopbak] }\n",
            ["CUR208"]
        ),
        (
            "  region: EU\n",
            "  region: EU\n  endpoint: { url: \"http://127.0.0.1:1\", insecure: true }\n",
            ["CUR204"]
        ),
        (
            "  region: EU\n",
            "  region: EU\n  filter: { or: [{ id: [a] }, { user: { timezone: [b] } }] }\n",
            ["CUR219"]
        ),
        (
            "    minIdLength: 5\n  events:\n    - users.messages.email.Open",
            "    eventNames: { users.messages.email.Open: Opened }\n  events: [users.messages.email.Opened]",
            ["CUR301"]
        ),
    ])
    func inACurrent(right: String, wrong: String, expected: [String]) {
        #expect(codes(Self.source, Self.current.replacing(right, with: wrong)) == expected)
    }

    @Test(arguments: [
        ("events.jsonl } }", "events.jsonl }", ["CUR110"]), ("schema", "shema", ["CUR204"]),
        ("kind: Source", "kind: Sourc", ["CUR203"]), ("{ name: events }", "{ nam: events }", ["CUR204"]),
        ("metadata: { name: events }\n", "", ["CUR206"]), ("currents/v1", "currents/v9", ["CUR202"]),
        ("{ schema: braze, file: { path: events.jsonl } }", "", ["CUR205"]),
    ])
    func inTheSourceThatTheCurrentNames(right: String, wrong: String, expected: [String]) {
        #expect(codes(Self.source.replacing(right, with: wrong), Self.current) == expected)
    }

    @Test func aPartnerThatNobodyKnowsHidesItsSettings() {
        let text = Self.current.replacing("amplitude", with: "kafka").replacing("minIdLength", with: "foo")
        #expect(codes(Self.source, text) == ["CUR401"])
    }

    @Test func aSpecOneLevelTooDeepMissesNothing() {
        let lines = Self.current.split(separator: "\n", omittingEmptySubsequences: false)
        let deep = lines.enumerated().map { $0 > 4 && !$1.isEmpty ? "  " + $1 : $1 }.joined(separator: "\n")
        #expect(codes(Self.source, deep.replacing("spec:\n", with: "spec:\n  spec:\n")) == ["CUR204"])
    }

    @Test func aSpecThatIsNotIndentedIsOneMistake() {
        let lines = Self.current.split(separator: "\n", omittingEmptySubsequences: false)
        let flat = lines.enumerated().map { $0 > 4 ? $1.dropFirst(2) : $1 }.joined(separator: "\n")
        #expect(codes(Self.source, flat) == ["CUR204"])
        let worse = flat.replacing("amplitude", with: "amplitud")
        #expect(codes(Self.source, worse) == ["CUR204", "CUR401"])
    }

    @Test func aMissingSeparatorIsOneMistake() throws {
        let reading = Reading(Self.source + Self.current)
        #expect(reading.codes == ["CUR112"])
        #expect(Reading(reading.fixed(Self.source + Self.current)).codes.isEmpty)
    }
}
