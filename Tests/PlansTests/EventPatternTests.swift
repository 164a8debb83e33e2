import Foundation
import Plans
import Testing

@Suite("Filters in plans")
struct EventPatternTests {
    private func pattern(_ json: String) throws -> EventPattern {
        try JSONDecoder().decode(EventPattern.self, from: Data(json.utf8))
    }

    private static let wide = #"""
        {"$or":[{"user":{"user_id":["a",{"prefix":{"equals-ignore-case":"b"}}]}},{"properties":{"c":[{"exists":false}]}}],
        "properties":{"a":["x",5,2.5,true,null,{"prefix":"p"},{"suffix":"s"},{"equals-ignore-case":"e"},
        {"wildcard":"a*\\*"},{"cidr":"10.0.0.0/8"},{"numeric":[">",0,"<=",5]},{"anything-but":"x"},
        {"anything-but":[1,2]},{"anything-but":{"prefix":["p","q"]}},{"anything-but":{"wildcard":"*"}}],
        "$or":[{"b":[1]},{"d":{"e":[2]}}]}}
        """#

    @Test func aPlanWithAFilterSurvivesItsFile() throws {
        let plan = samplePlan { plan in
            plan.formatVersion = 2
            plan.filter = try? pattern(Self.wide).canonical
        }
        #expect(plan.filter != nil)
        let file = PlanFile(plan)
        let back = try PlanFile(reading: file.bytes)
        #expect(back.plan == plan)
        #expect(back.digest == file.digest)
    }

    @Test func thePlanReadsAsThePattern() {
        let plan = samplePlan { plan in
            plan.filter = .all([
                .field(
                    ["properties", "campaign_name"],
                    [.anythingBut([.prefix("test-", ignoringCase: false)])]
                ),
                .any([
                    .field(["user", "user_id"], [.text("b"), .text("a")]), .field(["time"], [.number("5.0")]),
                ]),
            ])
        }
        let json =
            #"{"$or":[{"time":[5]},{"user":{"user_id":["a","b"]}}],"#
            + #""properties":{"campaign_name":[{"anything-but":{"prefix":"test-"}}]}}"#
        #expect(plan.filter?.text == json)
        let text = String(decoding: PlanFile(plan).bytes, as: UTF8.self).filter { !$0.isWhitespace }
        #expect(text.contains("\"filter\":" + json))
    }

    @Test(arguments: [
        (#"{"a":["x","y"],"b":[1]}"#, #"{"b":[1],"a":["y","x"]}"#),
        (#"{"a":["x","x"]}"#, #"{"a":["x"]}"#),
        (#"{"a":[5.0]}"#, #"{"a":[5]}"#),
        (#"{"a":[50e-1]}"#, #"{"a":[5]}"#),
        (#"{"$or":[{"a":[1]},{"b":[2]}]}"#, #"{"$or":[{"b":[2]},{"a":[1]}]}"#),
        (#"{"$or":[{"p":{"a":[1]}},{"p":{"b":[2]}}]}"#, #"{"p":{"$or":[{"b":[2]},{"a":[1]}]}}"#),
        (#"{"a":[{"anything-but":["x"]}]}"#, #"{"a":[{"anything-but":"x"}]}"#),
        (#"{"a":[{"anything-but":["y","x"]}]}"#, #"{"a":[{"anything-but":["x","y"]}]}"#),
        (#"{"a":[{"numeric":["<",5,">",0]}]}"#, #"{"a":[{"numeric":[">",0,"<",5]}]}"#),
    ])
    func whatMeansTheSameIsTheSame(one: String, other: String) throws {
        #expect(try pattern(one).text == pattern(other).text)
        #expect(try pattern(one).canonical == pattern(other).canonical)
    }

    @Test func severalAlternativesStandInTheirOwnObjects() throws {
        let json =
            #"{"$or":[{"a":{"x":[1]}},{"a":{"y":[2]}}],"a":{"$or":[{"b":{"v":[3]}},{"b":{"w":[4]}}],"#
            + #""b":{"$or":[{"c":[5]},{"d":[6]}]}}}"#
        let once = try pattern(json)
        #expect(try pattern(once.text) == once.canonical)
        #expect(once.text.split(separator: "$or").count == 4)
    }

    @Test(arguments: [
        "[]", "5", #"{"a":5}"#, #"{"a":[[1]]}"#, #"{"a":[{}]}"#, #"{"a":[{"prefix":5}]}"#,
        #"{"a":[{"exists":1}]}"#,
        #"{"a":[{"prefix":"a","suffix":"b"}]}"#, #"{"a":[{"numeric":[">"]}]}"#,
        #"{"a":[{"numeric":["=>",1]}]}"#,
        #"{"a":[{"unheard-of":"x"}]}"#, #"{"$or":[5]}"#, #"{"a":[{"anything-but":true}]}"#,
    ])
    func whatIsNoPatternIsNotRead(json: String) {
        #expect(throws: (any Error).self) { try pattern(json) }
    }

    @Test func aChangedFilterIsOneDifference() throws {
        let before = samplePlan { $0.filter = try? pattern(#"{"a":["x"]}"#) }
        let after = samplePlan { $0.filter = try? pattern(#"{"a":["y","x"]}"#) }
        let differences = PlanDiff.differences(from: before, to: after)
        #expect(
            differences == [PlanDifference("filter", before: #"{"a":["x"]}"#, after: #"{"a":["x","y"]}"#)]
        )
        #expect(PlanDiff.differences(from: samplePlan(), to: before).map(\.path) == ["filter"])
    }
}

@Suite("Numbers of filters")
struct DecimalNumberTests {
    @Test(arguments: [
        ("5", "5.0", 0), ("5", "50e-1", 0), ("0", "-0.0e9", 0), ("-1", "1", -1), ("-2", "-10", 1),
        ("9.99", "10", -1),
        ("0.1", "0.10000000000000000001", -1), ("1e400", "1e399", 1),
        ("123456789012345678901", "123456789012345678902", -1),
        ("1e99999999999999999999", "5", 1), ("0.00100", "1e-3", 0), ("-1e-5", "0", -1), ("100", "99.999", 1),
    ])
    func areOrderedByValue(left: String, right: String, order: Int) {
        #expect(DecimalNumber.order(left, right)?.signum() == order)
        #expect(DecimalNumber.order(right, left)?.signum() == -order)
    }

    @Test(arguments: [
        "", "-", "01", "1.", ".5", "+1", "1e", "1e+", "0x10", "1 ", "abc", "1.2.3", "--1", "NaN",
    ])
    func otherTextsAreNone(text: String) {
        #expect(DecimalNumber.order(text, "1") == nil)
        #expect(DecimalNumber.canonical(text) == nil)
    }

    @Test(arguments: [
        ("5", "5"), ("5.0", "5"), ("-0", "0"), ("1e3", "1000"), ("5e-2", "0.05"),
        ("9223372036854775807", "9223372036854775807"),
        ("0.1", "0.1"), ("123.456", "123.456"),
    ])
    func haveOneSpelling(text: String, canonical: String) {
        #expect(DecimalNumber.canonical(text) == canonical)
    }

    @Test(arguments: ["9223372036854775808", "1.2345678901234567", "1e400", "0.10000000000000000001"])
    func beyondWhatAPlanHoldsAreRefused(text: String) {
        #expect(DecimalNumber.canonical(text) == nil)
    }
}

@Suite("Blocks of IP addresses and wildcards")
struct FilterTextTests {
    @Test(arguments: [
        "10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0/8", "010.0.0.0/8", "256.0.0.0/8", "10.0.0.0/-1",
        "10.0.0.0/8/8",
        "::/129", "1::2::3/8", ":1/8", "1:/8", "12345::/8", "1:2:3:4:5:6:7/8", "1:2:3:4:5:6:7:8:9/8",
        "fe80::1%eth0/64",
        "g::/8", ":::/8", "1.2.3.4::/8", "/8", "",
    ])
    func whatIsNoBlockIsNone(text: String) {
        #expect(AddressBlock(text) == nil)
    }

    @Test(arguments: [
        "0.0.0.0/0", "10.1.2.3/32", "::/0", "::1/128", "1::/16", "1:2:3:4:5:6:7:8/64", "1:2:3:4:5:6:7::/112",
        "::1.2.3.4/128",
        "FE80::1/10", "1:2:3:4:5:6:1.2.3.4/96",
    ])
    func whatIsABlockIsOne(text: String) {
        #expect(AddressBlock(text) != nil)
    }

    @Test func wildcardsAreTakenApart() throws {
        #expect(try WildcardText(#"a*\*b\\*"#).parts == [Array("a".utf8), Array(#"*b\"#.utf8), []])
        #expect(try WildcardText("").parts == [[]])
        #expect(throws: WildcardText.Problem.starsInARow) { try WildcardText("a**") }
        #expect(throws: WildcardText.Problem.strayBackslash) { try WildcardText(#"a\b"#) }
        #expect(throws: WildcardText.Problem.strayBackslash) { try WildcardText(#"a\"#) }
    }
}
