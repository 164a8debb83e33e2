import Foundation
import Testing

@Suite("Commands, with the built program")
struct CommandTests {
    @Test func validateTellsProgramsAllAboutAFinding() async throws {
        let site = try await Site()
        try site.write(site.spec(events: "[users.messages.email.Opened]"), to: "specs/all.yaml")
        let result = try await site.run("validate", "specs", "--format", "json")
        #expect(result.status == 1)
        let findings = try #require(try result.json()["diagnostics"] as? [[String: Any]])
        #expect(findings.count == 1)
        let finding = try #require(findings.first)
        #expect(finding["code"] as? String == "CUR301")
        #expect(finding["file"] as? String == "specs/all.yaml")
        #expect((finding["start"] as? [String: Int])?["line"] == 13)
    }

    #if os(Linux)
        @Test func outputThatFindsNoRoomIsAFailure() async throws {
            let site = try await Site()
            let script = "\"$0\" events >/dev/full; echo $?; \"$0\" events >&-; echo $?"
            let shell = Launch(
                program: URL(fileURLWithPath: "/bin/sh"),
                arguments: ["-c", script, Program.url.path]
            )
            #expect(try await Program.result(of: shell, in: site.folder).output == "74\n0\n")
        }
    #endif

    @Test func allMistakesAreFoundInOneRun() async throws {
        let site = try await Site()
        let spec = site.spec(events: "[users.messages.email.Opened]")
            .replacing("  source: events", with: "  source: evnts")
            .replacing("  partner: http", with: "  partner: http\n  regoin: EU")
        try site.write(spec, to: "specs/all.yaml")
        let result = try await site.run("validate", "specs", "--format", "json")
        let findings = try #require(try result.json()["diagnostics"] as? [[String: Any]])
        #expect(
            findings.compactMap { $0["name"] as? String } == [
                "unknown-source", "unknown-key", "unknown-event",
            ]
        )
    }

    @Test func aCleanWorkspaceHasNoFindings() async throws {
        let site = try await Site()
        let result = try await site.run("validate", "specs", "--format", "json")
        #expect(result.status == 0)
        #expect(result.output == #"{"diagnostics":[],"allowed":[]}"# + "\n")
    }

    @Test func compiledPlansGoStale() async throws {
        let site = try await Site()
        #expect(try await site.run("compile", "specs", "--out", "plans", "--check").status == 1)
        #expect(try await site.run("compile", "specs", "--out", "plans").status == 0)
        #expect(try await site.run("compile", "specs", "--out", "plans", "--check").status == 0)
        try site.write(site.spec(events: "[users.messages.email.Open]"), to: "specs/all.yaml")
        #expect(try await site.run("compile", "specs", "--out", "plans", "--check").status == 1)
    }

    @Test func compileRemovesOnlyWhatItWrote() async throws {
        let site = try await Site()
        #expect(try await site.run("compile", "specs", "--out", "plans").status == 0)
        try site.write("{\"name\": \"mine\"}", to: "plans/package.json")
        try site.write(site.spec().replacing("name: demo", with: "name: other"), to: "specs/all.yaml")
        #expect(try await site.run("compile", "specs", "--out", "plans").status == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(site.folder)/plans").sorted()
        #expect(names == ["other.json", "package.json", "shapes"])
    }

    @Test func aRunFindsItsSourceFromAnotherFolder() async throws {
        let site = try await Site()
        try site.writeEvents(["a"])
        try await site.apply()
        try site.write("", to: "elsewhere/empty")
        let run = try await Program.run(
            "run",
            "--once",
            "--state",
            "../.currents",
            in: "\(site.folder)/elsewhere",
            environment: ["SITE_TOKEN": Site.token]
        )
        #expect(run.status == 0, "\(run.errors)")
        #expect(site.taken == ["a": 1])
    }

    @Test func refusedLinesAreListed() async throws {
        let site = try await Site()
        try site.write("junk\n" + Site.event("a") + "\n", to: "events.jsonl")
        try await site.apply()
        #expect(try await site.run("run", "--once").status == 0)
        let lines = try await site.run("refused", "--format", "json").json()["refused"] as? [[String: Any]]
        #expect(lines?.map { $0["line"] as? String } == ["junk"])
    }

    @Test func aSecretInTheWrongPlaceIsNotShown() async throws {
        let site = try await Site()
        let secret = "sk_live_4eC39HqLyjWDarjtT1zdp7dc"
        for line in [
            "  hashKey: \(secret)", "  settings: { bearerToken: \(secret) }", "  bearerToken: \(secret)",
        ] {
            try site.write(site.spec(extra: line), to: "specs/all.yaml")
            for format in ["text", "json", "sarif", "github", "junit", "markdown"] {
                let result = try await site.run("validate", "specs", "--format", format)
                #expect(result.status == 1)
                #expect(!(result.output + result.errors).contains(secret), "\(line), \(format)")
            }
        }
    }

    @Test func aChangeSetIsAppliedOnceAndRefusedWhenItsBaseMoved() async throws {
        let site = try await Site()
        try site.writeEvents(["a"])
        #expect(try await site.run("plan", "specs", "--out", "one.json").status == 0)
        try site.write(site.spec(events: "[users.messages.email.Open]"), to: "specs/all.yaml")
        #expect(try await site.run("plan", "specs", "--out", "two.json").status == 0)
        #expect(try await site.run("apply", "one.json", "--auto-approve").status == 0)
        #expect(
            try await site.run("apply", "one.json", "--auto-approve").status == 0,
            "a repeated apply does nothing"
        )
        let stale = try await site.run("apply", "two.json", "--auto-approve")
        #expect(stale.status == 1)
        #expect(stale.errors.contains("CUR501"))
    }

    @Test(arguments: [("edited", "CUR502"), ("truncated", "CUR503"), ("foreign", "CUR504")])
    func aDamagedChangeSetIsRefused(damage: String, code: String) async throws {
        let site = try await Site()
        #expect(try await site.run("plan", "specs", "--out", "change.json").status == 0)
        let path = "\(site.folder)/change.json"
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        switch damage {
        case "edited":
            try site.write(
                text.replacing("\"partner\": \"http\"", with: "\"partner\": \"s3\""),
                to: "change.json"
            )
        case "truncated": try site.write(String(text.prefix(text.count / 2)), to: "change.json")
        default: try site.write("{\"kind\": \"Shopping\"}", to: "change.json")
        }
        let result = try await site.run("apply", "change.json", "--auto-approve")
        #expect(result.status == 1)
        #expect(result.errors.contains(code), "\(result.errors)")
    }

    @Test func nobodyIsWaitedForWhenNobodyCanBeAsked() async throws {
        let site = try await Site()
        let result = try await site.run("apply", "specs")
        #expect(result.status == 1)
        #expect(result.errors.contains("--auto-approve"))
    }

    @Test func previewShowsEachOutcome() async throws {
        let site = try await Site()
        try site.write(site.spec(events: "[users.messages.email.Open]"), to: "specs/all.yaml")
        let lines = [
            Site.event("a"), Site.event("b", type: "users.messages.email.Click"),
            Site.event("c", type: "x.Y"), "junk",
        ]
        try site.write(lines.joined(separator: "\n"), to: "input.jsonl")
        let result = try await site.run(
            "preview",
            "specs",
            "--current",
            "demo",
            "--input",
            "input.jsonl",
            "--format",
            "json"
        )
        let expected = [
            #"{"id":"a","outcome":"record","reason":null,"record":\#(lines[0])}"#,
            #"{"id":"b","outcome":"filtered","reason":"not_selected","record":null}"#,
            #"{"id":"c","outcome":"filtered","reason":"unknown_event_type","record":null}"#,
            #"{"id":null,"outcome":"refused","reason":"not_json","record":null}"#,
        ]
        #expect(result.output == expected.joined(separator: "\n") + "\n")
    }

    @Test func aDeadLetterIsListedShownAndReplayed() async throws {
        let site = try await Site(faults: ["reject id=bad status=400"])
        try site.writeEvents(["good", "bad", "fine"])
        try await site.apply()
        #expect(try await site.run("run", "--once").status == 0)
        let list = try await site.run("dead-letters", "list", "--format", "json").json()
        let letters = try #require(list["deadLetters"] as? [[String: Any]])
        #expect(letters.map { $0["eventId"] as? String } == ["bad"])
        #expect(try await site.run("dead-letters", "show", "bad").output.contains(Site.event("bad")))
        #expect(try await site.run("dead-letters", "replay", "999").status == 1)
        #expect(try await site.run("dead-letters", "replay", "--all").status == 0)
        #expect(try await site.run("run", "--once").status == 0)
        let books = try await site.books()
        #expect(books["in"] == 4)
        #expect(books["deadLettered"] == 2, "it was refused again")
    }

    @Test func aStateThatIsNoStateIsRefused() async throws {
        let site = try await Site()
        try site.write(
            "this is not a database, and long enough to have a header of its own\n",
            to: "bad/ledger.sqlite"
        )
        let result = try await site.run("ledger", "--state", "bad")
        #expect(result.status == 74)
        #expect(result.errors.contains("CUR6"))
        #expect(try await site.run("run", "--once", "--state", "bad").status == 74)
    }

    @Test(arguments: [
        "validate", "compile", "plan", "apply", "run", "status", "ledger", "dead-letters", "preview",
        "partners", "events", "explain", "fake", "resume", "refused", "breaking",
    ])
    func everyCommandHasHelpWithAnExample(command: String) async throws {
        let site = try await Site()
        let result = try await site.run(command, "--help")
        #expect(result.status == 0)
        #expect(result.output.contains("Example:"), "\(command)")
    }

    @Test func wrongUsageEndsWith64() async throws {
        let site = try await Site()
        #expect(try await site.run("validate").status == 64)
        #expect(try await site.run("run", "--wait", "soon").status == 64)
        #expect(try await site.run("levitate").status == 64)
    }

    @Test func partnersAreListedForPrograms() async throws {
        let site = try await Site()
        let partners =
            try await site.run("partners", "--format", "json").json()["partners"] as? [[String: Any]]
        #expect(partners?.contains { $0["partner"] as? String == "http" } == true)
    }
}
