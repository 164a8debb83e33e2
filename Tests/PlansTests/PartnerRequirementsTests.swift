import Plans
import Testing

@Suite("Requirements as data")
struct PartnerRequirementsTests {
    private let name = PartnerRequirements.ComposedName(
        "source",
        parts: [
            .text("a/"), .setting("partner"), .text("/"),
            .setting("source", otherwise: [.current, .text("-"), .digest(of: "account", digits: 8)]),
        ],
        form: Sourced(.init(".*", "anything"), source: "test"),
        maximumLength: Sourced(256, source: "test")
    )

    @Test func aComposedNameIsMadeOfSettings() {
        let settings: [String: SettingValue] = ["partner": .text("p"), "source": .text("s")]
        #expect(name.name(current: "c", settings: settings) == "a/p/s")
        #expect(name.settings == ["partner", "source"])
    }

    @Test func whatIsNotGivenIsFilledIn() {
        let settings: [String: SettingValue] = ["partner": .text("p"), "account": .text("abc")]
        // SHA-256 of "abc" begins with ba7816bf (FIPS 180-2, appendix B.1).
        #expect(name.name(current: "c", settings: settings) == "a/p/c-ba7816bf")
    }

    @Test func aNameWithoutItsSettingsIsNone() {
        #expect(name.name(current: "c", settings: ["account": .text("abc")]) == nil)
        #expect(name.name(current: "c", settings: ["partner": .text("p")]) == nil)
    }

    @Test func customEventsKeepTheirNamesBehindThePrefix() {
        let naming = EventNaming(
            prefix: "[P] ",
            customEventPrefix: "[P] [C] ",
            names: ["a.b": .init("B", source: "test")]
        )
        #expect(naming.name(of: "a.b") == "[P] B")
        #expect(naming.name(of: "a.c") == "[P] a.c")
        #expect(naming.name(of: EventNaming.customEvent) == "[P] [C] *")
    }
}
