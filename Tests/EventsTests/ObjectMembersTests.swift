import Plans
import Testing

@testable import Events

@Suite("Members of an object")
struct ObjectMembersTests {
    /// The keys and values of an object as they are written, found on memory of exactly the line's size.
    private func members(of object: String, before: String = "", after: String = "") -> [[String]] {
        let bytes = Array((before + object + after).utf8)
        let start = Int32(before.utf8.count)
        let range = FieldRange(start: start, end: start + Int32(object.utf8.count))
        return Self.members(range, bytes).map { Self.texts($0, bytes) }
    }

    private static func members(_ range: FieldRange, _ bytes: [UInt8]) -> [ObjectMember] {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        defer { memory.deallocate() }
        memory.copyBytes(from: bytes)
        var walk = ObjectMembers(range, of: UnsafeRawBufferPointer(memory))
        var found: [ObjectMember] = []
        while let member = walk.nextMember() { found.append(member) }
        return found
    }

    private static func texts(_ member: ObjectMember, _ bytes: [UInt8]) -> [String] {
        [member.key, member.value].map { range in
            bytes.withUnsafeBytes { String(decoding: range.bytes(in: $0), as: UTF8.self) }
        }
    }

    @Test func areFoundInOrder() {
        #expect(
            members(of: #"{"a":1.0,"b":"x","c":{"d":[1,"}"]},"e":[],"f":null,"g":true}"#)
                == [
                    ["a", "1.0"], ["b", #""x""#], ["c", #"{"d":[1,"}"]}"#], ["e", "[]"], ["f", "null"],
                    ["g", "true"],
                ]
        )
    }

    @Test func mayHaveSpaceAroundThem() {
        #expect(
            members(of: "{ \"a\"\t: 1 ,\r\n\"b\" :\"x\" , \"c\":{ } }", before: "  ", after: " ")
                == [["a", "1"], ["b", #""x""#], ["c", "{ }"]]
        )
    }

    @Test(arguments: ["{}", "{ }", "", "[1,2]", #""text""#, "{", "null"])
    func areNoneInWhatIsNoObjectOrEmpty(text: String) {
        #expect(members(of: text, before: "x", after: "y") == [])
    }

    @Test func areNoneOfAnAbsentField() {
        #expect(Self.members(.absent, Array(#"{"a":1}"#.utf8)) == [])
    }

    @Test func keepEscapesAsTheyAreWritten() {
        let object = #"{"a\"b\\":"\\","c\u0022":"\"","d":"x"}"#
        #expect(
            members(of: object)
                == [[#"a\"b\\"#, #""\\""#], [#"c\u0022"#, #""\"""#], ["d", #""x""#]]
        )
        let bytes = Array(object.utf8)
        let found = Self.members(FieldRange(start: 0, end: Int32(bytes.count)), bytes)
        #expect(found.map(\.key.hasEscapes) == [true, true, false])
        #expect(found.map(\.value.hasEscapes) == [true, true, false])
    }

    /// A backslash and the quote it escapes on both sides of a block's edge, wherever the object begins.
    @Test(arguments: 0..<140)
    func areFoundAcrossBlocks(length: Int) {
        let padding = String(repeating: "é", count: length / 2) + String(repeating: "x", count: length % 2)
        #expect(
            members(of: #"{"\#(padding)\"":"\#(padding)\\","b":"\"\#(padding)"}"#, before: padding)
                == [[padding + #"\""#, "\"" + padding + #"\\""#], ["b", #""\""# + padding + "\""]]
        )
    }

    @Test func spanTheirBytes() {
        let bytes = Array(#"{"a":1 ,"b":2}"#.utf8)
        let found = Self.members(FieldRange(start: 0, end: Int32(bytes.count)), bytes)
        #expect(found.map(\.start) == [1, 8])
        #expect(found.map(\.end) == [6, 13])
    }

    @Test func areWhatTheReferenceParserFinds() {
        var generator = EventGenerator(seed: 11)
        var compared = 0
        for _ in 0..<4000 {
            let bytes = generator.event()
            let line = ScannedLine(bytes)
            // The reference parser keeps tokens by their keys' text, and halves of surrogate pairs are none.
            guard line.refusal == nil, !String(decoding: bytes, as: UTF8.self).contains(#"\ud80"#) else {
                continue
            }
            for (field, prefix) in [(line.event.user, "user."), (line.event.properties, "properties.")] {
                let found = Self.members(field, bytes).map { Int($0.value.start)..<Int($0.value.end) }
                let expected = ReferenceParser.read(bytes).tokens.filter { $0.key.hasPrefix(prefix) }.values
                #expect(found == expected.sorted { $0.lowerBound < $1.lowerBound })
                compared += found.count
            }
        }
        #expect(compared > 500)
    }

    /// Whatever the bytes are, what comes out lies inside the object and comes to an end.
    @Test func ofDamagedLinesStayInside() {
        var generator = EventGenerator(seed: 12)
        for _ in 0..<4000 {
            let bytes = generator.damage(generator.event())
            guard let open = bytes.firstIndex(of: UInt8(ascii: "{")) else { continue }
            let range = FieldRange(start: Int32(open), end: Int32(bytes.count))
            var last = Int32(open)
            for member in Self.members(range, bytes) {
                #expect(member.start >= last && member.end > member.start && member.end < range.end)
                last = member.end
            }
        }
    }
}
