import Foundation
import Testing

@Suite("What validate prints and how it ends, with the built program") struct ReportTests {
    private static let allowance = "# currents:allow CUR309 until"
    private static let warned = SpecsFolder.sound.replacing(
        "  events:\n    - users.messages.email.Open",
        with: "  events:\n    include: [users.messages.email.Open]\n    exclude: [users.messages.email.Click]"
    )

    /// A day so many days from now, as allowances write it.
    private func day(_ days: Int) -> String {
        Date(timeIntervalSinceNow: Double(days) * 86_400).formatted(.iso8601.year().month().day())
    }

    @Test func aWarningFailsOnlyWhereWarningsAreDenied() async throws {
        let folder = try SpecsFolder(Self.warned)
        #expect(try await folder.codes() == ["CUR309"])
        #expect(try await folder.validate().status == 0)
        #expect(try await folder.validate("--deny-warnings").status == 1)
        let compile = try await Program.run(
            "compile",
            "specs",
            "--out",
            "plans",
            "--deny-warnings",
            in: folder.path
        )
        #expect(compile.status == 1)
        #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/plans"))
    }

    @Test func anAllowedWarningIsNoneUntilItsDayIsOver() async throws {
        let folder = try SpecsFolder(
            Self.warned.replacing("Click]", with: "Click]  \(Self.allowance) \(day(30)): soon")
        )
        #expect(try await folder.validate("--deny-warnings").status == 0)
        let json = try await folder.validate("--format", "json").json()
        #expect((json["diagnostics"] as? [Any])?.isEmpty == true)
        let allowed = try #require((json["allowed"] as? [[String: Any]])?.first)
        #expect(allowed["reason"] as? String == "soon")
        try folder.write(Array(try folder.text().replacing(day(30), with: day(-2)).utf8))
        #expect(try await folder.codes() == ["CUR309", "CUR286"])
    }

    @Test func anUnusedAllowanceIsRemovedByFix() async throws {
        let folder = try SpecsFolder(
            SpecsFolder.sound.replacing("Open\n", with: "Open  \(Self.allowance) \(day(30)): soon\n")
        )
        #expect(try await folder.codes() == ["CUR287"])
        #expect(try await folder.validate("--fix").status == 0)
        #expect(try folder.text() == SpecsFolder.sound)
    }

    @Test(arguments: ["sarif", "github", "junit", "markdown", "json"])
    func aCleanWorkspaceEndsWithZero(format: String) async throws {
        let folder = try SpecsFolder()
        let result = try await folder.validate("--format", format)
        #expect(result.status == 0)
        #expect(result.errors.isEmpty)
        #expect(!result.output.contains("CUR"))
    }

    @Test(arguments: ["sarif", "github", "junit", "markdown"])
    func aFindingIsPrintedToStandardOutput(format: String) async throws {
        let folder = try SpecsFolder(SpecsFolder.sound.replacing("email.Open", with: "email.Opened"))
        let result = try await folder.validate("--format", format)
        #expect(result.status == 1)
        #expect(result.errors.isEmpty)
        #expect(result.output.contains("CUR301") && result.output.contains("specs/all.yaml"))
    }

    /// However a secret was written into a spec, and whatever else is wrong with its line.
    @Test(arguments: [
        "credentials: { bearerToken:SECRET }", "credentials:\n    bearerToken:SECRET",
        "credentials:\n    bearerToken SECRET\n    more: x",
        "credentials:\n    bearerToken = SECRET\n    more: x",
        "credentials:\n    bearerToken: \"SECRET\n    more: \"x\"",
        "credentials: { bearerToken: 'SECRET' more: x }",
        "credentials:\n    bearerToken: #SECRET", "credentials:\n    bearerToken: *SECRET",
        "credentials:\n    bearerToken: |SECRET", "bearerToken:SECRET", "settings: { bearerToken:SECRET }",
        "settings: { bearerToken: SECRET", "credentials: [ SECRET }", "credentials: { bearerToken: !SECRET }",
    ])
    func aSecretIsShownByNoFormat(lines: String) async throws {
        let secret = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"
        let folder = try SpecsFolder(
            SpecsFolder.sound + "  " + lines.replacing("SECRET", with: secret) + "\n"
        )
        for format in ["text", "json", "sarif", "github", "junit", "markdown"] {
            let result = try await folder.validate("--format", format)
            #expect(result.status == 1)
            #expect(!(result.output + result.errors).contains("4eC39"), "\(format)")
        }
        let result = try await folder.validate("--diff")
        #expect(!(result.output + result.errors).contains("4eC39"))
    }

    @Test func anUnknownFormatIsWrongUsage() async throws {
        let folder = try SpecsFolder()
        #expect(try await folder.validate("--format", "xml").status == 64)
        #expect(try await folder.validate("--diff", "--format", "json").status == 64)
    }

    @Test(.enabled(if: SARIFSchema.isInstalled, "check-jsonschema is not there: see Scripts/bootstrap-peers"))
    func aReportKeepsToTheSchemaOfSARIF() async throws {
        let spec = Self.warned.replacing("email.Open]", with: "email.Opened, *.Click]")
            .replacing("Click]\n", with: "Click]  \(Self.allowance) \(day(30)): soon\n")
            .replacing("source: events", with: "source: event")
            .replacing("partner: http", with: "partner: http\n  partner: http")
        for text in [spec, SpecsFolder.sound, "a: [", ""] {
            let folder = try SpecsFolder(text)
            let report = try await folder.validate("--format", "sarif")
            #expect(try await SARIFSchema.complaint(about: report.output, in: folder.path) == nil)
        }
        let folder = try SpecsFolder()
        let wrong = #"{"version":"2.1.0","runs":[{"tool":{"driver":{}}}]}"#
        #expect(try await SARIFSchema.complaint(about: wrong, in: folder.path) != nil, "the check can fail")
    }
}

/// SARIF 2.1.0 as far as our reports go, written from the standard, and check-jsonschema to read it.
enum SARIFSchema {
    private static let peers = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent(".build/peers")
    private static let schema = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Peers/sarif-2.1.0.schema.json")
    private static let checker = peers.appendingPathComponent("bin/check-jsonschema")

    static var isInstalled: Bool {
        [schema, checker].allSatisfy { FileManager.default.fileExists(atPath: $0.path) }
    }

    /// What the checker says against a report; nil when it keeps to the schema.
    static func complaint(about report: String, in folder: String) async throws -> String? {
        let file = "\(folder)/report-\(UUID().uuidString).sarif"
        try Data(report.utf8).write(to: URL(fileURLWithPath: file))
        var python = Launch(program: peers.appendingPathComponent("bin/python"))
        python.arguments = [
            "-m", "check_jsonschema", "--schemafile", schema.path, file,
        ]
        let output = try await Program.result(of: python, in: folder).output
        return output.hasPrefix("ok") ? nil : output
    }
}
