import Events
import Plans
import Testing

@Suite("Filters on events")
struct FilterTableTests {
    /// Tests of `properties.a`, the members of `properties`, and whether the event passes.
    static let rows: [(tests: String, members: String, passes: Bool)] =
        texts + numbers + others + shapes + excluded

    private static let texts: [(tests: String, members: String, passes: Bool)] = [
        (#"["spring"]"#, #""a":"spring""#, true),
        (#"["spring"]"#, #""a":"Spring""#, false),
        (#"["spring"]"#, #""a":"spring ""#, false),
        (#"["a","spring"]"#, #""a":"spring""#, true),
        (#"[""]"#, #""a":"""#, true),
        (#"[""]"#, #""b":"""#, false),
        (#"["5"]"#, #""a":5"#, false),
        (#"["é"]"#, #""a":"\u00e9""#, true),
        (#"["é"]"#, #""a":"e\u0301""#, false),
        (#"["\ud83d\ude00"]"#, #""a":"😀""#, true),
        (#"["a\"b\\c"]"#, #""a":"a\"b\\c""#, true),
        (#"["a/b"]"#, #""a":"a\/b""#, true),
        (#"["spring"]"#, #""\u0061":"spring""#, true),
        (#"["\ufffd"]"#, #""a":"\ud83d""#, true),
        (#"[{"prefix":"spr"}]"#, #""a":"spring""#, true),
        (#"[{"prefix":"spring"}]"#, #""a":"spr""#, false),
        (#"[{"prefix":""}]"#, #""a":"x""#, true),
        (#"[{"prefix":""}]"#, #""a":5"#, false),
        (#"[{"prefix":"é"}]"#, #""a":"\u00e9t\u00e9""#, true),
        (#"[{"prefix":{"equals-ignore-case":"SPR"}}]"#, #""a":"spring""#, true),
        (#"[{"prefix":{"equals-ignore-case":"ÉT"}}]"#, #""a":"été""#, true),
        (#"[{"prefix":{"equals-ignore-case":"été"}}]"#, #""a":"ÉT""#, false),
        (#"[{"suffix":"ing"}]"#, #""a":"spring""#, true),
        (#"[{"suffix":"spring"}]"#, #""a":"ing""#, false),
        (#"[{"suffix":".png"}]"#, #""a":"x.PNG""#, false),
        (#"[{"suffix":{"equals-ignore-case":".png"}}]"#, #""a":"x.PNG""#, true),
        (#"[{"suffix":{"equals-ignore-case":"été"}}]"#, #""a":"un ÉTÉ""#, true),
        (#"[{"suffix":{"equals-ignore-case":"été"}}]"#, #""a":"té""#, false),
        (#"[{"equals-ignore-case":"SPRING"}]"#, #""a":"sPring""#, true),
        (#"[{"equals-ignore-case":"SPRING"}]"#, #""a":"spring2""#, false),
        (#"[{"equals-ignore-case":"ÄÖÜ"}]"#, #""a":"äöü""#, true),
        (#"[{"equals-ignore-case":"strasse"}]"#, #""a":"straße""#, false),
        (#"[{"equals-ignore-case":"Ж"}]"#, #""a":"\u0436""#, true),
        (#"[{"wildcard":"a*b*c"}]"#, #""a":"axxbyyc""#, true),
        (#"[{"wildcard":"a*b*c"}]"#, #""a":"abc""#, true),
        (#"[{"wildcard":"a*b*c"}]"#, #""a":"acb""#, false),
        (#"[{"wildcard":"*"}]"#, #""a":"""#, true),
        (#"[{"wildcard":"*"}]"#, #""a":true"#, false),
        (#"[{"wildcard":"a\\*b"}]"#, #""a":"a*b""#, true),
        (#"[{"wildcard":"a\\*b"}]"#, #""a":"axb""#, false),
        (#"[{"wildcard":"a\\\\*"}]"#, #""a":"a\\b""#, true),
        (#"[{"wildcard":"*/é/*"}]"#, #""a":"x\/\u00e9\/y""#, true),
    ]

    private static let numbers: [(tests: String, members: String, passes: Bool)] = [
        ("[5]", #""a":5"#, true),
        ("[5]", #""a":5.0"#, true),
        ("[5]", #""a":50e-1"#, true),
        ("[5]", #""a":"5""#, false),
        ("[0]", #""a":-0.0e7"#, true),
        ("[-5]", #""a":5"#, false),
        ("[0.1]", #""a":0.10000000000000000001"#, false),
        ("[0.1]", #""a":1E-1"#, true),
        ("[9007199254740993]", #""a":9007199254740992"#, false),
        (#"[{"numeric":[">",0,"<=",5]}]"#, #""a":5"#, true),
        (#"[{"numeric":[">",0,"<=",5]}]"#, #""a":5.0000000000000000000001"#, false),
        (#"[{"numeric":[">",0,"<=",5]}]"#, #""a":0"#, false),
        (#"[{"numeric":[">",0]}]"#, #""a":1e-400"#, true),
        (#"[{"numeric":["<",0]}]"#, #""a":-1e400"#, true),
        (#"[{"numeric":["<",-2]}]"#, #""a":-10"#, true),
        (#"[{"numeric":["=",300]}]"#, #""a":3.0e2"#, true),
        (#"[{"numeric":[">=",10]}]"#, #""a":9.99"#, false),
        (#"[{"numeric":[">",1]}]"#, #""a":"2""#, false),
        (#"[{"numeric":[">",1]}]"#, #""b":2"#, false),
        (#"[{"numeric":[">",1]}]"#, #""a":[0,2]"#, true),
        (#"[{"numeric":["<",1e300]}]"#, #""a":1e99999999999999999999999"#, false),
    ]

    private static let others: [(tests: String, members: String, passes: Bool)] = [
        ("[true]", #""a":true"#, true),
        ("[true]", #""a":false"#, false),
        ("[true]", #""a":"true""#, false),
        ("[false]", #""a":false"#, true),
        ("[null]", #""a":null"#, true),
        ("[null]", #""a":"null""#, false),
        ("[null]", #""b":null"#, false),
        (#"[{"exists":true}]"#, #""a":null"#, true),
        (#"[{"exists":true}]"#, #""a":"""#, true),
        (#"[{"exists":true}]"#, #""b":1"#, false),
        (#"[{"exists":true}]"#, #""a":{"x":1}"#, false),
        (#"[{"exists":true}]"#, #""a":[]"#, false),
        (#"[{"exists":false}]"#, #""b":1"#, true),
        (#"[{"exists":false}]"#, #""a":{"x":1}"#, true),
        (#"[{"exists":false}]"#, #""a":[]"#, true),
        (#"[{"exists":false}]"#, #""a":0"#, false),
        (#"[{"exists":false},"x"]"#, #""a":"x""#, true),
        (#"[{"exists":false},"x"]"#, #""a":"y""#, false),
        (#"[{"cidr":"10.0.0.0/24"}]"#, #""a":"10.0.0.33""#, true),
        (#"[{"cidr":"10.0.0.0/24"}]"#, #""a":"10.0.1.0""#, false),
        (#"[{"cidr":"10.0.0.0/24"}]"#, #""a":"10.0.0.033""#, false),
        (#"[{"cidr":"10.0.0.0/24"}]"#, #""a":"10.0.0""#, false),
        (#"[{"cidr":"0.0.0.0/0"}]"#, #""a":"255.1.2.3""#, true),
        (#"[{"cidr":"0.0.0.0/0"}]"#, #""a":"::1""#, false),
        (#"[{"cidr":"10.1.2.3/32"}]"#, #""a":"10.1.2.4""#, false),
        (#"[{"cidr":"2001:db8::/32"}]"#, #""a":"2001:0DB8:1::5""#, true),
        (#"[{"cidr":"2001:db8::/32"}]"#, #""a":"2001:db9::1""#, false),
        (#"[{"cidr":"2001:db8::/96"}]"#, #""a":"2001:db8::1.2.3.4""#, true),
        (#"[{"cidr":"::/127"}]"#, #""a":"::2""#, false),
        (#"[{"cidr":"::/0"}]"#, #""a":"1:2:3:4:5:6:7:8:9""#, false),
    ]

    private static let shapes: [(tests: String, members: String, passes: Bool)] = [
        (#"["x"]"#, #""a":["y","x"]"#, true),
        (#"["x"]"#, #""a":[["y"],[["x"]]]"#, true),
        (#"["x"]"#, #""a":["y"]"#, false),
        (#"["x"]"#, #""a":["\u0078"]"#, true),
        (#"["]"]"#, #""a":["[","]"]"#, true),
        (#"["x"]"#, #""a":{"a":"x"}"#, false),
        (#"["x"]"#, #""a":[{"a":"x"}]"#, false),
        (#"["x"]"#, #""b":{"a":"x"}"#, false),
        (#"["x"]"#, #""b":"a","c":["a","x"], "a" : "x" "#, true),
        (#"[1]"#, #""a":[ 2 , 1 ]"#, true),
        (#"[null]"#, #""a":[1,null]"#, true),
        (#"["x"]"#, "", false),
    ]

    private static let excluded: [(tests: String, members: String, passes: Bool)] = [
        (#"[{"anything-but":"x"}]"#, #""a":"y""#, true),
        (#"[{"anything-but":"x"}]"#, #""a":"x""#, false),
        (#"[{"anything-but":"x"}]"#, #""b":"y""#, false),
        (#"[{"anything-but":"x"}]"#, #""a":5"#, true),
        (#"[{"anything-but":"x"}]"#, #""a":null"#, true),
        (#"[{"anything-but":"x"}]"#, #""a":["x","y"]"#, true),
        (#"[{"anything-but":"x"}]"#, #""a":["x"]"#, false),
        (#"[{"anything-but":"x"}]"#, #""a":[]"#, false),
        (#"[{"anything-but":["x","y"]}]"#, #""a":"y""#, false),
        (#"[{"anything-but":5}]"#, #""a":5.0"#, false),
        (#"[{"anything-but":[5,6]}]"#, #""a":7"#, true),
        (#"[{"anything-but":{"prefix":"test-"}}]"#, #""a":"test-1""#, false),
        (#"[{"anything-but":{"prefix":"test-"}}]"#, #""a":"live-1""#, true),
        (#"[{"anything-but":{"prefix":["a","b"]}}]"#, #""a":"bc""#, false),
        (#"[{"anything-but":{"suffix":".png"}}]"#, #""a":"x.png""#, false),
        (#"[{"anything-but":{"suffix":[".png",".gif"]}}]"#, #""a":"x.jpg""#, true),
        (#"[{"anything-but":{"equals-ignore-case":"X"}}]"#, #""a":"x""#, false),
        (#"[{"anything-but":{"equals-ignore-case":["X","Y"]}}]"#, #""a":"z""#, true),
        (#"[{"anything-but":{"wildcard":"*/lib/*"}}]"#, #""a":"a/lib/b""#, false),
        (#"[{"anything-but":{"wildcard":["*a","*b"]}}]"#, #""a":"xc""#, true),
    ]

    @Test("one test of one field decides as the user guide says", arguments: rows.indices)
    func row(index: Int) throws {
        let row = Self.rows[index]
        let pattern = try FilterProbe.pattern(#"{"properties":{"a":\#(row.tests)}}"#)
        #expect(FilterProbe.passes(FilterProbe.event(row.members), pattern) == row.passes, "\(row)")
    }

    /// Whole patterns, whole events.
    static let wholes: [(pattern: String, event: String, passes: Bool)] = [
        (#"{"event_type":["users.messages.email.Open"]}"#, FilterProbe.event(""), true),
        (#"{"event_type":[{"suffix":".Click"}]}"#, FilterProbe.event(""), false),
        (#"{"id":["1"],"time":[{"numeric":[">",1]}]}"#, FilterProbe.event(""), true),
        (#"{"time":["2026"]}"#, #"{"id":"1","time":"2\u0030\u00326"}"#, true),
        (#"{"time":[null]}"#, #"{"id":"1","time":null}"#, true),
        (#"{"event_type":[7]}"#, #"{"id":"1","event_type":7}"#, true),
        (#"{"user":{"user_id":["u1"]},"properties":{"a":["x"]}}"#, FilterProbe.event(#""a":"x""#), true),
        (#"{"user":{"user_id":["u2"]},"properties":{"a":["x"]}}"#, FilterProbe.event(#""a":"x""#), false),
        (#"{"user":{"x":[{"exists":false}]}}"#, #"{"id":"1"}"#, true),
        (#"{"user":{"x":[{"exists":false}]}}"#, #"{"id":"1","user":[]}"#, true),
        (#"{"user":{"x":["y"]}}"#, #"{"id":"1","user":[{"x":"z"},{"x":"y"}]}"#, true),
        (#"{"other":["x"]}"#, #" {"id":"1","other":"x"} "#, true),
        (#"{"properties":{"o":{"a":["x"],"b":["y"]}}}"#, FilterProbe.event(#""o":{"a":"x","b":"y"}"#), true),
        // Fields of one object of an array, never of two.
        (
            #"{"properties":{"o":{"a":["x"],"b":["y"]}}}"#,
            FilterProbe.event(#""o":[{"a":"x","b":"z"},{"a":"w","b":"y"}]"#), false
        ),
        (
            #"{"properties":{"o":{"a":["x"],"b":["y"]}}}"#,
            FilterProbe.event(#""o":[1,[{"a":"x","b":"y"}]]"#), true
        ),
        // Absence is asked of the whole event.
        (
            #"{"properties":{"o":{"a":["x"],"b":[{"exists":false}]}}}"#,
            FilterProbe.event(#""o":[{"a":"x"},{"b":"y"}]"#), false
        ),
        (
            #"{"$or":[{"user":{"user_id":["u2"]}},{"properties":{"a":["x"]}}]}"#,
            FilterProbe.event(#""a":"x""#), true
        ),
        (
            #"{"$or":[{"user":{"user_id":["u2"]}},{"properties":{"a":["x"]}}]}"#,
            FilterProbe.event(#""a":"y""#), false
        ),
        (
            #"{"properties":{"b":["y"],"$or":[{"a":["x"]},{"c":[1],"$or":[{"d":[2]},{"e":[3]}]}]}}"#,
            FilterProbe.event(#""b":"y","c":1,"e":3"#), true
        ),
        (
            #"{"properties":{"b":["y"],"$or":[{"a":["x"]},{"c":[1],"$or":[{"d":[2]},{"e":[3]}]}]}}"#,
            FilterProbe.event(#""b":"y","c":1,"e":4"#), false
        ),
        ("{}", FilterProbe.event(""), true),
    ]

    @Test("objects and alternatives decide together", arguments: wholes.indices)
    func whole(index: Int) throws {
        let row = Self.wholes[index]
        let pattern = try FilterProbe.pattern(row.pattern)
        #expect(FilterProbe.passes(row.event, pattern) == row.passes, "\(row)")
    }

    @Test func saysWhichConditionFailedFirst() throws {
        let pattern = try FilterProbe.pattern(#"{"properties":{"a":["y","x"],"b":[{"exists":false}]}}"#)
        let scanned = ScannedLine(FilterProbe.event(#""a":"z""#))
        let filter = EventFilter(pattern)
        let words = scanned.bytes.withUnsafeBytes { filter.firstFailure(of: scanned.event, line: $0) }
        #expect(words == #"properties.a: ["x","y"]"#)
    }

    @Test func aLongTextWithEscapesIsReadToItsEnd() throws {
        let text = String(repeating: #"\n\u00e9"#, count: 5_000)
        let pattern = try FilterProbe.pattern(#"{"properties":{"a":[{"suffix":"é!"}]}}"#)
        #expect(FilterProbe.passes(FilterProbe.event(#""a":"\#(text)!""#), pattern))
        #expect(!FilterProbe.passes(FilterProbe.event(#""a":"\#(text)""#), pattern))
    }
}
