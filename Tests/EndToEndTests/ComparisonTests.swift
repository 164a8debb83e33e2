import Foundation
import Testing

/// What specs are compared with: revisions, folders of specs, folders of plans, and states.
@Suite("Comparing with a base, with the built program")
struct ComparisonTests {
    private let wider = Repository.spec(events: "[users.messages.email.Open, users.messages.email.Send]")

    @Test func aRevisionIsComparedAndTheWorkTreeStaysAsItIs() async throws {
        let site = try await Repository()
        try site.write(wider, to: "specs/all.yaml")
        let before = try await site.git("status", "--porcelain")
        let plan = try await site.run("plan", "specs", "--against", "git:main", "--detailed-exitcode")
        #expect(plan.status == 2, "\(plan.errors)")
        #expect(plan.output.contains("+ events: users.messages.email.Send"))
        #expect(plan.output.contains("+ user.external_user_id newly leaves in clear"))
        #expect(try await site.git("status", "--porcelain") == before)
        try await site.commit()
        let same = try await site.run("plan", "specs", "--against", "git:HEAD", "--detailed-exitcode")
        #expect(same.status == 0, "\(same.output)")
        let tag = try await site.run("plan", "specs", "--against", "git:HEAD~1", "--detailed-exitcode")
        #expect(tag.status == 2)
    }

    @Test(arguments: [("specs", "../specs"), ("specs", "."), ("", "specs/all.yaml"), ("", "./specs/")])
    func theSameSpecsAreTheSameFromEverywhere(place: String, path: String) async throws {
        let site = try await Repository()
        let plan = try await site.run(
            "plan",
            path,
            "--against",
            "git:main",
            "--detailed-exitcode",
            in: place
        )
        #expect(plan.status == 0, "\(plan.errors)\(plan.output)")
    }

    @Test func aFolderThatWasMovedIsReadWhereItWas() async throws {
        let site = try await Repository()
        try await site.git("mv", "specs", "currents")
        let moved = try await site.run(
            "plan",
            "currents",
            "--against",
            "git:main:specs",
            "--detailed-exitcode"
        )
        #expect(moved.status == 0, "\(moved.errors)\(moved.output)")
        let new = try await site.run("plan", "currents", "--against", "git:main")
        #expect(new.output.contains("1 to create"), "nothing was there yet")
    }

    @Test func aFileThatIsNotInTheWorkTreeAnyMoreIsReadFromTheRevision() async throws {
        let site = try await Repository()
        try site.write(
            "apiVersion: currents/v1\nkind: Source\nmetadata: { name: other }\nspec: { file: { path: a } }\n",
            to: "specs/other.yml"
        )
        try site.write(".junk", to: "specs/.hidden.yaml")
        try site.write("junk: [", to: "specs/.hidden/a.yaml")
        try site.write(
            "\u{FEFF}apiVersion: currents/v1\r\nkind: Source\r\nmetadata: { name: third }\r\nspec: { file: { path: a } }\r\n",
            to: "specs/été \"1\"\n.yaml"
        )
        try await site.commit()
        try await site.git("rm", "--quiet", "specs/other.yml")
        let plan = try await site.run("plan", "specs", "--against", "git:main", "--detailed-exitcode")
        #expect(plan.status == 0, "\(plan.errors)\(plan.output)")
    }

    @Test(arguments: [
        ("git:nothing", "CUR534"), ("git:-h", "CUR534"), ("git:--output=x", "CUR534"), ("git:", "CUR534"),
        ("git:main:nowhere", "CUR535"), ("git:main^{tree}", "CUR534"), ("git:a b", "CUR534"),
    ])
    func aRevisionThatIsNotThereHasItsCode(base: String, code: String) async throws {
        let site = try await Repository()
        let plan = try await site.run("plan", "specs", "--against", base)
        #expect(plan.status == 1)
        #expect(plan.errors.contains(code), "\(plan.errors)")
        let json = try await site.run("breaking", "specs", "--against", base, "--format", "json")
        #expect((try json.json()["diagnostics"] as? [[String: Any]])?.first?["code"] as? String == code)
    }

    @Test func withoutGitOrARepositoryThereIsACode() async throws {
        let site = try await Repository()
        let none = try await site.run(
            "plan",
            "specs",
            "--against",
            "git:main",
            environment: ["PATH": "bin:/nowhere"]
        )
        #expect(none.status == 74)
        #expect(none.errors.contains("CUR532"), "\(none.errors)")
        try FileManager.default.removeItem(atPath: "\(site.folder)/.git")
        let plan = try await site.run(
            "plan",
            "specs",
            "--against",
            "git:main",
            environment: [
                "GIT_CEILING_DIRECTORIES": URL(fileURLWithPath: site.folder).deletingLastPathComponent().path
            ]
        )
        #expect(plan.status == 1)
        #expect(plan.errors.contains("CUR533"), "\(plan.errors)")
    }

