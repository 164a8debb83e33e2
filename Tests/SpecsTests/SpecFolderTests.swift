import Diagnostics
import Testing

@testable import Specs

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("Files and folders become source files") struct SpecFolderTests {
    /// Gives `body` an empty folder that is removed again.
    private func inFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "specs-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private func write(_ text: String, to path: String) throws {
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        try FileManager.default.createDirectory(atPath: "/" + folder, withIntermediateDirectories: true)
        try text.write(toFile: path, atomically: false, encoding: .utf8)
    }

    @Test func filesAreFoundAtAnyDepthInOrderOfTheirPaths() throws {
        try inFolder { folder in
            for name in ["b.yml", "a/z.yaml", "a.yaml", "B.yaml", ".hidden.yaml", ".git/c.yaml", "notes.txt"]
            {
                try write(name, to: "\(folder)/\(name)")
            }
            let (files, findings) = SpecFolder.read(paths: [folder + "/"])
            #expect(findings.isEmpty)
            #expect(files.map(\.path) == ["B.yaml", "a.yaml", "a/z.yaml", "b.yml"].map { "\(folder)/\($0)" })
        }
    }

    @Test func aFileReachedTwiceIsReadOnce() throws {
        try inFolder { folder in
            try write("a", to: "\(folder)/a.yaml")
            let paths = [
                "\(folder)/a.yaml", folder, "\(folder)/../" + (folder.split(separator: "/").last ?? ""),
            ]
            let (files, findings) = SpecFolder.read(paths: paths)
            #expect(files.count == 1)
            #expect(findings.isEmpty)
        }
    }

    @Test func linksThatLeadInCirclesEnd() throws {
        try inFolder { folder in
            try write("a", to: "\(folder)/in/a.yaml")
            try FileManager.default.createSymbolicLink(atPath: "\(folder)/in/loop", withDestinationPath: "..")
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/in/b.yaml",
                withDestinationPath: "a.yaml"
            )
            let (files, findings) = SpecFolder.read(paths: [folder])
            #expect(files.count == 1)
            #expect(findings.isEmpty)
        }
    }

    @Test func aFileThatIsNamedIsReadWhateverItsEnding() throws {
        try inFolder { folder in
            try write("a", to: "\(folder)/notes.txt")
            #expect(SpecFolder.read(paths: ["\(folder)/notes.txt"]).files.count == 1)
        }
    }

    @Test func oneByteOrderMarkIsAccepted() throws {
        try inFolder { folder in
            try write("\u{FEFF}" + Reading.goodSource, to: "\(folder)/a.yaml")
            let (workspace, findings) = SpecReader.read(paths: [folder])
            #expect(findings.isEmpty)
            #expect(workspace.files.first?.bytes == Array(Reading.goodSource.utf8))
            try write("\u{FEFF}\u{FEFF}" + Reading.goodSource, to: "\(folder)/a.yaml")
            #expect(SpecReader.read(paths: [folder]).findings.map(\.code) == ["CUR103"])
        }
    }

    @Test func whatIsNotThereIsReported() throws {
        try inFolder { folder in
            let findings = SpecFolder.read(paths: ["\(folder)/none", "\(folder)/a\0b"]).findings
            #expect(findings.map(\.code) == ["CUR104", "CUR104"])
            #expect(findings.first?.message == "'\(folder)/none' does not exist")
        }
    }

    @Test func aLinkToNothingIsReported() throws {
        try inFolder { folder in
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/a.yaml",
                withDestinationPath: "none"
            )
            #expect(SpecFolder.read(paths: [folder]).findings.map(\.code) == ["CUR105"])
        }
    }

    @Test func aDeviceIsReported() {
        #expect(SpecFolder.read(paths: ["/dev/null"]).findings.map(\.code) == ["CUR106"])
    }

    @Test func aFolderWithoutSpecsIsReported() throws {
        try inFolder { folder in
            try write("a", to: "\(folder)/notes.txt")
            #expect(SpecFolder.read(paths: [folder]).findings.map(\.code) == ["CUR107"])
        }
    }

    @Test func aFileTooLargeIsReportedAndNotRead() throws {
        try inFolder { folder in
            try write(String(repeating: "#", count: 1_048_577), to: "\(folder)/a.yaml")
            let (files, findings) = SpecFolder.read(paths: [folder])
            #expect(files.isEmpty)
            #expect(findings.map(\.code) == ["CUR101"])
        }
    }
}
