import Diagnostics
import Glossary
import Plans
import Specs
import Testing

@testable import Planning

@Suite("Rules about declared custom events")
struct CustomEventRuleTests {
    private func read(
        _ names: String,
        _ declarations: String...,
        include: String = "[users.behaviors.CustomEvent]"
    ) -> Reading {
        Reading(ExampleWorkspace.customEvents(names, declaring: declarations, include: include))
    }

    @Test func aSecondDeclarationPointsAtTheFirst() throws {
        let reading = read("[a]", "{ name: a, properties: {} }", "{ name: a, properties: { b: string } }")
        #expect(reading.codes == ["CUR370"])
        #expect(reading.marked == "a")
        let first = try #require(reading.findings.first?.notes.first?.range)
        #expect(first.start < (try #require(reading.findings.first?.range?.start)))
    }

    @Test func documentsOfOneNameAreReportedOnce() {
        let document = ExampleWorkspace.document("CustomEvent", name: "signup", spec: "{ properties: {} }")
        let text = ExampleWorkspace.customEvents("[signup]", declaring: [])
        let reading = Reading([text, document, document].joined(separator: "---\n"))
        #expect(reading.codes == ["CUR250"])
        #expect(reading.findings.first?.message == "there is another custom event named 'signup'")
    }

    @Test func namesThatDifferInCaseAreTwoEvents() {
        let reading = read("[a, A]", "{ name: a, properties: {} }", "{ name: A, properties: {} }")
        #expect(reading.codes.isEmpty)
    }

    @Test(arguments: ["[a]", "[\"b*\"]"])
    func aDeclarationThatNoCurrentSelectsIsAWarning(names: String) {
        let reading = read(names, "{ name: checkout, properties: {} }")
        #expect(reading.codes == ["CUR371"])
        #expect(reading.marked == "checkout")
        #expect(!reading.plans.isEmpty)
    }

    @Test(arguments: ["", "[checkout]", "[\"check*\"]", "[\"*\"]"])
    func aSelectedDeclarationIsSilent(names: String) {
        #expect(read(names, "{ name: checkout, properties: {} }").codes.isEmpty)
    }

    @Test func aDeclarationIsIdleWhereItsEventTypeIsNotSelected() {
        let include = "[users.messages.email.Open]"
        #expect(read("", "{ name: a, properties: {} }", include: include).codes == ["CUR371"])
        let purchase = read("", "{ purchase: true, properties: {} }", include: include)
        #expect(purchase.codes == ["CUR371"])
        #expect(purchase.marked == "declaration-1")
    }

    @Test func whatCouldNotBeReadMayHaveSelectedTheDeclaration() {
        let text = ExampleWorkspace.customEvents("[a]", declaring: ["{ name: b, properties: {} }"])
        #expect(Reading(text + "---\n- nothing\n").codes == ["CUR201"])
        #expect(Reading(text.replacing("partner: http", with: "partner: htp")).codes == ["CUR401"])
    }

    @Test(arguments: [
        ("trial started", "Trial Started"), ("trial_started", "Trial Started"),
        ("TrialStarted", "trial-started"),
        ("chekcout", "checkout"), ("checkouts", "checkout"), ("chckout", "checkout"),
        ("cheqkout", "checkout"),
    ])
    func aNameNearADeclaredOneIsReportedOnceAndCorrected(written: String, declared: String) {
        let text = ExampleWorkspace.customEvents(
            "[\(written)]",
            declaring: ["{ name: \(declared), properties: {} }"]
        )
        let reading = Reading(text)
        #expect(reading.codes == ["CUR372"])
        #expect(reading.marked == written)
        #expect(reading.findings.first?.help == "did you mean '\(declared)'?")
        #expect(Reading(reading.fixed(text)).codes.isEmpty)
    }

    @Test(arguments: [
        ("level 2 done", "level 1 done"), ("open", "oven"), ("trial ended", "trial started"),
        ("tria*", "trial"),
    ])
    func otherNamesAreNotTakenForSlips(written: String, declared: String) {
        let reading = read("[\"\(written)\", \"*\"]", "{ name: \(declared), properties: {} }")
        #expect(reading.codes.isEmpty)
    }

    @Test func whoSelectsBothSpellingsMeansBoth() {
        #expect(read("[checkouts, checkout]", "{ name: checkout, properties: {} }").codes.isEmpty)
    }

    @Test(arguments: ["$plan", "time", "event_name", String(repeating: "x", count: 256)])
    func propertiesThatCannotComeAreReported(name: String) {
        let reading = read("[a]", "{ name: a, properties: { \(name): string } }")
        #expect(reading.codes == ["CUR373"])
        #expect(reading.marked == name)
        #expect(reading.findings.first?.source != nil)
    }

    @Test(arguments: ["time_of_day", "plan$", String(repeating: "é", count: 255), "\"basket size\""])
    func propertiesThatCanComeAreNot(name: String) {
        #expect(read("[a]", "{ name: a, properties: { \(name): string } }").codes.isEmpty)
    }

    @Test func purchasesAreDeclaredOnce() {
        let reading = read(
            "",
            "{ purchase: true, properties: { time: string } }",
            "{ purchase: true, properties: {} }",
            include: "[users.behaviors.Purchase]"
        )
        #expect(reading.codes == ["CUR374"])
        #expect(reading.marked == "declaration-2")
    }
}
