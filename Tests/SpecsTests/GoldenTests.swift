import Diagnostics
import Testing

@testable import Specs

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Each folder below `Golden` holds a `spec.yaml` and what we say about it in `expected.txt`.
@Suite("Golden cases of reading") struct GoldenTests {
    private static let folder = String(#filePath.dropLast("GoldenTests.swift".count)) + "Golden"

    static var cases: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { !$0.hasPrefix(".") }
            .sorted()
    }

    @Test func everyCaseIsFound() {
        #expect(Self.cases.count >= 25)
    }

    @Test(arguments: cases) func saysWhatIsExpected(name: String) throws {
        let path = "\(Self.folder)/\(name)/spec.yaml"
        let bytes = [UInt8](try #require(FileManager.default.contents(atPath: path)))
        let (workspace, findings) = SpecReader.read([SourceFile(path: "spec.yaml", bytes: bytes)])
        let text = TextRenderer(files: workspace.files).render(findings)
        let expectedPath = "\(Self.folder)/\(name)/expected.txt"
        if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
            try text.write(toFile: expectedPath, atomically: true, encoding: .utf8)
        }
        let expected = FileManager.default.contents(atPath: expectedPath).map {
            String(decoding: $0, as: UTF8.self)
        }
        #expect(text == expected)
    }
}
