import Plans
import Testing

@testable import Events

@Suite("Carrying out mappings on events")
struct EventRewriterTests {
    /// Members beside `event_type` and `id`, before and after.
    struct Row: Sendable, CustomTestStringConvertible {
        var steps: [MappingStep]
        var before: String
        var after: String

        init(_ steps: MappingStep..., of before: String, gives after: String) {
            self.steps = steps
            self.before = before
            self.after = after
        }

        var testDescription: String { "\(steps.map(\.summary)) of \(before)" }
    }

    static let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    static let renames: [Row] = [
        Row(.rename(from: "a", to: "b"), of: #""a":1"#, gives: #""b":1"#),
        Row(.rename(from: "a", to: "b"), of: #""x":1, "a" : 2 ,"y":3"#, gives: #""x":1,"b":2,"y":3"#),
        Row(.rename(from: "a", to: "b"), of: #""x":1"#, gives: #""x":1"#),
        Row(.rename(from: "p.a", to: "p.b"), of: #""p":{"a":1.50,"c":2}"#, gives: #""p":{"b":1.50,"c":2}"#),
        Row(.rename(from: "p.a", to: "q.b"), of: #""p":{"a":1,"c":2}"#, gives: #""p":{"c":2},"q":{"b":1}"#),
        Row(
            .rename(from: "p.a", to: "q.b"),
            of: #""q":{"x":0},"p":{"a":1}"#,
            gives: #""q":{"x":0,"b":1},"p":{}"#
        ),
        Row(.rename(from: "p.a", to: "q.r.s"), of: #""p":{"a":1}"#, gives: #""p":{},"q":{"r":{"s":1}}"#),
        Row(.rename(from: "p", to: "q"), of: #""p":{"a": [1, 2]}"#, gives: #""q":{"a": [1, 2]}"#),
        Row(.rename(from: "a", to: "a.b"), of: #""a":1"#, gives: #""a":{"b":1}"#),
        Row(
            .rename(from: "p.a", to: "p"),
            of: #""p":{"a":1}"#,
            gives: "!'p.a' cannot become 'p': the event has both"
        ),
        Row(
            .rename(from: "a", to: "b"),
            .rename(from: "b", to: "a"),
            of: #""a":1,"b":2"#,
            gives: #""b":1,"a":2"#
        ),
        Row(
            .rename(from: "a", to: "b"),
            .rename(from: "b", to: "c"),
            of: #""a":1,"b":2"#,
            gives: #""b":1,"c":2"#
        ),
        Row(
            .rename(from: "p", to: "q"),
            .rename(from: "p.a", to: "z"),
            of: #""p":{"a":1,"b":2}"#,
            gives: #""q":{"b":2},"z":1"#
        ),
        Row(
            .rename(from: "p", to: "q.p"),
            .rename(from: "q", to: "p.q"),
            of: #""p":{"a":1},"q":{"b":2}"#,
            gives: #""q":{"p":{"a":1}},"p":{"q":{"b":2}}"#
        ),
        Row(
            .rename(from: "a", to: "x"),
            .rename(from: "y", to: "x.b"),
            of: #""a":{"n":0},"y":1"#,
            gives: #""x":{"n":0,"b":1}"#
        ),
        Row(
            .rename(from: "a", to: "b"),
            of: #""a":1,"b":2"#,
            gives: "!'a' cannot become 'b': the event has both"
        ),
        Row(
            .rename(from: "a", to: "b"),
            of: #""a":1,"\u0062":2"#,
            gives: "!'a' cannot become 'b': the event has both"
        ),
        Row(.rename(from: "a", to: "b"), of: #""a":1,"b":null"#, gives: #""b":1"#),
        Row(.rename(from: "a", to: "b"), of: #""a":null"#, gives: #""b":null"#),
        Row(
            .rename(from: "a", to: "p.a"),
            of: #""a":1,"p":7"#,
            gives: "!'a' cannot become 'p.a': what is to hold it is no object in this event"
        ),
        Row(.rename(from: "a", to: "p.a"), of: #""a":1,"p":null"#, gives: #""p":{"a":1}"#),
        Row(.rename(from: "campaign_name", to: "c"), of: #""campaign\u005fname":"x""#, gives: #""c":"x""#),
        Row(.rename(from: "a", to: #"b\.c"#), of: #""a":1"#, gives: #""b.c":1"#),
        Row(.rename(from: #"b\.c"#, to: "a"), of: #""b.c":1"#, gives: #""a":1"#),
        Row(.rename(from: "a", to: "é\"q"), of: #""a":1"#, gives: #""é\"q":1"#),
    ]

    static let removals: [Row] = [
        Row(.remove(.paths("a")), of: #""a":1"#, gives: ""),
        Row(.remove(.paths("a")), of: #""b":1"#, gives: #""b":1"#),
        Row(.remove(.paths("p.a")), of: #""p":{"a":1}"#, gives: #""p":{}"#),
        Row(.remove(.paths("p.a", "p.c")), of: #""p":{"a":1,"b":2,"c":3}"#, gives: #""p":{"b":2}"#),
        Row(.remove(.paths("p.*_url")), of: #""p":{"a_url":1,"b":2,"c_url":3}"#, gives: #""p":{"b":2}"#),
        Row(.remove(.paths("p.*_url")), of: #""p":{"q":{"a_url":1,"x":2}}"#, gives: #""p":{"q":{"x":2}}"#),
        Row(.remove(.paths("p*")), of: #""p":{"a":1},"q":2,"pp":3"#, gives: #""q":2"#),
        Row(.remove(.paths("p")), of: #""p":[1,{"a":2}]"#, gives: ""),
        Row(.remove(.paths("p.a")), of: #""p":[{"a":2}]"#, gives: #""p":[{"a":2}]"#),
        Row(.remove(.paths(#"p.a\.b"#)), of: #""p":{"a.b":1,"a":{"b":2}}"#, gives: #""p":{"a":{"b":2}}"#),
        Row(.remove(.paths("p.a*")), of: #""p":{"\u0061b":1,"b":2}"#, gives: #""p":{"b":2}"#),
        Row(.remove(.paths("id")), of: "", gives: "!the mappings leave the event without an 'id'"),
        Row(
            .remove(.paths("event_type")),
            of: "",
            gives: "!the mappings leave the event without an 'event_type'"
        ),
    ]

    static let keeps: [Row] = [
        Row(.keep(.paths("p.a")), of: #""time":5,"p":{"a":1,"b":2},"q":3"#, gives: #""time":5,"p":{"a":1}"#),
        Row(.keep(.paths("p")), of: #""p":{"a":1, "b":2},"q":3"#, gives: #""p":{"a":1, "b":2}"#),
        Row(.keep(.paths("z")), of: #""p":{"a":{"b":1}},"q":{}"#, gives: ""),
        Row(.keep(.paths("p.*")), of: #""p":{"a":{"b":1}},"q":{}"#, gives: #""p":{"a":{"b":1}}"#),
        Row(.keep(.paths("*.b")), of: #""p":{"a":{"b":1,"c":2}},"b":3"#, gives: #""p":{"a":{"b":1}}"#),
        Row(.keep(.paths("p.time")), of: #""p":{"time":1,"id":2}"#, gives: #""p":{"time":1}"#),
    ]

    static let values: [Row] = [
        Row(.hash(.paths("a"), .plain), of: #""a":"abc""#, gives: #""a":"\#(abc)""#),
        Row(.hash(.paths("a"), .plain), of: #""a":"\u0061b\u0063""#, gives: #""a":"\#(abc)""#),
        Row(.hash(.paths("a"), .plain), of: #""a":null"#, gives: #""a":null"#),
        Row(.hash(.paths("a"), .plain), of: #""b":null"#, gives: #""b":null"#),
        Row(
            .hash(.paths("p.*"), .plain),
            of: #""p":{"x":"abc","y":"abc"}"#,
            gives: #""p":{"x":"\#(abc)","y":"\#(abc)"}"#
        ),
        Row(.hash(.paths("a", "a*"), .plain), of: #""a":"abc""#, gives: #""a":"\#(abc)""#),
        Row(
            .rename(from: "b", to: "a"),
            .hash(.paths("a"), .plain),
            of: #""b":"abc""#,
            gives: #""a":"\#(abc)""#
        ),
        Row(.redact(.paths("a")), of: #""a":"x""#, gives: #""a":"[redacted]""#),
        Row(.redact(.paths("a")), of: #""a":{"b":1}"#, gives: #""a":"[redacted]""#),
        Row(.redact(.paths("a")), of: #""a":null"#, gives: #""a":null"#),
        Row(.redact(.paths("a")), of: #""a":[1]"#, gives: #""a":"[redacted]""#),
        Row(.redact(.paths("a")), of: #""a":false"#, gives: #""a":"[redacted]""#),
        Row(.set("a", json: "1.50"), of: "", gives: #""a":1.50"#),
        Row(.set("a", json: #""x""#), of: #""a":{"b":1},"c":2"#, gives: #""a":"x","c":2"#),
        Row(.set("p.q.a", json: "true"), of: #""p":{"x":1}"#, gives: #""p":{"x":1,"q":{"a":true}}"#),
        Row(
            .set("p.a", json: "true"),
            of: #""p":[]"#,
            gives: "!'p.a' cannot be set: what is to hold it is no object in this event"
        ),
        Row(.set("p", json: #"{"a":1}"#), .remove(.paths("p.a")), of: "", gives: #""p":{}"#),
        Row(
            .set("p", json: #"{"a":1,"b":[2]}"#),
            .set("p.c", json: "3"),
            of: "",
            gives: #""p":{"a":1,"b":[2],"c":3}"#
        ),
        Row(.set("id", json: #""""#), of: "", gives: "!the mappings leave the event without an 'id'"),
    ]

    @Test(arguments: renames + removals + keeps + values)
    func doesWhatTheStepSays(row: Row) {
        let after = Rewriting.rewrite(Rewriting.event(row.before), [EventMapping(steps: row.steps)])
        #expect(after == (row.after.hasPrefix("!") ? row.after : Rewriting.event(row.after)))
    }

    @Test func theTableIsLarge() {
        #expect(Self.renames.count + Self.removals.count + Self.keeps.count + Self.values.count >= 50)
    }

    @Test(arguments: ["12.50", "true", #"{"b": 1}"#, "[1, 2]"])
    func hashesOtherValuesAsTheyAreWritten(value: String) {
        let asValue = Rewriting.rewrite(
            Rewriting.event("\"a\":\(value)"),
            [EventMapping(steps: [.hash(.paths("a"), .keyed)])]
        )
        let text = value.replacing("\"", with: "\\\"")
        let asText = Rewriting.rewrite(
            Rewriting.event("\"a\":\"\(text)\""),
            [EventMapping(steps: [.hash(.paths("a"), .keyed)])]
        )
        #expect(asValue == asText)
        #expect(!asValue.contains(value))
    }

    @Test func hashesAnObjectAsItHasBecome() {
        let changed = Rewriting.rewrite(
            Rewriting.event(#""a":{"b":1,"c":2}"#),
            [EventMapping(steps: [.remove(.paths("a.b")), .hash(.paths("a"), .plain)])]
        )
        let plain = Rewriting.rewrite(
            Rewriting.event(#""a":{"c":2}"#),
            [EventMapping(steps: [.hash(.paths("a"), .plain)])]
        )
        #expect(changed == plain)
    }

    @Test func anotherKeyGivesAnotherHash() {
        let mappings = [EventMapping(steps: [.hash(.paths("a"), .keyed)])]
        let event = Rewriting.event(#""a":"abc""#)
        let one = Rewriting.rewrite(event, mappings)
        let other = Rewriting.rewrite(
            event,
            mappings,
            key: HashKey(Array("another key of sixteen bytes".utf8))
        )
        #expect(one != other)
        #expect(one.count == other.count)
    }

    @Test func withoutTheKeyNothingIsHashedAndNothingLeaves() {
        let mappings = [EventMapping(steps: [.hash(.paths("a"), .keyed)])]
        let words = Rewriting.rewrite(Rewriting.event(#""a":"abc""#), mappings, key: nil)
        #expect(words == "!the key of hashes is not there")
    }

    @Test func aMaskStandsForAHashThatNobodyMayMake() {
        let mappings = [EventMapping(steps: [.hash(.paths("a"), .keyed), .hash(.paths("b"), .plain)])]
        let shown = Rewriting.rewrite(Rewriting.event(#""a":"abc","b":"abc""#), mappings, key: .masked)
        #expect(shown == Rewriting.event(#""a":"[hash]","b":"\#(Self.abc)""#))
    }

    @Test func mappingsApplyToTheirTypesInOrder() {
        let types = ["x.A", "x.B"]
        let mappings = [
            EventMapping(events: ["x.A"], steps: [.rename(from: "a", to: "b")]),
            EventMapping(steps: [.remove(.paths("a"))]),
        ]
        func rewrite(_ type: String) -> String {
            Rewriting.rewrite(#"{"id":"1","event_type":"\#(type)","a":1}"#, mappings, types: types)
        }
        #expect(rewrite("x.A") == #"{"id":"1","event_type":"x.A","b":1}"#)
        #expect(rewrite("x.B") == #"{"id":"1","event_type":"x.B"}"#)
    }

    @Test func entriesAreNotMadeAtOnce() {
        let mappings = [
            EventMapping(steps: [.rename(from: "a", to: "b")]),
            EventMapping(steps: [.rename(from: "b", to: "c")]),
        ]
        #expect(Rewriting.rewrite(Rewriting.event(#""a":1"#), mappings) == Rewriting.event(#""c":1"#))
    }

    @Test func whatNoStepTouchesIsCopiedAsItWasWritten() {
        let untouched = #""p" : { "n" : 1.0e+2 , "u":"\u00fc\/", "l":[ 1 , 2 ] }"#
        let event = Rewriting.event(untouched + #","a":1"#)
        #expect(
            Rewriting.rewrite(event, [EventMapping(steps: [.remove(.paths("a"))])])
                == Rewriting.event(#""p":{ "n" : 1.0e+2 , "u":"\u00fc\/", "l":[ 1 , 2 ] }"#)
        )
        #expect(Rewriting.rewrite(event, [EventMapping(steps: [.remove(.paths("z"))])]) == event)
    }

    @Test func nestingTooDeepIsAFailureInWords() {
        let deep = String(repeating: #"{"a":"#, count: 126) + "1" + String(repeating: "}", count: 126)
        let mappings = [EventMapping(steps: [.rename(from: "a", to: "p.q.r.s")])]
        #expect(
            Rewriting.rewrite(Rewriting.event("\"a\":\(deep)"), mappings)
                == "!the mappings nest the event deeper than 128 levels"
        )
    }

    @Test func aPlanWithoutMappingsNeedsNoRewriter() {
        #expect(EventRewriter(plan: Rewriting.plan([]), types: TypeTable(names: [])) == nil)
    }
}
