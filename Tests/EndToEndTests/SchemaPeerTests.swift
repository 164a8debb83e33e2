import Foundation
import Specs
import Testing

@Suite(
    "The schema, judged and used by check-jsonschema",
    .enabled(
        if: SchemaPeer.isInstalled,
        "check-jsonschema is not installed: run Scripts/bootstrap-peers (Scripts/test does)"
    )
)
struct SchemaPeerTests {
    private static let root = SchemaPeer.schemas.deletingLastPathComponent().deletingLastPathComponent()

    /// The documents of a file, by a name made from its own; the peer reads one document a file.
    private static func documents(_ name: String, _ text: String) -> [String: String] {
        var documents: [String: String] = [:]
        var lines: [Substring] = []
        func take() {
            let text = lines.joined(separator: "\n") + "\n"
            lines = []
            if text.contains("apiVersion: currents/") { documents["\(name)-\(documents.count)"] = text }
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "---" { take() } else { lines.append(line) }
        }
        take()
        return documents
    }

    /// Whether a complaint is about an example of reading or shape, below CUR250, and about what is not their subject.
    ///
    /// They leave out what only the partner asks for, and filter by fields that no event need have.
    private static func isAboutMoreThanShape(_ complaint: SchemaPeer.Verdict.Complaint) -> Bool {
        let name = complaint.filename.split(separator: "/").last ?? ""
        guard name < "CUR250" else { return false }
        return complaint.message == "'endpoint' is a required property"
            || complaint.path.hasPrefix("$.spec.filter") && complaint.message.hasSuffix("was unexpected)")
    }

    private func expectAccepted(_ verdict: SchemaPeer.Verdict) {
        #expect(verdict.status == "ok")
        #expect(verdict.errors.map { "\($0.filename) \($0.path) \($0.message)" } == [])
        #expect(verdict.unread.map { "\($0.filename) \($0.message)" } == [])
    }

    @Test func everySchemaIsOne() async throws {
        let files = try FileManager.default.contentsOfDirectory(
            at: SchemaPeer.schemas,
            includingPropertiesForKeys: nil
        )
        #expect(files.count == 1 + Language.kinds.count)
        expectAccepted(try await SchemaPeer.judgeSchemas(files))
    }

    @Test func theExampleSpecsAreAccepted() async throws {
        let folder = Self.root.appendingPathComponent("specs/currents")
        var documents: [String: String] = [:]
        for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        where file.pathExtension == "yaml" {
            let text = try String(contentsOf: file, encoding: .utf8)
            documents.merge(Self.documents(file.lastPathComponent, text)) { $1 }
        }
        #expect(documents.count > 3)
        expectAccepted(try await SchemaPeer.judge(documents))
    }

    @Test func whatExplainProposesIsAccepted() async throws {
        let folder = try SchemaFolder()
        let codes = try await Program.run("explain", "--format", "json", in: folder.path).json()["codes"]
        var documents: [String: String] = [:]
        for entry in try #require(codes as? [[String: Any]]) {
            guard let code = entry["code"] as? String, let fix = entry["fix"] as? String else { continue }
            documents.merge(Self.documents(code, fix)) { $1 }
        }
        #expect(documents.count > 80)
        var verdict = try await SchemaPeer.judge(documents)
        verdict.errors.removeAll { Self.isAboutMoreThanShape($0) }
        #expect(verdict.errors.map { "\($0.filename) \($0.path) \($0.message)" } == [])
        #expect(verdict.unread.map { "\($0.filename) \($0.message)" } == [])
    }

    @Test(arguments: Language.kinds.map(\.name)) func everyDeclaredKeyFormAndWordIsAccepted(kind: String)
        async throws
    {
        let kind = try #require(Language.kinds.first { $0.name == kind })
        // The partner of the examples has no further services.
        let texts = [kind.example] + kind.exampleDocuments.filter { !$0.contains("services:") }
        let documents = Dictionary(
            texts.enumerated().map { ("\(kind.name)-\($0.offset)", $0.element) },
            uniquingKeysWith: { $1 }
        )
        expectAccepted(try await SchemaPeer.judge(documents))
        let name = kind.name == "CustomEvent" ? "custom-event" : kind.name.lowercased()
        expectAccepted(try await SchemaPeer.judge(documents, by: name))
    }

    @Test(arguments: Language.kinds.map(\.name)) func aStrangerIsRefusedInEveryMapping(kind: String)
        async throws
    {
        let kind = try #require(Language.kinds.first { $0.name == kind })
        let texts = kind.documents(with: "zzqx").map(\.text)
        let documents = Dictionary(
            texts.enumerated().map { ("stranger-\($0.offset)", $0.element) },
            uniquingKeysWith: { $1 }
        )
        let verdict = try await SchemaPeer.judge(documents)
        for (name, text) in documents { #expect(!verdict.complaints(about: name).isEmpty, "\(text)") }
    }

    @Test func badDocumentsAreRefusedWhereTheyAreWrong() async throws {
        #expect(BadSpec.all.count >= 20)
        let verdict = try await SchemaPeer.judge(BadSpec.documents)
        for (name, bad) in BadSpec.byName {
            let complaints = verdict.complaints(about: name)
            #expect(complaints.contains { $0.path == bad.path }, "\(bad.words): \(complaints)")
        }
    }

    @Test func theCompilerRefusesWhatTheSchemaRefuses() async throws {
        let folder = try SchemaFolder()
        for (name, text) in BadSpec.documents { _ = try folder.write(text, to: "\(name).yaml") }
        _ = try folder.write(BadSpec.source, to: "source.yaml")
        let result = try await Program.run("validate", ".", "--format", "json", in: folder.path)
        #expect(result.status == 1)
        let findings = try #require(try result.json()["diagnostics"] as? [[String: Any]])
        for (name, bad) in BadSpec.byName {
            let isRefused = findings.contains { finding in
                finding["severity"] as? String == "error"
                    && finding["file"] as? String == "\(name).yaml"
            }
            #expect(isRefused, "\(bad.words)")
        }
    }
}
