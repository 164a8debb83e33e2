import Events
import Plans
import Testing

@Suite("Keys named twice")
struct KeyTests {
    @Test(
        arguments: [
            #"{"id":"1","id":"1"}"#, #"{"id":"1","a":1,"b":2,"a":3}"#, #"{"id":"1","user":{"a":1,"a":2}}"#,
            #"{"id":"1","a":[[{"b":1,"c":{},"b":1}]]}"#, #"{"id":"1","":1,"":2}"#,
            #"{"id":"1","i\u0064":"2"}"#,
            #"{"id":"1","\u0061":1,"a":2}"#, #"{"id":"1","\ud83d\ude00":1,"😀":2}"#,
            #"{"id":"1","a\/b":1,"a/b":2}"#,
            #"{"id":"1","\ud800":1,"\uD800":2}"#, #"{"id":"1","a":{"a":1},"b":{},"a":1}"#,
            #"{"id":"1","a key that is longer than thirty-two bytes":1,"a key that is longer than thirty-two bytes":1}"#,
            #"{"a":1,"a":2}"#,
        ]
    )
    func areRefused(line: String) {
        #expect(ScannedLine(line).refusal == .duplicateKey)
    }

    @Test(
        arguments: [
            #"{"id":"1","ID":"2","Id":"3"}"#,
            #"{"id":"1","a":{"id":1},"b":{"id":2},"c":[{"id":1},{"id":1}]}"#,
            #"{"id":"1","\ud800":1,"\ud801":2,"\ufffd":3}"#, #"{"id":"1","a":1,"a\u0000":2,"\u0000":3,"":4}"#,
            #"{"id":"1","é":1,"e\u0301":2}"#, #"{"id":"1","a":{"b":{"a":{"b":1}}}}"#,
            #"{"id":"1","a key that is longer than thirty-two bytes":1,"a key that is longer than thirty_two bytes":1}"#,
            #"{"id":"1","12345678":1,"1234567":2,"123456789":3,"1234567812345678":4,"12345678123456781":5}"#,
        ]
    )
    func areNotSeenWhereTheyDiffer(line: String) {
        #expect(ScannedLine(line).refusal == nil)
    }

    @Test func areFoundAmongTenThousand() {
        let members = (0..<10_000).map { #""key \#($0)":\#($0)"# }
        let all = #"{"id":"1","# + members.joined(separator: ",")
        #expect(ScannedLine(all + "}").refusal == nil)
        #expect(ScannedLine(all + #","key 0":0}"#).refusal == .duplicateKey)
        #expect(ScannedLine(all + #","key\u00209999":0}"#).refusal == .duplicateKey)
    }

    @Test func areFoundAmongEscapedKeysWhenTheTableHasGrown() {
        let members = (0..<2_000).map { #""\u006bey \#($0)":0"# }
        let all = #"{"id":"1","# + members.joined(separator: ",")
        #expect(ScannedLine(all + "}").refusal == nil)
        #expect(ScannedLine(all + #","key 77":0}"#).refusal == .duplicateKey)
    }

    @Test func areFoundInAnObjectThatGoesOnAfterManyInnerObjects() {
        let inner = (0..<3_000).map { _ in #"{"a":1,"b":2,"c":3}"# }.joined(separator: ",")
        let start = #"{"id":"1","a":0,"list":[\#(inner)]"#
        #expect(ScannedLine(start + #","b":0}"#).refusal == nil)
        #expect(ScannedLine(start + #","a":0}"#).refusal == .duplicateKey)
    }

    /// 100,000 keys alike in their first and last sixteen bytes; were they alike to the hash too, this would take
    /// five billion steps.
    @Test func costNoMoreWhenTheyAreMuchAlike() {
        let ends = String(repeating: "e", count: 16)
        let members = (0..<100_000).map { #""\#(ends)\#($0 % 2 == 0 ? "" : "x")\#($0)\#(ends)":0"# }
        #expect(ScannedLine(#"{"id":"1","# + members.joined(separator: ",") + "}").refusal == nil)
    }

    /// If equal keys of different objects met in the table, this too would take billions of steps.
    @Test func costNoMoreInAHundredThousandObjectsWithTheSameKeys() {
        let objects = String(repeating: #"{"":0,"a":1},"#, count: 100_000)
        #expect(ScannedLine(#"{"id":"1","a":[\#(objects)0]}"#).refusal == nil)
    }

    @Test func doNotMatterToLaterLines() {
        var scanner = EventScanner(types: TypeTable(names: []), seed: 9)
        let large = #"{"id":"1","# + (0..<3_000).map { #""k\#($0)":0"# }.joined(separator: ",") + "}"
        for _ in 0..<3 {
            #expect(ScannedLine(Array(large.utf8), &scanner).refusal == nil)
            #expect(ScannedLine(Array(#"{"id":"1","k1":1,"\u006b2":2}"#.utf8), &scanner).refusal == nil)
        }
    }

    @Test func areNamedAfterSyntaxAndBeforeAMissingID() {
        #expect(ScannedLine(#"{"a":1,"a":2"#).refusal == .notJSON)
        #expect(ScannedLine(#"{"a":1,"a":2}"#).refusal == .duplicateKey)
    }
}
