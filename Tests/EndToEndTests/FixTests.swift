import Foundation
import Testing

@Suite("Fixes, made by the built program") struct FixTests {
    private static let broken = SpecsFolder.sound
        .replacing("source: events", with: "source: event   # the stream")
        .replacing("email.Open", with: "email.Opened  # 🎉 opens")

    @Test func allThatIsSureIsPutRightAndTheRestOfTheTextStays() async throws {
        let folder = try SpecsFolder(Self.broken)
        let result = try await folder.validate("--fix")
        #expect(result.status == 0, "\(result.errors)")
        #expect(
            try folder.text()
                == Self.broken.replacing("source: event ", with: "source: events ")
                .replacing("Opened", with: "Open")
        )
        #expect(result.errors.contains("fixed specs/all.yaml:10:11: write 'events' (CUR251)"))
        #expect(result.output == "valid: 1 current, 1 source\n")
    }

    @Test func lineEndsAndAByteOrderMarkStay() async throws {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let folder = try SpecsFolder()
        try folder.write(mark + Array(Self.broken.replacing("\n", with: "\r\n").utf8))
        #expect(try await folder.validate("--fix").status == 0)
        let text = SpecsFolder.sound.replacing("source: events", with: "source: events   # the stream")
            .replacing("email.Open", with: "email.Open  # 🎉 opens")
        #expect(try folder.bytes() == mark + Array(text.replacing("\n", with: "\r\n").utf8))
    }

    @Test func permissionsStayAndALinkStaysALink() async throws {
        let folder = try SpecsFolder(Self.broken)
        let target = "\(folder.path)/real.yaml"
        try FileManager.default.moveItem(atPath: folder.spec, toPath: target)
        try FileManager.default.createSymbolicLink(atPath: folder.spec, withDestinationPath: "../real.yaml")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: target)
        #expect(try await folder.validate("--fix").status == 0)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder.spec) == "../real.yaml")
        let attributes = try FileManager.default.attributesOfItem(atPath: target)
        #expect(attributes[.posixPermissions] as? Int == 0o640)
        #expect(try !String(contentsOfFile: target, encoding: .utf8).contains("Opened"))
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
            $0.contains("real")
        }
        #expect(left == ["real.yaml"], "no draft is left behind")
    }

    @Test func aDifferenceIsShownAndNothingWritten() async throws {
        let folder = try SpecsFolder(Self.broken)
        let result = try await folder.validate("--diff")
        #expect(result.status == 1)
        #expect(
            result.output.contains("\n-  source: event   # the stream\n+  source: events   # the stream\n")
        )
        #expect(try folder.text() == Self.broken)
    }

    @Test func aDifferenceOfNothingEndsWell() async throws {
        let folder = try SpecsFolder()
        let result = try await folder.validate("--fix", "--diff")
        #expect(result.status == 0)
        #expect(result.output.isEmpty)
    }

    @Test func aSecretIsNeitherTakenAwayNorShown() async throws {
        let secret = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"
        let folder = try SpecsFolder(
            Self.broken.replacing("  partner", with: "  credentials: { bearerToken: \(secret) }\n  partner")
        )
        let shown = try await folder.validate("--fix", "--diff")
        #expect(!(shown.output + shown.errors).contains(secret))
        #expect(shown.output.contains("bearerToken: ***"))
        let result = try await folder.validate("--fix")
        #expect(result.status == 1)
        #expect(!(result.output + result.errors).contains(secret))
        #expect(try folder.text().contains(secret))
        #expect(try folder.text().contains("email.Open "))
    }

    @Test func roundsGoOnUntilNothingIsLeft() async throws {
        let folder = try SpecsFolder(
            SpecsFolder.sound.replacing("kind: Current", with: "kind: Curent")
                .replacing("  source: events", with: "\tsource: event")
                .replacing("  partner", with: "\tpartner")
        )
        let result = try await folder.validate("--fix")
        #expect(result.status == 0, "\(result.errors)")
        #expect(try folder.text() == SpecsFolder.sound)
    }

    @Test func whatIsLeftIsReportedAndEndsWithOne() async throws {
        let folder = try SpecsFolder(Self.broken.replacing("  partner: http", with: "  partner: nobody"))
        let result = try await folder.validate("--fix")
        #expect(result.status == 1)
        #expect(result.errors.contains("fixed ") && result.errors.contains("error[CUR401]"))
    }

    @Test func programsHearWhatWasFixed() async throws {
        let folder = try SpecsFolder(Self.broken)
        let json = try await folder.validate("--fix", "--format", "json").json()
        let fixed = try #require(json["fixed"] as? [[String: Any]])
        #expect(fixed.compactMap { $0["code"] as? String } == ["CUR251", "CUR301"])
        #expect((json["diagnostics"] as? [Any])?.isEmpty == true)
    }

    /// Every example of the catalogue: what it proposes without doubt puts its finding right, and gives no other.
    @Test func everyFixOfTheCatalogueIsGood() async throws {
        let list = try await Program.run("explain", "--format", "json", in: NSTemporaryDirectory()).json()
        let entries = try #require(list["codes"] as? [[String: Any]])
        var count = 0
        for entry in entries {
            let code = try #require(entry["code"] as? String)
            guard let example = entry["example"] as? String, code != "CUR407" else { continue }
            let folder = try SpecsFolder(example)
            let before = try await folder.validate("--format", "json").json()
            let found = try #require(before["diagnostics"] as? [[String: Any]], "\(code)")
            let sure = found.filter { ($0["fixes"] as? [Any])?.count == 1 }.compactMap {
                $0["code"] as? String
            }
            guard sure.contains(code) else { continue }
            count += 1
            let after = try await folder.validate("--fix", "--format", "json").json()
            let left = try #require(after["diagnostics"] as? [[String: Any]])
            let fixed = (after["fixed"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String }
            let codes = left.compactMap { $0["code"] as? String }
            #expect(fixed.contains(code))
            // Examples of reading are not whole workspaces: behind their mistake others come to light.
            let isWhole = code >= "CUR250"
            #expect(isWhole ? codes.isEmpty : !codes.contains(code), "\(code): \(left)")
        }
        #expect(count >= 15)
    }
}