    @Test func aBaseWithErrorsIsOneFinding() async throws {
        let site = try await Repository()
        let bad = Repository.spec(events: "[users.messages.email.Opened]", extra: "  regoin: EU")
        try site.write(bad, to: "specs/all.yaml")
        try await site.commit()
        try site.write(Repository.spec(), to: "specs/all.yaml")
        try site.write(bad, to: "old/all.yaml")
        for base in ["git:main", "old"] {
            let plan = try await site.run("plan", "specs", "--against", base, "--format", "json")
            #expect(plan.status == 1)
            let findings = try #require(try plan.json()["diagnostics"] as? [[String: Any]])
            #expect(findings.map { $0["code"] as? String } == ["CUR531"])
            let notes = try #require(findings.first?["notes"] as? [[String: Any]])
            let words = notes.compactMap { $0["message"] as? String }
            #expect(
                words.contains { $0.hasPrefix("specs/all.yaml:12:") && $0.contains("CUR301") },
                "\(words)"
            )
        }
    }

    @Test func aSpecThatIsALinkIsRefusedAndNotLeftOut() async throws {
        let site = try await Repository()
        try FileManager.default.createSymbolicLink(
            atPath: "\(site.folder)/specs/link.yaml",
            withDestinationPath: "all.yaml"
        )
        try await site.commit()
        let plan = try await site.run("plan", "specs", "--against", "git:main")
        #expect(plan.status == 74)
        #expect(plan.errors.contains("CUR536"), "\(plan.errors)")
    }

    @Test func aFolderOfWhichASpecCannotBeReadIsNoBase() async throws {
        let site = try await Repository()
        try FileManager.default.copyItem(atPath: "\(site.folder)/specs", toPath: "\(site.folder)/old")
        try FileManager.default.createSymbolicLink(
            atPath: "\(site.folder)/old/lost.yaml",
            withDestinationPath: "nowhere.yaml"
        )
        let plan = try await site.run("plan", "specs", "--against", "old")
        #expect(plan.status == 1)
        #expect(plan.errors.contains("CUR531"), "\(plan.errors)")
    }

    @Test func settingsOfARepositoryStartNoProgram() async throws {
        let site = try await Repository()
        try site.write("#!/bin/sh\ntouch \"\(site.folder)/started\"\n", to: "monitor")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755],
            ofItemAtPath: "\(site.folder)/monitor"
        )
        for key in ["core.fsmonitor", "core.pager", "pager.ls-tree", "diff.external", "core.sshCommand"] {
            try await site.git("config", key, "\(site.folder)/monitor")
        }
        let plan = try await site.run("plan", "specs", "--against", "git:main")
        #expect(plan.status == 0, "\(plan.errors)")
        #expect(!FileManager.default.fileExists(atPath: "\(site.folder)/started"))
    }

    @Test func aFolderOfSpecsAndAFolderOfPlansAreBases() async throws {
        let site = try await Repository()
        #expect(try await site.run("compile", "specs", "--out", "plans").status == 0)
        try FileManager.default.copyItem(atPath: "\(site.folder)/specs", toPath: "\(site.folder)/old")
        for base in ["plans", "old", "old/", "./old"] {
            let same = try await site.run("plan", "specs", "--against", base, "--detailed-exitcode")
            #expect(same.status == 0, "\(base): \(same.errors)\(same.output)")
        }
        try site.write(wider, to: "specs/all.yaml")
        for base in ["plans", "old"] {
            let plan = try await site.run("plan", "specs", "--against", base)
            #expect(plan.output.contains("+ events: users.messages.email.Send"), "\(base)")
        }
        let nowhere = try await site.run("plan", "specs", "--against", "nowhere")
        #expect(nowhere.status == 74)
    }

    @Test func theShapesBesidePlansSayWhatFieldsTheyHad() async throws {
        let site = try await Repository()
        #expect(try await site.run("compile", "specs", "--out", "plans").status == 0)
        let shapes = try FileManager.default.contentsOfDirectory(atPath: "\(site.folder)/plans/shapes")
        #expect(shapes.count == 1)
        let plan = try await site.run("plan", "specs", "--against", "plans", "--format", "json")
        let change = (try plan.json()["changes"] as? [[String: Any]])?.first
        #expect(change?["action"] as? String == "unchanged")
    }

    @Test func theMarkdownIsTheSameInEveryRun() async throws {
        let site = try await Repository()
        try site.write(wider, to: "specs/all.yaml")
        let one = try await site.run("plan", "specs", "--against", "git:main", "--format", "markdown")
        let two = try await site.run("plan", "specs", "--against", "git:main", "--format", "markdown")
        #expect(one.status == 0)
        #expect(one.output == two.output)
        #expect(
            one.output.hasPrefix("## Plan: 0 to create, 1 to update, 0 to delete\n\n### `demo`: update\n")
        )
        #expect(one.output.contains("- `+` `users.messages.email.Send`"))
    }
}

