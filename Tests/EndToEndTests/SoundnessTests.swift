import Foundation
import Testing

/// The repository held to its own rules.
@Suite("Soundness of the repository")
struct SoundnessTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private func files(below folder: String, _ suffix: String) -> [URL] {
        let base = Self.root.appendingPathComponent(folder)
        let names = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(suffix) }.sorted().map { base.appendingPathComponent($0) }
    }

    private func text(_ url: URL) -> String { (try? String(contentsOf: url, encoding: .utf8)) ?? "" }

    @Test func noPartnerFolderNamesAnothersTypes() throws {
        let base = Self.root.appendingPathComponent("Sources/Connectors")
        let partners = try FileManager.default.contentsOfDirectory(atPath: base.path)
            .filter { !$0.hasSuffix(".swift") }
        let declaration = /(?:struct|enum|class|protocol)\s+(\w+)/
        var owners: [String: String] = [:]
        for partner in partners {
            for file in files(below: "Sources/Connectors/\(partner)", ".swift") {
                for match in text(file).matches(of: declaration) { owners[String(match.output.1)] = partner }
            }
        }
        #expect(!owners.isEmpty)
        for partner in partners {
            for file in files(below: "Sources/Connectors/\(partner)", ".swift") {
                // What stands in a text is no name of ours, such as the `Entry` of an event type.
                let code = text(file).replacing(/"[^"\n]*"/, with: "")
                let words = Set(
                    code.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
                )
                for word in words {
                    let owner = owners[word] ?? partner
                    #expect(owner == partner, "\(file.lastPathComponent) names '\(word)' of \(owner)")
                }
            }
        }
    }

    @Test func noRoomIsWithoutASubject() {
        let forbidden = [
            "util", "utils", "common", "helper", "helpers", "shared", "misc", "core", "extensions",
        ]
        for file in files(below: "Sources", "") {
            let name = file.deletingPathExtension().lastPathComponent.lowercased()
            #expect(!forbidden.contains(name), "\(file.path)")
        }
    }

    @Test func theTopLevelIsWhatTheLayoutSays() throws {
        let wanted: Set = [
            "Package.swift", "Sources", "Tests", "specs", "generated", "README.md", "Scripts", "Benchmarks",
            ".ci",
            ".gitignore", ".swift-format", ".git", ".build", "Package.resolved", ".github", ".swiftpm",
            ".currents",
        ]
        let found = Set(try FileManager.default.contentsOfDirectory(atPath: Self.root.path))
        #expect(found.subtracting(wanted).isEmpty)
    }

    @Test func decisionsAreNumberedWithoutGaps() {
        let names = files(below: "Sources/currentsctl/currentsctl.docc/Decisions", ".md").map(
            \.lastPathComponent
        )
        let numbers = names.compactMap { Int($0.prefix(4)) }
        #expect(numbers == Array(1...max(names.count, 1)))
    }

    @Test func everyPackageHasALineInItsDecision() {
        let manifest = text(Self.root.appendingPathComponent("Package.swift"))
        let record = text(
            Self.root.appendingPathComponent(
                "Sources/currentsctl/currentsctl.docc/Decisions/0002-packages.md"
            )
        )
        let packages = manifest.matches(of: /\.package\(url: "[^"]*\/([^"\/]+)"/).map { String($0.output.1) }
        #expect(!packages.isEmpty)
        for package in packages { #expect(record.contains(package), "\(package)") }
    }

    @Test func theRunnerCannotReadYAML() {
        let manifest = text(Self.root.appendingPathComponent("Package.swift"))
        for room in ["Events", "Logs", "Ledger", "Delivery", "Connectors"] {
            for file in files(below: "Sources/\(room)", ".swift") {
                let imports = text(file).matches(of: /import (\w+)/).map { String($0.output.1) }
                #expect(
                    Set(imports).isDisjoint(with: ["Specs", "Planning", "CLibYAML"]),
                    "\(file.lastPathComponent)"
                )
            }
        }
        #expect(manifest.contains("room(\"Connectors\""))
    }

    @Test func fakesOpenNoRoomOfOurs() {
        let rooms: Set = [
            "Plans", "Events", "Connectors", "Delivery", "Ledger", "Logs", "Glossary", "Specs", "Machine",
        ]
        for file in files(below: "Sources/FakePartners", ".swift") {
            let imports = text(file).matches(of: /import (\w+)/).map { String($0.output.1) }
            #expect(Set(imports).isDisjoint(with: rooms), "\(file.lastPathComponent)")
        }
    }
}
