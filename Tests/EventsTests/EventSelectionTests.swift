import Events
import Plans
import Testing

@Suite("Selection of events")
struct EventSelectionTests {
    private static let types = [
        "users.messages.email.Open", "users.messages.sms.Delivery", "users.behaviors.CustomEvent",
    ]

    private func judge(_ line: String, select: [String], customEvents: [String]? = nil) -> FilterReason? {
        let selection = EventSelection(
            plan: plan(events: select, customEvents: customEvents),
            types: TypeTable(names: Self.types)
        )
        let scanned = ScannedLine(line, types: Self.types)
        #expect(scanned.refusal == nil)
        return scanned.bytes.withUnsafeBytes { selection.judge(scanned.event, line: $0) }
    }

    private func custom(_ name: String, _ patterns: [String]) -> FilterReason? {
        judge(
            #"{"id":"1","event_type":"users.behaviors.CustomEvent","properties":{"name":\#(name)}}"#,
            select: Self.types,
            customEvents: patterns
        )
    }

    @Test func takesTheTypesOfThePlan() {
        let line = #"{"id":"1","event_type":"users.messages.email.Open"}"#
        #expect(judge(line, select: ["users.messages.email.Open"]) == nil)
        #expect(judge(line, select: ["users.messages.sms.Delivery"]) == .notSelected)
        #expect(judge(line, select: []) == .notSelected)
    }

    @Test(arguments: [#""users.messages.email.Opened""#, "null", "7"])
    func tellsTypesThatNobodyKnows(type: String) {
        let line = #"{"id":"1","event_type":\#(type)}"#
        #expect(judge(line, select: Self.types) == .unknownEventType)
    }

    @Test func takesEveryCustomEventWhenNoNamesAreGiven() {
        let line = #"{"id":"1","event_type":"users.behaviors.CustomEvent"}"#
        #expect(judge(line, select: Self.types) == nil)
        #expect(judge(line, select: Self.types, customEvents: []) == .notSelected)
        #expect(judge(line, select: Self.types, customEvents: ["*"]) == .notSelected)
    }

    @Test func namesDoNotNarrowOtherTypes() {
        let line = #"{"id":"1","event_type":"users.messages.email.Open","properties":{"name":"x"}}"#
        #expect(judge(line, select: Self.types, customEvents: ["y"]) == nil)
    }

    @Test func comparesTheTextOfNames() {
        #expect(custom(#""caf\u00e9""#, ["café"]) == nil)
        #expect(custom(#""a\\b""#, [#"a\b"#]) == nil)
        #expect(custom(#""cafe\u0301""#, ["café"]) == .notSelected)
        #expect(custom("7", ["7"]) == .notSelected)
    }

    @Test(
        arguments: [
            ("cart", "cart"), ("*", ""), ("*", "x"), ("Checkout *", "Checkout "),
            ("Checkout *", "Checkout now"),
            ("* done", "all done"), ("a*b*c", "abc"), ("a*b*c", "a-b-b-c-c"), ("*aab*", "aaab"),
            ("*abab*", "xabaabab"),
            ("a**b", "ab"), ("**", "x"), ("a*a", "aa"), ("*é*", "caféx"),
        ]
    )
    func matchesGlobs(pattern: String, name: String) {
        #expect(custom("\"\(name)\"", ["other", pattern]) == nil)
    }

    @Test(
        arguments: [
            ("cart", "Cart"), ("cart", "carts"), ("", "x"), ("Checkout *", "Checkout"), ("a*a", "a"),
            ("a*b*c", "ac"),
            ("*ab*ab*", "xabx"), ("a*bc", "ab"), ("*aab*", "abab"), ("ab*ab", "abb"),
        ]
    )
    func leavesOutWhatNoGlobFits(pattern: String, name: String) {
        #expect(custom("\"\(name)\"", [pattern]) == .notSelected)
    }

    /// Trying each place anew would take more than ten billion steps.
    @Test func matchesLongNamesInOnePass() {
        let name = String(repeating: "a", count: 200_000)
        let part = String(repeating: "a", count: 50_000) + "b"
        #expect(custom("\"\(name)\"", ["*\(part)*\(part)*"]) == .notSelected)
        #expect(custom("\"\(name)b\"", ["*\(part)*"]) == nil)
    }

    private func plan(events: [String], customEvents: [String]?) -> Plan {
        Plan(
            current: "c",
            source: SourcePlan(name: "s", kind: .file, path: "events.ndjson", isFollowed: false),
            partner: "p",
            mappingVersion: 1,
            endpoint: EndpointPlan(url: "https://example.com"),
            glossary: GlossaryStamp(release: "10", digest: "sha256:0"),
            events: events.map { SelectedEvent(type: $0, shape: "") },
            customEvents: customEvents,
            delivery: DeliveryPlan(
                inFlight: 1,
                batchEvents: 1,
                batchBytes: 1,
                requestTimeoutMilliseconds: 1,
                credentialGraceSeconds: 1,
                onExpiry: .wait
            )
        )
    }
}
