import Events
import Testing

@Suite("Event type numbers")
struct TypeTableTests {
    private func index(of name: String, in table: TypeTable) -> Int32 {
        Array(name.utf8).withUnsafeBytes { table.index(of: $0) }
    }

    @Test func followTheOrderGivenAndFindEveryName() {
        let names = (0..<500).map { "users.messages.kind\($0 % 7).Action\($0)" }
        let table = TypeTable(names: names)
        #expect(table.names == names)
        for (number, name) in names.enumerated() { #expect(index(of: name, in: table) == Int32(number)) }
    }

    @Test(arguments: [
        "", "users", "users.messages.email.Ope", "users.messages.email.OpenX", "users.messages.email.open",
    ])
    func areMinusOneForOtherNames(name: String) {
        #expect(index(of: name, in: TypeTable(names: ["users.messages.email.Open"])) == -1)
        #expect(index(of: name, in: TypeTable(names: [])) == -1)
    }

    @Test func countARepeatedNameOnce() {
        let table = TypeTable(names: ["a", "b", "a", ""])
        #expect(table.names == ["a", "b", ""])
        #expect(index(of: "", in: table) == 2)
    }

    @Test func keepApartNamesThatStringsTakeForEqual() {
        let table = TypeTable(names: ["\u{E9}", "e\u{301}"])
        #expect(index(of: "e\u{301}", in: table) == 1)
    }

    @Test func areFoundForANameWithEscapes() {
        let scanned = ScannedLine(#"{"id":"1","event_type":"a\u002eb"}"#, types: ["x", "a.b"])
        #expect(scanned.event.type == 1)
    }
}
