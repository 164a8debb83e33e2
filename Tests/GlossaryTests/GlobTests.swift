import Glossary
import Testing

@Suite("Globs and groups")
struct GlobTests {
    @Test(
        arguments: [
            ("a", "a", true), ("a", "b", false), ("a", "ab", false), ("", "", true), ("", "a", false),
            ("*", "", true), ("*", "a.b", true), ("a*", "a", true), ("a*", "ba", false), ("*a", "ba", true),
            ("*a", "ab", false), ("a*c", "abbc", true), ("a*c", "abb", false), ("a**c", "ac", true),
            ("*ab*ab", "abab", true), ("*ab*ab", "aab", false), ("a*b*c", "axbxbxc", true),
            ("A*", "ab", false),
            ("?", "a", false), ("[a]", "a", false),
        ]
    )
    func matchesTheWholeText(pattern: String, text: String, matches: Bool) {
        #expect(Glob(pattern).matches(text.utf8) == matches)
    }

    @Test func manyStarsCostLittle() {
        let pattern = String(repeating: "a*", count: 200) + "b"
        #expect(!Glob(pattern).matches(String(repeating: "a", count: 5_000).utf8))
    }

    @Test func onlyAPatternWithoutStarsIsExact() {
        #expect(Glob("a.b").isExact)
        #expect(!Glob("a.*").isExact)
    }

    @Test func comparesBytesAndNotCharacters() {
        #expect(!Glob("\u{212A}").matches("K".utf8))
        #expect(!Glob("e\u{301}").matches("\u{E9}".utf8))
    }

    @Test func selectsTypesInTheOrderOfTheirNames() {
        let types = Glossary.builtIn.types(matching: "users.messages.email.*")
        #expect(types.count == 11)
        #expect(types.first?.name == "users.messages.email.Abort")
        #expect(types.last?.name == "users.messages.email.Unsubscribe")
        #expect(Glossary.builtIn.types(matching: "*").count == 100)
        #expect(Glossary.builtIn.types(matching: "*.Abort").count == 13)
        #expect(Glossary.builtIn.types(matching: "users.canvas.Entry").map(\.name) == ["users.canvas.Entry"])
        #expect(Glossary.builtIn.types(matching: "users.messages.email").isEmpty)
    }

    @Test func groupsAreTheTwoPagesAndTheCategories() {
        #expect(
            Glossary.groupNames == [
                "agent", "behavior", "campaign", "canvas", "customer-behavior", "message",
                "message-engagement", "user",
            ]
        )
    }

    @Test(
        arguments: [
            ("agent", 2), ("behavior", 14), ("campaign", 3), ("canvas", 9), ("customer-behavior", 9),
            ("message", 68),
            ("message-engagement", 85), ("user", 4),
        ]
    )
    func everyGroupHasItsTypes(group: String, count: Int) {
        #expect(Glossary.builtIn.types(inGroup: group)?.count == count)
    }

    @Test func anUnknownGroupIsNotAnEmptyOne() {
        #expect(Glossary.builtIn.types(inGroup: "messages") == nil)
        #expect(Glossary.builtIn.types(inGroup: "") == nil)
    }

    @Test func familiesAreListedOnce() {
        let families = Glossary.builtIn.families
        #expect(families.count == 30)
        #expect(families.contains("canvas.exit"))
        #expect(families == Set(families).sorted())
    }
}
