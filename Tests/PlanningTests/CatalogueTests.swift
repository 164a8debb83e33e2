import Diagnostics
import Testing

@testable import Planning

@Suite("The catalogue of planning rules")
struct CatalogueTests {
    private func entry(_ code: String) throws -> CatalogueEntry {
        try #require(Planner.catalogue.first { $0.code == code })
    }

    @Test("every example reports exactly its code", arguments: Planner.catalogue.map(\.code))
    func exampleReportsItsCode(code: String) throws {
        let entry = try entry(code)
        let example = try #require(entry.example)
        let reading = Reading(example)
        #expect(reading.codes == [entry.code], "\(reading.rendered)")
        #expect(reading.findings.first?.severity == entry.severity)
        #expect(reading.findings.first?.range != nil)
        #expect(reading.findings.first?.help != nil)
    }

    @Test("every fix reports nothing and gives plans", arguments: Planner.catalogue.map(\.code))
    func fixReportsNothing(code: String) throws {
        let entry = try entry(code)
        let fix = try #require(entry.fix)
        let reading = Reading(fix)
        #expect(reading.codes.isEmpty, "\(reading.rendered)")
        #expect(!reading.plans.isEmpty)
    }

    @Test("codes are unique, sorted and in the ranges of this room")
    func codesAreOurs() {
        let codes = Planner.catalogue.map(\.code)
        #expect(codes == Set(codes).sorted())
        #expect(Set(Planner.catalogue.map(\.name)).count == codes.count)
        for code in codes {
            #expect(
                code.hasPrefix("CUR25") || code.hasPrefix("CUR27") || code.hasPrefix("CUR3")
                    || code.hasPrefix("CUR4")
            )
        }
    }

    @Test("errors stop before resolution, warnings do not", arguments: Planner.catalogue.map(\.code))
    func onlyErrorsStop(code: String) throws {
        let entry = try entry(code)
        let reading = Reading(try #require(entry.example))
        #expect(reading.plans.isEmpty == (entry.severity == .error))
    }

    @Test(
        "what the first finding proposes is itself free of errors",
        arguments: Planner.catalogue.map(\.code)
    )
    func proposalsAreSound(code: String) throws {
        let entry = try entry(code)
        let example = try #require(entry.example)
        let reading = Reading(example)
        guard reading.findings.first?.fixes.isEmpty == false else { return }
        let fixed = Reading(reading.fixed(example))
        #expect(fixed.codes.isEmpty, "\(reading.fixed(example))\n\(fixed.rendered)")
    }
}