@Suite("Breaking changes, with the built program")
struct BreakingCommandTests {
    @Test func endsWith1UntilTheCategoryIsAllowed() async throws {
        let site = try await Repository()
        let disabled = Repository.spec().replacing(
            "  source: events",
            with: "  source: events\n  enabled: false"
        )
        try site.write(disabled, to: "specs/all.yaml")
        let found = try await site.run("breaking", "specs", "--against", "git:main")
        #expect(found.status == 1)
        #expect(found.errors.contains("error[CUR541]: current 'demo': 'enabled: false' stops all events"))
        #expect(found.errors.contains("specs/all.yaml:11:12"), "\(found.errors)")
        #expect(found.errors.contains("'--allow loss' accepts it"))
        let allowed = try await site.run("breaking", "specs", "--against", "git:main", "--allow", "loss")
        #expect(allowed.status == 0, "\(allowed.errors)")
        #expect(allowed.output == "1 breaking change allowed.\n")
        let other = try await site.run("breaking", "specs", "--against", "git:main", "--allow", "wire")
        #expect(other.status == 1)
    }

    @Test func tellsProgramsCategoryAndPlace() async throws {
        let site = try await Repository()
        try site.write(
            Repository.spec().replacing("events.example.com/in", with: "other.example.com/in"),
            to: "specs/all.yaml"
        )
        let found = try await site.run("breaking", "specs", "--against", "git:main", "--format", "json")
        #expect(found.status == 1)
        let change = try #require((try found.json()["breaking"] as? [[String: Any]])?.first)
        #expect(change["category"] as? String == "wire")
        #expect(change["key"] as? String == "endpoint.url")
        #expect(change["file"] as? String == "specs/all.yaml")
        #expect(change["line"] as? Int == 13)
        #expect(change["allowed"] as? Bool == false)
        #expect((try found.json()["summary"] as? [String: Int])?["wire"] == 1)
    }

    @Test func withoutAnyItEndsWith0() async throws {
        let site = try await Repository()
        let none = try await site.run("breaking", "specs", "--against", "git:main")
        #expect(none.status == 0)
        #expect(none.output == "No breaking changes.\n")
        let list = try await site.run("breaking", "--categories")
        #expect(list.output.contains("privacy: ") && list.output.contains("CUR549"))
        #expect(try await site.run("breaking").status == 64)
        #expect(try await site.run("breaking", "specs", "--allow", "all").status == 64)
    }
}

@Suite("Change sets between states, with the built program")
struct ChangeSetStateTests {
    @Test func aSetOfAnotherStateIsRefusedAndAStaleOneSaysWhatMoved() async throws {
        let site = try await Repository()
        let apply = ["--auto-approve", "--no-probe"]
        func applied(_ path: String, _ state: String) async throws -> Program.Result {
            try await Program.start(["apply", path, "--state", state] + apply, in: site.folder).wait()
        }
        #expect(try await applied("specs", "one").status == 0)
        try site.write(Repository.spec(events: "[users.messages.email.Send]"), to: "specs/all.yaml")
        #expect(try await site.run("plan", "specs", "--state", "one", "--out", "change.json").status == 0)
        let other = try await applied("change.json", "two")
        #expect(other.status == 1)
        #expect(other.errors.contains("CUR530"), "\(other.errors)")
        try site.write(Repository.spec(events: "[users.messages.email.Click]"), to: "specs/all.yaml")
        #expect(try await applied("specs", "one").status == 0)
        let stale = try await applied("change.json", "one")
        #expect(stale.status == 1)
        #expect(
            stale.errors.contains("CUR501") && stale.errors.contains("current 'demo' has been changed since")
        )
    }

    @Test func aSetHasTheSameBytesWhereverTheSpecsLie() async throws {
        let site = try await Repository()
        let documents = Repository.spec().split(separator: "---\n").map(String.init)
        #expect(documents.count == 2)
        try site.write(documents[0], to: "copy/specs/z.yaml")
        try site.write(documents[1], to: "copy/specs/a/a.yaml")
        try FileManager.default.createSymbolicLink(
            atPath: "\(site.folder)/linked",
            withDestinationPath: "specs"
        )
        func bytes(_ specs: String, in place: String = "") async throws -> Data {
            let result = try await site.run("plan", specs, "--state", "none", "--out", "c.json", in: place)
            #expect(result.status == 0, "\(result.errors)")
            let path = place.isEmpty ? "c.json" : "\(place)/c.json"
            return try Data(contentsOf: URL(fileURLWithPath: "\(site.folder)/\(path)"))
        }
        let wanted = try await bytes("specs")
        #expect(try await bytes("specs/all.yaml") == wanted)
        #expect(try await bytes("./specs/") == wanted)
        #expect(try await bytes("linked") == wanted)
        #expect(try await bytes("specs", in: "copy") == wanted)
    }
}
