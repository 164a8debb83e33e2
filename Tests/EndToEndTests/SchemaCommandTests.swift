import Foundation
import Testing

@Suite("schema and reference, the commands and what is committed of them") struct SchemaCommandTests {
    /// Nothing is run in the repository itself, where what a command prints would be left.
    private static let generated = SchemaPeer.schemas.deletingLastPathComponent().path

    @Test func theCommittedSchemasAreFresh() async throws {
        let folder = try SchemaFolder()
        let result = try await Program.run(
            "schema",
            "--out",
            "\(Self.generated)/schemas",
            "--check",
            in: folder.path
        )
        #expect(result.status == 0, "\(result.errors)")
    }

    @Test func theCommittedPagesAreFresh() async throws {
        let folder = try SchemaFolder()
        let result = try await Program.run(
            "reference",
            "--out",
            "\(Self.generated)/reference",
            "--check",
            in: folder.path
        )
        #expect(result.status == 0, "\(result.errors)")
    }

    @Test func theSchemaGoesToStandardOutput() async throws {
        let folder = try SchemaFolder()
        let all = try await Program.run("schema", in: folder.path)
        let committed = SchemaPeer.schemas.appendingPathComponent("currents.schema.json")
        #expect(all.output == (try String(contentsOf: committed, encoding: .utf8)))
        let source = try await Program.run("schema", "--kind", "Source", in: folder.path).json()
        #expect(source["title"] as? String == "Source")
        let http = try await Program.run("schema", "--partner", "http", in: folder.path)
        #expect(try http.json()["title"] as? String == "Current")
        #expect(!http.output.contains("AMPLITUDE") || !http.output.contains("partner-amplitude"))
    }

    @Test func aStaleFolderIsSaidAndPutRight() async throws {
        let folder = try SchemaFolder()
        func run(_ more: String...) async throws -> Program.Result {
            try await Program.start(["schema", "--out", "schemas"] + more, in: folder.path).wait()
        }
        #expect(try await run("--check").status == 1)
        #expect(try await run().status == 0)
        #expect(try await run("--check").status == 0)
        _ = try folder.write("{}", to: "schemas/source.schema.json")
        let stale = try await run("--check")
        #expect(stale.status == 1)
        #expect(stale.errors.contains("stale: schemas/source.schema.json"))
        #expect(stale.errors.contains("currentsctl schema --out schemas"))
    }

    @Test(arguments: [
        ["--kind", "Curent"], ["--partner", "acme"], ["--check"], ["--out", "a", "--kind", "Source"],
        ["--out", ""],
    ])
    func wrongUsageIsSaid(arguments: [String]) async throws {
        let folder = try SchemaFolder()
        let result = try await Program.start(["schema"] + arguments, in: folder.path).wait()
        #expect(result.status == 64)
    }
}
