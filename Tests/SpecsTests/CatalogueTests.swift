import Diagnostics
import Testing

@testable import Specs

@Suite("The manual pages of reading and shape") struct CatalogueTests {
    static let entries = ReadingRules.all + ShapeRules.all
    static let withExamples = entries.filter { $0.example != nil }

    private func codes(_ text: String) -> [String] {
        let file = SourceFile(path: "spec.yaml", bytes: Array(text.utf8))
        return SpecReader.read([file]).findings.map(\.code)
    }

    @Test(arguments: withExamples) func theExampleReportsExactlyItsCode(entry: CatalogueEntry) throws {
        let example = try #require(entry.example)
        #expect(Set(codes(example)) == [entry.code])
    }

    @Test(arguments: withExamples) func theExamplePutRightReportsNothing(entry: CatalogueEntry) throws {
        let fix = try #require(entry.fix)
        #expect(codes(fix).isEmpty)
    }

    @Test func codesAndNamesAreUniqueAndInOrder() {
        let codes = Self.entries.map(\.code)
        #expect(codes == Set(codes).sorted())
        #expect(Set(Self.entries.map(\.name)).count == Self.entries.count)
        #expect(ReadingRules.all.allSatisfy { $0.code.hasPrefix("CUR1") })
        #expect(ShapeRules.all.allSatisfy { $0.code.hasPrefix("CUR2") })
    }
}
